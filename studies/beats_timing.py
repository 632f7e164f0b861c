"""How far beats stand from annotated ones, by the way a peak is placed between frames.

    python studies/beats_timing.py CORPUS... [--rendered RENDERED] [--data DATA] \
        [--split validation] [--model lausch2026]

The design is chosen on validation tracks; real recordings are a check.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Times
from lausch.corpora.registry import open_corpus
from lausch.decoding.evidence import centred
from lausch.evaluation.run import opened
from lausch.evaluation.session import Session

Floats = NDArray[np.float64]
NEAR_SECONDS = 0.07


def parabola(frames: Floats, activation: Floats) -> Floats:
    """The top of a parabola through three frames, where they are a peak."""
    whole = np.clip(np.round(frames).astype(int), 1, len(activation) - 2)
    left, middle, right = (activation[whole + step] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    peak = (middle >= np.maximum(left, right)) & (bend < 0)
    return np.where(peak, whole + (left - right) / np.where(peak, 2 * bend, 1), frames)


def on_frames(frames: Floats, activation: Floats) -> Floats:
    """The highest frame itself."""
    return np.round(frames)


DESIGNS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "frame": on_frames,
    "parabola": parabola,
    "parabola of logs": lambda frames, values: parabola(frames, np.log(np.maximum(values, 1e-3))),
    **{
        f"centre of +-{reach}": lambda frames, values, reach=reach: centred(frames, values, reach)
        for reach in (1, 2, 3)
    },
}


def distances(times: Times, reference: Times) -> Times:
    """Seconds from the nearest annotated beat, of beats that have one near."""
    apart = times[:, None] - reference
    nearest = apart[np.arange(len(times)), np.abs(apart).argmin(axis=1)]
    return nearest[np.abs(nearest) <= NEAR_SECONDS]


def main() -> None:
    """Run a model over corpora and print mean and spread for each design."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--rendered", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--split", default="validation")
    parser.add_argument("--model", default="lausch2026")
    options = parser.parse_args()
    system = opened(options.model)
    off: dict[str, list[Times]] = {name: [] for name in DESIGNS}
    for name in options.corpora:
        for corpus in open_corpus(name, data=options.data, rendered=options.rendered):
            for track in corpus.split(options.split):
                if not track.has("beats"):
                    continue
                estimate = Session(corpus.name, track).estimate(system)
                frames = estimate.activations
                values = frames.values.max(axis=1).astype(np.float64)
                beats = estimate.annotation.times * frames.clock.fps
                for design, place in DESIGNS.items():
                    times = place(np.round(beats), values) / frames.clock.fps
                    off[design].append(distances(times, track.read("beats").times))
    print("design               beats   mean ms   spread ms   within a track ms")
    for design, parts in off.items():
        every = 1000 * np.concatenate(parts)
        inside = 1000 * np.concatenate([part - part.mean() for part in parts if len(part)])
        print(f"{design:18}  {len(every):6}  {every.mean():8.2f}  {every.std():10.2f}", end="")
        print(f"  {inside.std():18.2f}")


if __name__ == "__main__":
    main()
