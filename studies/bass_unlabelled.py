"""The effect of different amounts of unlabelled sound on the self-trained bass network.

    python studies/bass_unlabelled.py --corpora RENDERED [--work WORK] [--hours 0.5 1 2]

`abesser2017m22` is trained by its recipe with each amount, on labels of the shipped `abesser2017`.
It is scored on the test tracks of `basses`, together with the shipped models. Beat accuracies go to
reports/bass_unlabelled.json, which `studies/bass.py` reads. Models in WORK are not trained again.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.metrics.bass import beat_accuracy
from lausch.models.model import Model, read_weights
from lausch.systems import system
from lausch.tasks.bass import BassTracking
from lausch.training.run import run

STUDENT = "abesser2017m22"
OUT = Path("reports/bass_unlabelled.json")


def scored(models: list[Model], tracks: list[Track]) -> list[list[list[Any]]]:
    """For each model: track, song, and beat accuracy, of tracks in which the bass is on a beat."""
    rows: list[list[list[Any]]] = [[] for _ in models]
    for track in tracks:
        truth = BassTracking().read(track)
        sound = track.load(models[0].rate)
        for model, mine in zip(models, rows, strict=True):
            bass_line = model.decode(model.activations(sound), beats=truth.beats)
            right, _, _ = beat_accuracy(truth.bass_line().beats, bass_line.beats)
            if right == right:  # NaN without any such beat
                mine.append([track.name, track.song, round(right, 4)])
    return rows


def student(hours: float, corpora: Path, work: Path, teacher: bytes) -> Model:
    """The student, trained with this many hours of its unlabelled corpora."""
    base = system(STUDENT)
    unlabelled = base.recipe.unlabelled
    assert unlabelled is not None
    recipe = replace(base.recipe, unlabelled=replace(unlabelled, hours=hours))
    out = work / f"{STUDENT}-{hours:g}h.onnx"
    if out.is_file():
        return Model(out.read_bytes())
    run(
        replace(base, recipe=recipe),
        [each for name in recipe.corpora for each in open_corpus(name, rendered=corpora)],
        unlabelled=[
            each for name in unlabelled.corpora for each in open_corpus(name, rendered=corpora)
        ],
        teacher=teacher,
        cache=work / "cache",
        folder=work / f"{hours:g}h",
        out=out,
        resume=True,
        jobs=1,
        command="python studies/bass_unlabelled.py --corpora RENDERED",
    )
    return Model(out.read_bytes())


def main() -> None:
    """Train the missing models, and score all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    parser.add_argument("--hours", type=float, nargs="*", default=[0.5, 1.0, 2.0])
    options = parser.parse_args()
    torch.set_num_threads(1)
    teacher = read_weights("abesser2017")
    (basses,) = open_corpus("basses", rendered=options.corpora)
    tracks = [track for track in basses.split("test") if track.has("bass")]
    models = [Model(teacher), Model(read_weights(STUDENT))]
    models += [student(hours, options.corpora, options.work, teacher) for hours in options.hours]
    table = [
        {
            "model": model.name,
            "hours": round(model.card.training.get("unlabelled", {"hours": 0.0})["hours"], 2),
            "sha256": model.digest,
            "tracks": rows,
        }
        for model, rows in zip(models, scored(models, tracks), strict=True)
    ]
    OUT.write_text(json.dumps(sorted(table, key=lambda row: row["hours"])) + "\n")


if __name__ == "__main__":
    main()
