"""What `studies/bass_unlabelled.py` found, as a table: by hours without labels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lausch.errors import FormatError
from lausch.evaluation.tables import MISSING, difference, score, table
from lausch.evaluation.bootstrap import mean, paired

_BEAT = "beat accuracy"


@dataclass(frozen=True)
class _Row:
    corpus: str
    track: str
    song: str
    scores: dict[str, float]

    @property
    def key(self) -> tuple[str, str]:
        return self.corpus, self.track


def _rows(entry: Mapping[str, Any]) -> list[_Row]:
    return [_Row("basses", track, song, {_BEAT: value}) for track, song, value in entry["tracks"]]


def read_unlabelled(path: Path) -> tuple[dict[str, Any], ...]:
    """What the benchmark wrote; nothing without the file.

    Raises
    ------
    FormatError : the file holds something else.
    """
    if not path.is_file():
        return ()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for entry in found:
            if not (isinstance(entry["hours"], float | int) and isinstance(entry["model"], str)):
                raise ValueError("an entry has a number of `hours` and the name of a `model`")
            _rows(entry)
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"{path} is not what studies/bass_unlabelled.py writes ({error}): it was cut short "
            "or edited; run the benchmark again, or take the file away"
        ) from error
    return tuple(found)


def by_hours(found: Sequence[Mapping[str, Any]]) -> str:
    """A row for each amount; empty when nothing was found."""
    if not found:
        return ""
    ordered = sorted(found, key=lambda entry: entry["hours"])
    teacher = _rows(ordered[0])
    rows = [
        (f"{entry['hours']:.1f}", entry["model"], score(mean(_rows(entry), _BEAT)),
         difference(paired(_rows(entry), teacher, _BEAT)) if place else MISSING)
        for place, entry in enumerate(ordered)
    ]  # fmt: skip
    head = ("hours without labels", "model", _BEAT, f"minus {ordered[0]['model']}")
    text = "Test tracks of `basses`; 0 hours is the teacher. From `studies/bass_unlabelled.py`."
    return f"{text}\n\n{table(head, rows)}"
