"""The document of a page: everything that it shows and plays, but for pictures and sound."""

from __future__ import annotations

from dataclasses import fields
from pathlib import PureWindowsPath
from typing import Any

from lausch.annotation.analysis import Analysis
from lausch.annotation.times import clock_time
from lausch.files import printable
from lausch.web.lanes import Lane, lanes_of
from lausch.web.likeness import likeness_of
from lausch.web.voices import voices_of

VERSION = 5
"""Of the document; the page refuses others."""


def document_of(
    analysis: Analysis, name: str, lanes: list[Lane] | None = None, **entries: Any
) -> dict[str, Any]:
    """Title, facts, lanes and voices of an analysis; `name` is shown, and is a path or a title."""
    return {
        "version": VERSION,
        "title": title_of(name),
        "duration": analysis.duration or 0.0,
        "facts": facts_of(analysis),
        "lanes": [entry_of(lane) for lane in (lanes_of(analysis) if lanes is None else lanes)],
        "voices": voices_of(analysis),
        "likeness": likeness_of(analysis),
        **entries,
    }


def title_of(name: str) -> str:
    """The last part of a path, of either system."""
    return printable(PureWindowsPath(name).name or name)


def facts_of(analysis: Analysis) -> list[list[str]]:
    """Rows of a table: what was analysed, and by which models."""
    rows = [] if analysis.duration is None else [["length", clock_time(analysis.duration)]]
    rows += [["model", f"{each.name} ({each.digest[:12]})"] for each in analysis.makers]
    if analysis.version:
        rows.append(["lausch", analysis.version])
    if analysis.provenance is not None:
        rows += [["note", note] for note in analysis.provenance.notes]
    return rows


def entry_of(lane: Lane) -> dict[str, Any]:
    """A lane as the page has it."""
    return {each.name: getattr(lane, each.name) for each in fields(lane)}
