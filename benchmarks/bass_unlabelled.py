"""How much sound without labels helps the self-trained bass network: one amount after the other.

    python benchmarks/bass_unlabelled.py --corpora RENDERED [--work WORK] [--hours 0.5 1 2]

`abesser2017m22` is trained with each amount as its recipe says, by the labels of the shipped
`abesser2017`, and scored on the test tracks of `basses` beside the shipped models. Beat accuracies
go to reports/bass_unlabelled.json, where `lausch report bass` finds them; amounts that stand there
already are kept.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from lausch.bass_agreement import beat_accuracy
from lausch.corpora.registry import open_corpus
from lausch.corpora.track import Track
from lausch.model import Model, read_weights
from lausch.systems import system
from lausch.tasks.bass import BassTracking
from lausch.training.run import run

STUDENT = "abesser2017m22"
OUT = Path("reports/bass_unlabelled.json")


def scored(model: Model, tracks: list[Track]) -> list[list[Any]]:
    """Track, song, and beat accuracy where the bass sounds on a beat."""
    rows = []
    for track in tracks:
        truth = BassTracking().read(track)
        line = model.decode(model.activations(track.load(model.rate)), beats=truth.beats)
        right, _, _ = beat_accuracy(truth.line().beats, line.beats)
        if right == right:  # no beat at all is no number
            rows.append([track.name, track.song, round(right, 4)])
    return rows


def trained(hours: float, corpora: Path, work: Path, teacher: bytes) -> Model:
    """The student with so many hours of its unlabelled corpora."""
    found = system(STUDENT)
    taught = found.recipe.unlabelled
    assert taught is not None
    recipe = replace(found.recipe, unlabelled=replace(taught, hours=hours))
    out = work / f"{STUDENT}-{hours:g}h.onnx"
    run(
        replace(found, recipe=recipe),
        [each for name in recipe.corpora for each in open_corpus(name, rendered=corpora)],
        unlabelled=[
            each for name in taught.corpora for each in open_corpus(name, rendered=corpora)
        ],
        teacher=teacher,
        cache=work / "cache",
        folder=work / f"{hours:g}h",
        out=out,
        resume=True,
        jobs=1,
        command="python benchmarks/bass_unlabelled.py --corpora RENDERED",
    )
    return Model(out.read_bytes())


def main() -> None:
    """Train and score what is not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs"))
    parser.add_argument("--hours", type=float, nargs="*", default=[0.5, 1.0, 2.0])
    given = parser.parse_args()
    torch.set_num_threads(1)
    teacher = read_weights("abesser2017")
    (basses,) = open_corpus("basses", rendered=given.corpora)
    tracks = [track for track in basses.split("test") if track.bassed]
    table: list[dict[str, Any]] = json.loads(OUT.read_text()) if OUT.exists() else []
    shipped = [Model(teacher), Model(read_weights(STUDENT))]
    for hours in [*given.hours, None]:
        if hours is not None and any(row["asked"] == hours for row in table):
            continue
        models = shipped if hours is None else [trained(hours, given.corpora, given.work, teacher)]
        for model in models:
            known = model.card.training.get("unlabelled", {"hours": 0.0})
            table = [row for row in table if row["sha256"] != model.digest]
            table.append(
                {
                    "asked": hours,
                    "model": model.name,
                    "hours": round(known["hours"], 2),
                    "sha256": model.digest,
                    "tracks": scored(model, tracks),
                }
            )
            OUT.write_text(json.dumps(sorted(table, key=lambda row: row["hours"])) + "\n")


if __name__ == "__main__":
    main()
