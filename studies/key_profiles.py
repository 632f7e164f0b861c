"""Fits how the tones of its chords tell the key of a piece.

    python studies/key_profiles.py --rendered RENDERED

Writes src/lausch/decoding/key_profiles.json: weights of a multinomial regression over the 24 keys,
on the training tracks of rendered `jazz`, `pop`, `charts` and `drums` whose key is known. Its
inputs are the shares of each pitch class in the tones of the chords that `chord-templates` finds,
counted from the tonic, with weights of their own for major and minor, and the log-probability of
the key by the successions of chords. The ridge was chosen by five folds of training songs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from lausch.annotation.key import KEY_NAMES, key_number
from lausch.audio import open_audio
from lausch.corpora.registry import open_corpus
from lausch.decoding.harmony import harmony
from lausch.decoding.key_profiles import log_shares, tones, turned
from lausch.formulas.key_successions import FORMULA
from lausch.metrics.key import weighted

KINDS = ("jazz", "pop", "charts", "drums")
RIDGE = 0.01
STEPS = 60
OUT = Path(__file__).parents[1] / "src" / "lausch" / "decoding" / "key_profiles.json"
FOLDS = 5
Row = tuple[np.ndarray, np.ndarray, int, str]


def rows_of(rendered: Path, kind: str) -> list[Row]:
    """Inputs of the regression for each training track, (24, 25) and (24,); key and song."""
    rows = []
    known = harmony(FORMULA.chords.task.labels_found)
    for track in open_corpus(kind, rendered=rendered)[0].split("train"):
        if not track.has("key") or not track.read("key").name:
            continue
        recording = open_audio(track.audio, FORMULA.rate)
        activations = FORMULA.chords.activations(recording)
        task = FORMULA.chords.task
        path = task.decoder.path(
            task.scores(recording.sounding.masked(activations)),
            task.labels_found,
            fps=activations.clock.fps,
        )
        seconds = np.diff(path.edges) / activations.clock.fps
        shares = FORMULA.task.decoder.posteriors(known, path.labels, seconds)
        inputs = turned(tones(path.labels, seconds))
        key = key_number(track.read("key").name)
        rows.append((inputs, log_shares(shares, seconds), key, track.song))
    return rows


def fitted(rows: list[Row], ridge: float = RIDGE) -> np.ndarray:
    """Weights of the inputs and the power of the successions, by Newton's method."""
    features = np.stack([np.column_stack([inputs, prior]) for inputs, prior, *_ in rows])
    truth = np.array([key for _, _, key, _ in rows])
    hold = np.full(features.shape[2], ridge)
    hold[-1] = 1e-6
    weights = np.zeros(features.shape[2])
    for _ in range(STEPS):
        odds = features @ weights
        chances = np.exp(odds - odds.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        mean = np.einsum("nk,nkd->nd", chances, features)
        slope = (mean - features[np.arange(len(truth)), truth]).sum(axis=0) + hold * weights
        square = np.einsum("nk,nkd,nke->de", chances, features, features)
        curve = square - mean.T @ mean + np.diag(hold + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights = weights - step / max(1.0, float(np.abs(step).max()) / 5)
    return weights


def by_folds(rows: list[Row]) -> tuple[float, float]:
    """Mean weighted score of songs that were left out, by successions alone and with tones."""
    alone, both = [], []
    for fold in range(FOLDS):
        weights = fitted([row for row in rows if fold_of(row[-1]) != fold])
        for inputs, prior, key, song in rows:
            if fold_of(song) == fold:
                found = int((inputs @ weights[:-1] + weights[-1] * prior).argmax())
                both.append(weighted(KEY_NAMES[key], KEY_NAMES[found]))
                alone.append(weighted(KEY_NAMES[key], KEY_NAMES[int(prior.argmax())]))
    return float(np.mean(alone)), float(np.mean(both))


def fold_of(song: str) -> int:
    return int(hashlib.sha256(song.encode()).hexdigest(), 16) % FOLDS


def document(weights: np.ndarray, count: int) -> str:
    """The file."""
    size = (len(weights) - 2) // 2
    table = {
        "notice": f"Fitted by studies/key_profiles.py on {count} training tracks of rendered "
        f"{', '.join(KINDS)}, whose keys are those of the Weimar Jazz Database (ODbL 1.0), McGill "
        "Billboard (CC0) and POP909 (MIT).",
        "major": np.round(weights[:size], 3).tolist(),
        "minor": np.round(weights[size : 2 * size], 3).tolist(),
        "minor_offset": round(float(weights[-2]), 3),
        "power": round(float(weights[-1]), 4),
    }
    return json.dumps(table, indent=1).replace(",\n  ", ", ").replace("[\n  ", "[") + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, required=True, help="`lausch corpus render`'s")
    options = parser.parse_args()
    rows: list[Row] = []
    for kind in KINDS:
        rows += rows_of(options.rendered, kind)
        print(f"{kind}: {len(rows)} tracks so far", file=sys.stderr, flush=True)
    assert len(KEY_NAMES) == rows[0][0].shape[0]
    OUT.write_text(document(fitted(rows), len(rows)), encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"), end="")
    print(
        "of songs left out: {:.3f} by successions alone, {:.3f} with tones".format(*by_folds(rows))
    )


if __name__ == "__main__":
    main()
