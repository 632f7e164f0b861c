"""The table of a batch: a row for each recording, for spreadsheets, pandas and databases."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lausch.errors import LauschError
from lausch.files import replacing

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.cli.job import Job

Cell: TypeAlias = "str | int | float | None"
Cells: TypeAlias = "dict[str, Cell]"
DONE, KEPT, OTHER, FAILED = "done", "kept", "other", "failed"


def _beats(analysis: Analysis) -> Cells:
    beats = analysis.beats
    if beats is None:
        return {}
    tactus = " ".join(f"{each.start:.1f}-{each.end:.1f}" for each in beats.other_tactus)
    return {
        "beats": len(beats),
        "beats_per_bar": beats.beats_per_bar,
        "other_tactus_s": tactus,
    }


def _tempo(analysis: Analysis) -> Cells:
    tempo = analysis.tempo
    if tempo is None or not len(tempo):
        return {}
    other = dict(zip(("tempo_bpm", "other_tempo_bpm"), tempo.bpm, strict=False))
    return {name: round(bpm, 2) for name, bpm in other.items()}


def _solo(analysis: Analysis) -> Cells:
    contour = analysis.contour
    sounding = None if contour is None or not len(contour) else float(contour.voiced.mean())
    return {
        "solo_notes": None if analysis.solo is None else len(analysis.solo),
        "solo_sounding": None if sounding is None else round(sounding, 4),
    }


def _bass(analysis: Analysis) -> Cells:
    return {} if analysis.bass is None else {"bass_notes": len(analysis.bass.notes)}


def _sections(analysis: Analysis) -> Cells:
    form = analysis.sections
    if form is None:
        return {}
    return {
        "sections": len(form.coarse),
        "phrases": None if form.fine is None else len(form.fine),
        "form": " ".join(label or "-" for label in form.coarse.labels),
    }


CELLS: dict[str, Callable[[Analysis], Cells]] = {
    "tempo": _tempo,
    "beats": _beats,
    "downbeats": lambda analysis: {"downbeats": len(analysis.downbeats)},
    "onsets": lambda analysis: {"onsets": len(analysis.read("onsets"))},
    "drums": lambda analysis: {"strokes": len(analysis.read("drums"))},
    "solo": _solo,
    "bass": _bass,
    "sections": _sections,
}
"""For each layer what the table holds of it, by the name of its column."""


def cells(analysis: Analysis) -> Cells:
    """Everything that the table holds of an analysis."""
    row: Cells = {"duration_s": analysis.duration and round(analysis.duration, 3)}
    for layer in analysis.layers:
        row |= CELLS[layer](analysis) if layer in CELLS else {}
    origin = analysis.provenance
    models = (f"{each.name} {each.digest[:12]}".strip() for each in analysis.makers)
    return row | {
        "models": "; ".join(models),
        "lausch": analysis.version,
        "sha256_pcm": "" if origin is None else origin.sha256_pcm,
        "notes": "" if origin is None else "; ".join(origin.notes),
    }


def kept_cells(job: Job) -> Cells:
    """What the first result of a recording says that can be read; nothing if none can."""
    from lausch import formats

    for name, path in job.files:
        try:
            return cells(formats.read(path, name))
        except (LauschError, OSError):
            continue
    return {}


def write_table(path: Path, rows: Iterable[Mapping[str, Cell]]) -> None:
    """Write rows as CSV in UTF-8; a column for everything that any row holds.

    Parameters
    ----------
    path : file to write; replaced if it exists.
    rows : by column; a row may lack some.
    """
    every = list(rows)
    columns = list(dict.fromkeys(name for row in every for name in row))
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file,
    ):
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(sorted(every, key=lambda row: str(row.get("recording", ""))))
