"""Chooses how a network's boundaries are blended with the change of sound, on validation tracks.

    python studies/form_blend.py --rendered RENDERED [--model grill2015b] [--keep FILE]

Tracks are those of the validation split of the rendered forms; no test track is opened. Boundaries
are snapped as `lausch analyze` does where it finds beats. Each setting is scored twice: as the
network is, and with its log-odds lowered by 1.5, as in music unlike that it learnt from, where its
peaks are lower. The mean over both and over corpora of F within 0.5 s and 3 s decides.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np

from lausch.analysis.repick import SNAP_SECONDS, structure_of
from lausch.annotation import Form, Times
from lausch.corpora.registry import open_corpus
from lausch.decoding.blending import COARSE, FINE, Blend, change_of_sound
from lausch.decoding.boundaries import BoundaryPicker
from lausch.decoding.scaling import balanced
from lausch.decoding.snapping import snapped
from lausch.formulas import open_formula
from lausch.frames import Frames
from lausch.metrics.beats import matched_events
from lausch.models.model import load_model
from lausch.representations.structure import CEPSTRA, CHROMA, STRUCTURE, structure

CORPORA = ("jazzform", "popform", "chartform")
LOWERED = (0.0, 1.5)
WEIGHTS = (0.0, 0.5, 1.0, 2.0)
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
REACHES = (0.0, 0.3, SNAP_SECONDS, 1.0, np.inf)
SMALLEST = 1e-4


@dataclass(frozen=True)
class Example:
    """What models find in a track, and its form."""

    corpus: str
    novelty: Frames
    change: Frames
    downbeats: Times
    foote: Form
    form: Form


def examples(rendered: Path, model: str) -> Iterator[Example]:
    """The validation tracks of the corpora, by turns."""
    network, beats, formula = load_model(model), load_model("lausch2026"), open_formula("foote")
    opened = {
        name: [t for c in open_corpus(name, rendered=rendered) for t in c.split("validation")]
        for name in CORPORA
    }
    for number in range(max(map(len, opened.values()))):
        for name, tracks in opened.items():
            for track in tracks[number : number + 1]:
                features = structure_of(track.load(STRUCTURE.rate))
                fine = structure(track.load(STRUCTURE.rate).blocks(1 << 20))
                yield Example(
                    name,
                    network.activations(track.load(network.rate)),
                    features,
                    beats.decode(beats.activations(track.load(beats.rate))).downbeats,
                    formula.decode(formula.method.novelty(fine)),
                    track.read("sections"),
                )
                print(name, track.name, flush=True)


def f_measure(reference: Times, estimate: Times, tolerance: float) -> float:
    """F of boundaries; 1 where neither side has any."""
    count = len(reference) + len(estimate)
    matches = matched_events(reference, estimate, tolerance).sum()
    return float(2 * matches / count) if count else 1.0


def score(example: Example, scale: str, times: Times, reach: float) -> tuple[float, float]:
    """F within 0.5 s and 3 s of boundaries that are snapped."""
    true = example.form.scales[scale]
    estimate = snapped(times, np.ones(len(times)), example.downbeats, reach=reach)[0]
    estimate = estimate[(estimate > 0) & (estimate < true.boundaries[-1])]
    return f_measure(true.inner, estimate, 0.5), f_measure(true.inner, estimate, 3.0)


def lowered(example: Example, scale: str, by: float) -> np.ndarray:
    """Probabilities of boundaries with lower log-odds."""
    held = np.clip(example.novelty.column(scale).astype(np.float64), SMALLEST, 1 - SMALLEST)
    return 1 / (1 + (1 - held) / held * np.exp(by))


def blended(
    example: Example, scale: str, blend: Blend | BoundaryPicker, by: float, weight: float
) -> Times:
    """Boundaries that a blend, or a picker alone, takes."""
    clock, curve = example.novelty.clock, lowered(example, scale, by)
    if weight:
        cepstra = balanced(example.change.values, CHROMA, CEPSTRA, (0.0, 1.0))
        curve = curve + weight * change_of_sound(
            cepstra, example.change.clock.fps, clock, len(curve)
        )
    return clock.seconds(blend.pick(curve, clock.fps, count=None, sensitivity=0.0))


def means(
    tracks: list[Example], scale: str, estimate: object, reach: float = SNAP_SECONDS
) -> dict[str, np.ndarray]:
    """Mean F within 0.5 s and 3 s of each corpus; `estimate` makes times of an example."""
    rows: dict[str, list[tuple[float, float]]] = {}
    for track in tracks:
        rows.setdefault(track.corpus, []).append(score(track, scale, estimate(track), reach))
    return {name: np.mean(values, axis=0) for name, values in rows.items()}


def said(title: str, of: dict[str, np.ndarray]) -> None:
    cells = (f"{name} {at_half:.3f}/{at_three:.3f}" for name, (at_half, at_three) in of.items())
    print(f"{title:34}", "  ".join(cells), f" mean {np.mean(list(of.values())):.3f}", flush=True)


def main() -> None:
    """Score what there was, and every setting."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--model", default="grill2015b")
    parser.add_argument("--keep", type=Path, help="file that keeps what models find")
    options = parser.parse_args()
    if options.keep and options.keep.is_file():
        tracks = pickle.loads(options.keep.read_bytes())
    else:
        tracks = list(examples(options.rendered, options.model))
        if options.keep:
            options.keep.write_bytes(pickle.dumps(tracks))
    print({name: sum(track.corpus == name for track in tracks) for name in CORPORA})
    task = load_model(options.model).task
    for scale, picker, default in (
        ("coarse", task.decoder, COARSE),
        ("fine", task.fine_decoder, FINE),
    ):
        print(f"\n{scale}: F within 0.5 s / 3 s")
        said("foote", means(tracks, scale, lambda track, s=scale: track.foote.scales[s].inner))
        for by in LOWERED:
            said(
                f"threshold of the card, odds -{by:g}",
                means(tracks, scale, lambda t, s=scale, p=picker, by=by: blended(t, s, p, by, 0)),
            )
            said(
                f"blend, odds -{by:g}",
                means(tracks, scale, lambda t, s=scale, d=default, by=by: blended(t, s, d, by, 1)),
            )
        for reach in REACHES:
            said(
                f"blend, snapped within {reach:g} s",
                means(tracks, scale, lambda t, s=scale, d=default: blended(t, s, d, 0, 1), reach),
            )
        for weight, share in product(WEIGHTS, SHARES):
            blend = replace(default, share=share)
            both = [
                means(
                    tracks,
                    scale,
                    lambda t, b=by, w=weight, o=blend, s=scale: blended(t, s, o, b, w),
                )
                for by in LOWERED
            ]
            cells = " ".join(f"{np.mean(list(each.values())):.3f}" for each in both)
            print(f"weight {weight:g}, share {share:g}: {cells}", flush=True)


if __name__ == "__main__":
    main()
