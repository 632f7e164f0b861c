"""How true the confidence of beats is: fits `lausch.decoding.confidence`, and tests it.

    python studies/beats_confidence.py CORPUS... [--rendered RENDERED] [--data DATA]
        [--split test] [--model lausch2026] [--work WORK] [--fit] [--out PICTURE]

`--fit` prints coefficients, to be fitted on rendered validation tracks: whole ones, and excerpts of
15 and 30 seconds of them. Without it the shipped coefficients are tested on whole tracks;
`reports/beats-confidence.png` is of rendered test tracks.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from logistic import bins, calibration_error, regression
from numpy.typing import NDArray

from lausch.annotation import Beats
from lausch.corpora.registry import open_corpus
from lausch.decoding import confidence
from lausch.evaluation.run import opened
from lausch.evaluation.session import Session
from lausch.frames import Frames
from lausch.metrics.tempo import TOLERANCE
from lausch.tasks import Task

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

NEAR_SECONDS = 0.07
EXCERPT_SECONDS = (15.0, 30.0)
RIDGE = 1.0
"""Few tracks have a wrong metre or tempo."""
NOUNS = ("beat", "tempo", "downbeat", "metre")


def near(times: Floats, reference: Floats) -> Floats:
    """1 for each time within 70 ms of an annotated one, else 0."""
    apart = np.abs(times[:, None] - reference).min(axis=1, initial=np.inf)
    return (apart <= NEAR_SECONDS).astype(np.float64)


def cases(task: Task, activations: Frames, truth: Beats) -> dict[str, Pair]:
    """By noun the features of what is decoded, and whether it is right."""
    beats: Beats = task.decode(activations)
    tempo, true = beats.tempo_bpm, truth.tempo_bpm
    if tempo is None or true is None:
        return {}
    fps, column = activations.clock.fps, activations.values.max(axis=1)
    frames = beats.times * fps
    off = abs(tempo / true - 1)
    pairs = {
        "beat": (
            confidence.beat_features(frames, column, fps),
            near(beats.times, truth.times),
        ),
        "tempo": (
            confidence.tempo_features(frames, column, fps),
            np.array([float(off <= TOLERANCE)]),
        ),
    }
    if beats.positions is None or truth.positions is None or beats.beats_per_bar is None:
        return pairs
    down = activations.column("downbeat")
    sure = confidence.BARS.of_beats(frames, column, fps)
    same = float(beats.beats_per_bar == truth.beats_per_bar)
    return pairs | {
        "downbeat": (
            confidence.downbeat_features(frames, beats.positions, down, sure),
            near(beats.downbeats, truth.downbeats),
        ),
        "metre": (
            confidence.metre_features(frames, beats.positions, down),
            np.array([same]),
        ),
    }


def excerpts(activations: Frames, truth: Beats, dice: np.random.Generator) -> Iterator[Any]:
    """Parts of activations and beats that are long enough to be parts."""
    fps = activations.clock.fps
    for seconds in EXCERPT_SECONDS:
        count = round(seconds * fps)
        if len(activations) < 1.5 * count:
            continue
        first = int(dice.integers(len(activations) - count))
        begin, end = first / fps, (first + count) / fps
        part = truth.only((truth.times >= begin) & (truth.times < end))
        values = activations.values[first : first + count]
        frames = Frames(values, activations.clock, activations.columns)
        yield frames, Beats(part.times - begin, part.positions)


def measured(options: argparse.Namespace) -> Iterator[tuple[Frames, Beats]]:
    """Activations and annotated beats of every track; activations are kept in --work."""
    system: Any = opened(options.model)
    clock = system.representation.clock
    for name in options.corpora:
        for corpus in open_corpus(name, data=options.data, rendered=options.rendered):
            for track in corpus.split(options.split):
                if not track.has("beats"):
                    continue
                path = options.work and options.work / f"{name}--{track.name}--{options.model}.npz"
                if path and path.is_file():
                    values = np.load(path)["values"]
                    yield Frames(values, clock, system.task.outputs), track.read("beats")
                    continue
                activations = Session(name, track).estimate(system).activations
                if path:
                    np.savez_compressed(path, values=activations.values)
                yield activations, track.read("beats")


def collected(options: argparse.Namespace) -> dict[str, Pair]:
    """Cases of all tracks together."""
    task, dice = opened(options.model).task, np.random.default_rng(0)
    parts: dict[str, list[Pair]] = {noun: [] for noun in NOUNS}
    for activations, truth in measured(options):
        pairs = [(activations, truth)]
        if options.fit:
            pairs += excerpts(activations, truth, dice)
        for pair in pairs:
            for noun, case in cases(task, *pair).items():
                parts[noun].append(case)
    return {
        noun: (np.concatenate([x for x, _ in each]), np.concatenate([y for _, y in each]))
        for noun, each in parts.items()
        if each
    }


def draw(chances: dict[str, Pair], path: Path) -> None:
    """The share that is right against the probability, with the number of cases."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3 * len(chances), 3.4), layout="constrained")
    for axis, (noun, (chance, right)) in zip(
        figure.subplots(1, len(chances), squeeze=False)[0], chances.items(), strict=True
    ):
        rows = bins(chance, right)
        axis.plot([0, 1], [0, 1], color="0.7", linewidth=0.8)
        axis.plot([mean for _, mean, _ in rows], [share for *_, share in rows], "o-", color="C3")
        for count, mean, share in rows:
            axis.annotate(
                str(count),
                (mean, share),
                fontsize="x-small",
                xytext=(3, -9),
                textcoords="offset points",
            )
        axis.set(title=f"{noun}: ECE {calibration_error(chance, right):.3f}", xlabel="confidence")
        axis.set(xlim=(0, 1), ylim=(0, 1.02), aspect="equal")
    figure.axes[0].set_ylabel("share that is right")
    figure.savefig(path, dpi=100)


def main() -> None:
    """Fit or test, print, and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--rendered", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--model", default="lausch2026")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    numbered = "downbeat" in opened(options.model).task.outputs
    shipped = confidence.BARS if numbered else confidence.BEATS
    chances = {}
    for noun, (features, right) in collected(options).items():
        coefficients = getattr(shipped, noun)
        if options.fit:
            coefficients = tuple(round(each, 2) for each in regression(features, right, RIDGE))
            print(f"    {noun}={coefficients},")
        chances[noun] = confidence.logistic(features, coefficients), right
    print("what       cases   right   mean confidence   calibration error")
    for noun, (chance, right) in chances.items():
        error = calibration_error(chance, right)
        print(f"{noun:9} {len(right):6}   {right.mean():.3f}   {chance.mean():15.3f}   {error:.3f}")
    if options.out:
        draw(chances, options.out)


if __name__ == "__main__":
    main()
