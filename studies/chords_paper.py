"""The comparison of features in chords_features.json, as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lausch.errors import FormatError
from lausch.evaluation.bootstrap import mean, paired
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.evaluation.tables import MISSING, difference, number, score, table

FEATURES = "chords_features.json"
DEEP = "deep chroma"
MAJMIN = "majmin"


def read_features(path: Path) -> tuple[dict[str, Any], ...]:
    """The results of chords_features.py, if the file exists; FormatError for other contents."""
    if not path.is_file():
        return ()
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for entry in rows:
            _results(entry)
            if not isinstance(entry["inputs"] + entry["context"] + entry["frames"], int):
                raise ValueError("`inputs`, `context` and `frames` are whole numbers")
            number(entry["validation"]), entry["digest"][:12]
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"{path} is not what studies/chords_features.py writes ({error}): it was cut short "
            "or edited; run the comparison again, or take the file away"
        ) from error
    return tuple(rows)


def features(evidence: Evidence) -> str:
    """A row for each feature, the learnt one last."""
    entries = {entry["name"]: entry for entry in evidence.inputs.get(FEATURES, ())}
    if DEEP not in entries:
        return ""
    deep = _results(entries[DEEP])
    rows = [
        (
            name,
            f"{entry['inputs']:,}",
            number(entry["validation"]),
            score(mean(_results(entry), MAJMIN)),
            difference(paired(deep, _results(entry), MAJMIN)) if name != DEEP else MISSING,
        )
        for name, entry in entries.items()
    ]
    first = entries[DEEP]
    text = (
        "The paper's question: with the same classifier, a logistic regression on single frames "
        "and those around them, without a model of time, which feature tells chords best? Each "
        f"classifier learnt from {first['frames']:,} frames of "
        "the training tracks and kept the weights with the best accuracy on validation tracks. "
        f"From `studies/chords_features.py`, with the extractor `{first['digest'][:12]}`."
    )
    head = ("feature", "inputs", "right frames, validation", "majmin, test", f"{DEEP} minus it")
    return f"{text}\n\n{table(head, rows)}"


def older(evidence: Evidence) -> bool:
    """Whether the comparison was made with other weights than those of the page."""
    digests = {entry["digest"] for entry in evidence.inputs.get(FEATURES, ())}
    return bool(digests) and digests != {evidence.digests.get("korzeniowski2016")}


def _results(entry: Mapping[str, Any]) -> list[Result]:
    return [
        Result(entry["name"], corpus, track, song, 0.0, {MAJMIN: float(value)})
        for corpus, track, song, value in entry["tracks"]
        if value == value  # NaN where no chord is major or minor
    ]
