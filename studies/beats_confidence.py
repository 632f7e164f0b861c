"""How true the confidence of beats is: fits `lausch.decoding.confidence`, and tests it.

    python studies/beats_confidence.py CORPUS... [--rendered RENDERED] [--data DATA]
        [--split test] [--model downbeats2026] [--work WORK] [--fit] [--out reports/confidence.md]

`--fit` prints coefficients, to be fitted on rendered validation tracks: whole ones, and excerpts of
15 and 30 seconds of them. Without it the shipped coefficients are tested on whole tracks, and
`--out` writes the page and its picture. Corpora of real recordings count apart.
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
from lausch.evaluation.figures import figure
from lausch.evaluation.run import code_digest, opened
from lausch.evaluation.session import Session
from lausch.evaluation.tables import aligned, number, table, written
from lausch.frames import Clock, Frames
from lausch.metrics.tempo import TOLERANCE
from lausch.plot.saving import save
from lausch.tasks.of_beats import OfBeats

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
Kinds = dict[str, dict[str, Pair]]
"""By kind of music and noun, two arrays: features or probabilities, and 1 for what is right."""

NEAR_SECONDS = 0.07
EXCERPT_SECONDS = (15.0, 30.0)
RIDGE = 1.0
"""Few tracks have a wrong metre or tempo."""
NOUNS = ("beat", "tempo", "downbeat", "metre")
RENDERED, REAL = "rendered", "real"
MODEL = "downbeats2026"
THREATS = Path(__file__).parent / "threats" / "confidence.md"
ERRORS = ("music", "what", "cases", "right", "mean confidence", "calibration error")
READING = """\
Each beat and downbeat, the metre and the tempo have a confidence, a probability of being right: a
beat within 70 ms of an annotated one, a beat numbered 1 within 70 ms of an annotated downbeat, as
many beats in a bar as most annotated bars have, a tempo within 4 %. The calibration error is the
mean distance of confidence and share that is right over ten bins (Guo et al., ICML 2017, eq. 3),
weighted by their cases. Whole tracks are decoded from the activations of an analysis.
"""


def near(times: Floats, reference: Floats) -> Floats:
    """1 for each time within 70 ms of an annotated one, else 0."""
    apart = np.abs(times[:, None] - reference).min(axis=1, initial=np.inf)
    return (apart <= NEAR_SECONDS).astype(np.float64)


def cases(task: OfBeats, activations: Frames, truth: Beats) -> dict[str, Pair]:
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
    sure = task.sure.of_beats(frames, column, fps)
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


def measured(options: argparse.Namespace) -> Iterator[tuple[str, Frames, Beats]]:
    """Kind of music, activations and annotated beats of each track; --work keeps activations."""
    system: Any = opened(options.model)
    for name in options.corpora:
        for corpus in open_corpus(name, data=options.data, rendered=options.rendered):
            kind = RENDERED if corpus.rendered else REAL
            for track in corpus.split(options.split):
                if not track.has("beats"):
                    continue
                path = options.work and options.work / f"{name}--{track.name}--{options.model}.npz"
                if path and path.is_file():
                    kept = np.load(path)
                    frames = Frames(kept["values"], Clock(*map(int, kept["clock"])),
                                    tuple(map(str, kept["columns"])))  # fmt: skip
                    yield kind, frames, track.read("beats")
                    continue
                activations = Session(name, track).estimate(system).activations
                if path:
                    clock = activations.clock.rate, activations.clock.hop
                    np.savez_compressed(path, values=activations.values, clock=clock,
                                        columns=activations.columns)  # fmt: skip
                yield kind, activations, track.read("beats")


def collected(options: argparse.Namespace) -> dict[str, dict[str, Pair]]:
    """Cases of all tracks together, by kind of music and noun."""
    task, dice = opened(options.model).task, np.random.default_rng(0)
    parts: dict[str, dict[str, list[Pair]]] = {}
    for kind, activations, truth in measured(options):
        pairs = [(activations, truth)]
        if options.fit:
            pairs += excerpts(activations, truth, dice)
        for pair in pairs:
            for noun, case in cases(task, *pair).items():
                parts.setdefault(kind, {}).setdefault(noun, []).append(case)
    return {
        kind: {
            noun: (np.concatenate([x for x, _ in each]), np.concatenate([y for _, y in each]))
            for noun, each in nouns.items()
        }
        for kind, nouns in parts.items()
    }


def draw(chances: Kinds, path: Path) -> None:
    """The share that is right against the probability, with the number of cases."""
    canvas = figure(3 * len(NOUNS), 3 * len(chances) + 0.4)
    axes = canvas.subplots(len(chances), len(NOUNS), squeeze=False)
    for line, (kind, nouns) in zip(axes, chances.items(), strict=True):
        line[0].set_ylabel(f"{kind}: share that is right")
        for axis, (noun, (chance, right)) in zip(line, nouns.items(), strict=False):
            rows = bins(chance, right)
            axis.plot([0, 1], [0, 1], color="0.7", linewidth=0.8)
            _, means, shares = np.reshape(rows, (-1, 3)).T
            axis.plot(means, shares, "o-", color="C3")
            for count, mean, share in rows:
                place = {"xytext": (3, -9), "textcoords": "offset points"}
                axis.annotate(str(count), (mean, share), fontsize="x-small", **place)
            axis.set(title=f"{noun}: ECE {calibration_error(chance, right):.3f}")
            axis.set(xlim=(0, 1), ylim=(0, 1.02), aspect="equal", xlabel="confidence")
    save([canvas], path)


def errors(chances: Kinds) -> list[tuple[str, ...]]:
    """For each kind of music and noun: cases, share right, mean confidence, calibration error."""
    return [
        (kind, noun, f"{len(right):,}", *map(number, (right.mean(), chance.mean(), error)))
        for kind, nouns in chances.items()
        for noun, (chance, right) in nouns.items()
        for error in [calibration_error(chance, right)]
    ]


def reliability(chances: Kinds) -> str:
    """For each noun a table of tenths of confidence, with the share that is right."""
    parts = []
    for kind, nouns in chances.items():
        for noun, (chance, right) in nouns.items():
            rows = [
                (f"{mean:.2f}", f"{share:.2f}", f"{count:,}")
                for count, mean, share in bins(chance, right)
            ]
            head = ("mean confidence", "share that is right", "cases")
            parts.append(f"#### {noun}, {kind}\n\n{table(head, rows)}")
    return "\n".join(parts)


def page(options: argparse.Namespace, chances: Kinds, picture: str) -> str:
    """The report as Markdown."""
    system: Any = opened(options.model)
    command = f"python studies/beats_confidence.py {' '.join(options.corpora)} --rendered RENDERED"
    command += " --data DATA" if options.data else ""
    command += f" --model {options.model}" if options.model != MODEL else ""
    weights = table(("model", "sha256"), [(system.name, f"`{system.digest[:12]}`")])
    shown = f"![Confidence and the share that is right, with numbers of cases]({picture})"
    sections = [
        ("Calibration error", table(ERRORS, errors(chances))),
        ("Reliability", f"{shown}\n\n{reliability(chances)}"),
        ("What might make this invalid", THREATS.read_text(encoding="utf-8")),
        ("Weights", f"{weights}\nThe code between sound and scores: `{code_digest()}`."),
    ]
    return written(
        "Confidence of beats", f"{command} --out reports/confidence.md", READING, sections
    )


def main() -> None:
    """Fit or test, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--rendered", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--split", default="test")
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    shipped = opened(options.model).task.sure
    chances: Kinds = {}
    for kind, nouns in collected(options).items():
        chances[kind] = {}
        for noun, (features, right) in nouns.items():
            coefficients = getattr(shipped, noun)
            if options.fit:
                coefficients = tuple(round(each, 2) for each in regression(features, right, RIDGE))
                print(f"    {noun}={coefficients},")
            chances[kind][noun] = confidence.logistic(features, coefficients), right
    print(aligned([ERRORS, *errors(chances)]))
    if options.out:
        picture = options.out.with_suffix(".png")
        draw(chances, picture)
        options.out.write_text(page(options, chances, picture.name), encoding="utf-8")


if __name__ == "__main__":
    main()
