"""Chords and keys as the observations of JAMS, namespaces `chord` and `key_mode`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lausch.annotation import Chords, Key
from lausch.annotation.key import key_name
from lausch.errors import AnnotationError
from lausch.formats.chords import chords_of
from lausch.formats.key import WORDS, key_of, rows_of
from lausch.formats.parts import Part, harmonic_parts

Rows = list[dict[str, Any]]


def chord_rows(chords: Chords) -> Rows:
    """The value is the label in Harte's syntax."""
    return [_row(part, part[2]) for part in harmonic_parts(chords)]


def chords_in(rows: Mapping[str, Rows], name: str) -> Chords:
    """The inverse, also from `chord_harte`."""
    first = next(iter(rows.values()), [])
    return chords_of(_parts(first), f"{name}, chords")


def key_rows(key: Key, duration: float) -> Rows:
    """The value is a tonic and a mode, `Bb:major`; one row for each region, or for the whole."""
    return [_row(part, _value(part[2])) for part in rows_of(key, duration)]


def key_in(rows: Rows, name: str) -> Key:
    """The inverse; rows without a key, or in a mode that is none of ours, are left out."""
    return key_of([part for part in _parts(rows) if _is_key(part[2])], f"{name}, key")


def _value(label: str) -> str:
    tonic, _, mode = label.partition(":")
    return f"{tonic}:{WORDS[mode]}"


def _is_key(label: str) -> bool:
    try:
        return bool(key_name(label))
    except AnnotationError:
        return False


def _row(part: Part, value: str) -> dict[str, Any]:
    start, end, _, sure = part
    return {"time": start, "duration": end - start, "value": value, "confidence": round(sure, 4)}


def _parts(rows: Rows) -> Iterable[Part]:
    for row in rows:
        start, sure = float(row["time"]), row.get("confidence")
        end = start + float(row["duration"])
        yield start, end, str(row["value"]), 1.0 if sure is None else float(sure)
