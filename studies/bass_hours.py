"""What hours of unlabelled sound do to the bass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lausch.errors import FormatError
from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.evaluation.tables import MISSING, difference, score, table

BEAT = "beat accuracy"


UNLABELLED = "bass_unlabelled.json"


def series(evidence: Evidence) -> str:
    """The training of each model of the series."""
    rows = []
    for name, card in sorted(evidence.cards.items()):
        settings = card.recipe.get("unlabelled") or {}
        more = card.training.get("unlabelled", {})
        tau = f"{settings['confidence']:g}" if settings else MISSING
        rows.append((name, f"{card.training['hours']:.1f}", f"{more.get('hours', 0.0):.1f}", tau,
                     f"{card.training['validation_loss']:.4f}",
                     f"{card.training['seconds'] / 60:.1f}"))  # fmt: skip
    head = ("model", "labelled hours", "unlabelled hours", "confidence", "validation loss",
            "minutes")  # fmt: skip
    return table(head, rows) if rows else ""


def read_unlabelled(path: Path) -> tuple[dict[str, Any], ...]:
    """The results of bass_unlabelled.py, if the file exists; FormatError for other contents."""
    if not path.is_file():
        return ()
    try:
        amounts = json.loads(path.read_text(encoding="utf-8"))
        for entry in amounts:
            if not (isinstance(entry["hours"], float | int) and isinstance(entry["model"], str)):
                raise ValueError("an entry has a number of `hours` and the name of a `model`")
            _results(entry)
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"{path} is not what studies/bass_unlabelled.py writes ({error}): it was cut short "
            "or edited; run the benchmark again, or take the file away"
        ) from error
    return tuple(amounts)


def by_hours(evidence: Evidence) -> str:
    """A row for each amount of unlabelled sound."""
    amounts = sorted(evidence.inputs.get(UNLABELLED, ()), key=lambda entry: entry["hours"])
    if not amounts:
        return ""
    teacher = _results(amounts[0])
    rows = [
        (f"{entry['hours']:.1f}", entry["model"], score(mean(_results(entry), BEAT)),
         difference(paired(_results(entry), teacher, BEAT)) if place else MISSING)
        for place, entry in enumerate(amounts)
    ]  # fmt: skip
    head = ("hours without labels", "model", BEAT, f"minus {amounts[0]['model']}")
    text = "Test tracks of `basses`; 0 hours is the teacher. From `studies/bass_unlabelled.py`."
    return f"{text}\n\n{table(head, rows)}"


def _results(entry: Mapping[str, Any]) -> list[Result]:
    return [
        Result(entry["model"], "basses", track, song, 0.0, {BEAT: value})
        for track, song, value in entry["tracks"]
    ]
