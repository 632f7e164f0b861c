"""Results follow a recording that was moved or renamed, without analysing it again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lausch.batches.rows import Result, Row
from lausch.batches.stamps import GONE, Stamp, content, is_same, stamp
from lausch.errors import LauschError
from lausch.files import absolute, printable, replacing
from lausch.formats.registry import FORMATS

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.batches.journal import Journal
    from lausch.cli.job import Job

WHOLE = "json"
"""The format from which all others can be written."""
NAMED = frozenset({"plot"})
"""Kinds of sounds and pictures that name their recording, as formats may."""


class Lost:
    """Recordings of a journal that are no longer where they were, by their content."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._sizes: set[int] = set()
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            if row.content and stamp(row.path) == GONE:
                self._sizes.add(row.stamp.size)
                self._rows.setdefault(row.content, []).append(row)

    def found(self, path: Path, now: Stamp) -> Row | None:
        """The row of a recording that is at this path now; it is read only if one has its size."""
        if now.size not in self._sizes:
            return None
        rows = self._rows.get(content(path), [])
        return rows.pop()._replace(stamp=now) if rows else None


def follow(journal: Journal, row: Row, job: Job, path: Path) -> None:
    """Bring the results of a recording to where those of its new path belong.

    New files are written first, then the journal, and then the old ones go: whenever this is
    interrupted it can be done again. A result that names its recording, and cannot be written
    anew to the byte, is left out and so made again.
    """
    results = journal.results(row)
    wanted = _places(job, results)
    whole = results.get(WHOLE)
    analysis = None if whole is None else _read(whole.path)
    moved: dict[str, Result] = {}
    old: list[Path] = []
    for kind, result in results.items():
        place = absolute(wanted.get(kind, result.path))
        now = stamp(result.path)
        if place == result.path or now == GONE:
            moved[kind] = result
            continue
        same = is_same(result.path, now, result.stamp, result.content)
        data = _content(kind, result, analysis, job.path) if same else result.path.read_bytes()
        if data is None or (stamp(place) != GONE and place.read_bytes() != data):
            old += [result.path] * same
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with replacing(place) as temporary:
            temporary.write_bytes(data)
        # What was edited by hand is still told from what was written.
        known = (stamp(place), content(place)) if same else (result.stamp, result.content)
        moved[kind] = Result(place, result.making, *known)
        old.append(result.path)
    journal.move(row, path, moved)
    for each in old:
        with suppress(OSError):
            each.unlink()
        _tidy(each.parent, journal.folder)


def _places(job: Job, results: Mapping[str, Result]) -> dict[str, Path]:
    """Where results of every kind belong that a recording has."""
    places = dict(job.places)
    if not job.files:
        return places
    name, first = job.files[0]
    base = os.fspath(first).removesuffix(FORMATS[name].suffix)
    others = {kind: Path(base + FORMATS[kind].suffix) for kind in results if kind in FORMATS}
    return others | places


def _content(kind: str, result: Result, analysis: Analysis | None, path: Path) -> bytes | None:
    """The file with the new name of its recording; None if that cannot be written."""
    data = result.path.read_bytes()
    entry = FORMATS.get(kind)
    if not (kind in NAMED if entry is None else entry.named):
        return data
    if entry is None or analysis is None or analysis.provenance is None:
        return None
    from lausch.formats import encoded

    origin = replace(analysis.provenance, name=printable(path))
    if encoded(analysis, kind) != data:  # edited, or more than the other file knows
        return None
    return encoded(replace(analysis, provenance=origin), kind)


def _read(path: Path) -> Analysis | None:
    from lausch import formats

    try:
        return formats.read(path, WHOLE)
    except (LauschError, OSError):
        return None


def _tidy(folder: Path, top: Path) -> None:
    """Remove folders that are empty now."""
    with suppress(OSError):
        while folder != top and folder.is_relative_to(top):
            folder.rmdir()
            folder = folder.parent
