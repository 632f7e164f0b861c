"""Whether chords are right as often as their confidence says, as a Markdown page.

    python studies/chord_confidence.py --rendered RENDERED [--out reports/chord_confidence.md]

The default model of chords finds those of the validation tracks of rendered `jazz`, `pop`, `charts`
and `drums`, on beats by `lausch2026`. A chord is right as long as it is that of the score, in the
vocabulary of 121. The two constants of `decoding/chords.py` are fitted to all tracks; the table is
of ten folds of tracks, each with constants from the other nine.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np

from lausch import __version__
from lausch.annotation.vocabulary import NONE, class_of
from lausch.audio import open_audio
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.decoding.chords import CONFIDENCE
from lausch.evaluation.tables import table
from lausch.models.model import Model, default_model, load_model

KINDS = ("jazz", "pop", "charts", "drums")
FOLDS, EDGES = 10, np.arange(0, 1.01, 0.1)
ROUNDS = 200


def rows_of(track: Track, model: Model, finder: Model) -> np.ndarray:
    """For each chord its clarity, the share of its time that is right, and the seconds known."""
    recording = open_audio(track.audio, model.rate).shared()
    activations = model.activations(recording)
    activations = recording.sounding.masked(activations)
    beats = finder.decode(finder.activations(open_audio(recording, finder.rate)))
    found, clock = model.decode(activations, beats=beats), activations.clock
    times = clock.times(len(activations))
    truth = np.array([class_of(label) for label in track.read("chords").at(times)])
    slope, offset = CONFIDENCE
    rows = []
    for (start, end), label, sure in zip(
        found.intervals, found.labels, found.confidence, strict=True
    ):
        inside = truth[(times >= start) & (times < end)]
        inside = inside[inside != NONE]
        if len(inside):
            clear = (np.log(sure / (1 - sure)) - offset) / slope
            rows.append((clear, np.mean(inside == class_of(label)), len(inside) / clock.fps))
    return np.array(rows).reshape(-1, 3)


def fitted(rows: np.ndarray) -> np.ndarray:
    """Slope and offset by Newton's method on the cross-entropy, weighted by seconds."""
    inputs = np.column_stack([rows[:, 0], np.ones(len(rows))])
    right, seconds = rows[:, 1], rows[:, 2]
    weights = np.zeros(2)
    for _ in range(ROUNDS):
        chances = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (seconds * (chances - right)) + 1e-3 * weights
        curve = (inputs * (seconds * chances * (1 - chances))[:, None]).T @ inputs
        step = np.linalg.solve(curve + 1e-3 * np.eye(2), slope)
        weights -= step / max(1.0, float(np.abs(step).max()))
    return weights


def held_out(tracks: list[np.ndarray]) -> np.ndarray:
    """Confidence of every chord by constants of other tracks, share right, and seconds."""
    parts = []
    for fold in range(FOLDS):
        others = [rows for at, rows in enumerate(tracks) if at % FOLDS != fold]
        slope, offset = fitted(np.concatenate(others))
        for rows in tracks[fold::FOLDS]:
            chances = 1 / (1 + np.exp(-(slope * rows[:, 0] + offset)))
            parts.append(np.column_stack([chances, rows[:, 1:]]))
    return np.concatenate(parts)


def page(tracks: list[np.ndarray], model: Model, finder: Model) -> str:
    """The table, the error of calibration, and the constants."""
    rows = held_out(tracks)
    lines, error = [], 0.0
    for low, high in pairwise(EDGES):
        some = rows[(rows[:, 0] >= low) & (rows[:, 0] < high)]
        if len(some):
            said, right = (np.average(some[:, at], weights=some[:, 2]) for at in (0, 1))
            error += some[:, 2].sum() * abs(said - right)
            minutes = f"{some[:, 2].sum() / 60:.1f}"
            lines.append(
                (f"{low:.1f} to {high:.1f}", str(len(some)), minutes, f"{said:.2f}", f"{right:.2f}")
            )
    slope, offset = fitted(np.concatenate(tracks))
    head = ("confidence", "chords", "minutes", "mean confidence", "share of time right")
    return (
        "# Confidence of chords\n\n"
        "Written by `python studies/chord_confidence.py --rendered RENDERED`, lausch "
        f"{__version__}. `{model.name}` ({model.digest[:12]}), on beats by `{finder.name}` "
        f"({finder.digest[:12]}), on {len(tracks)} validation tracks; confidence by "
        "constants that were fitted to other tracks. The mean of their differences is "
        f"{error / rows[:, 2].sum():.3f}. Fitted to all tracks, the slope is {slope:.3f} and the "
        f"offset {offset:.3f}; the decoder has {CONFIDENCE[0]} and {CONFIDENCE[1]}.\n\n"
        + table(head, lines)
        + THREATS
    )


THREATS = """

## What might make this invalid

- **Validation tracks chose the model's settings**, too; on others chords are right less often.
- **Music is rendered**, and one model was measured: other systems share its constants, though their
scores are of another scale.
- **Few tracks**: chords of one track are right or wrong together.

## Again

```console
lausch corpus render --data DATA --out RENDERED --kinds jazz,pop --hours 2.5
lausch corpus render --data DATA --out RENDERED --kinds charts,drums --hours 2
python studies/chord_confidence.py --rendered RENDERED --out reports/chord_confidence.md
```
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True, help="`lausch corpus render`'s")
    parser.add_argument("--out", type=Path, help="write the page here as well")
    options = parser.parse_args()
    model, finder = load_model(default_model("chords")), load_model("lausch2026")
    tracks = [
        rows_of(track, model, finder)
        for kind in KINDS
        for track in open_corpus(kind, rendered=options.rendered)[0].split("validation")
        if track.has("chords")
    ]
    text = page([rows for rows in tracks if len(rows)], model, finder)
    print(text, end="")
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
