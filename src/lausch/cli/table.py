"""The table of a batch: a row for each recording, for spreadsheets, pandas and databases.

With the suffix .xml it is a collection of rekordbox, with the grid of each recording.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lausch.errors import LauschError, OptionError
from lausch.files import printable, replacing

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis
    from lausch.annotation.melody import Floats
    from lausch.cli.job import Job

Cell: TypeAlias = "str | int | float | None"
Cells: TypeAlias = "dict[str, Cell]"
DONE, KEPT, OTHER, FAILED = "done", "kept", "other", "failed"
TABLE, COLLECTION = ".csv", ".xml"


class Entry(NamedTuple):
    """What a table holds of a recording, and its element in a collection; "" if it has none."""

    cells: Cells
    track: str = ""


def checked_suffix(path: Path) -> None:
    """Raise OptionError if neither a table nor a collection is called so."""
    if path.suffix.lower() not in (TABLE, COLLECTION):
        raise OptionError(
            f"{printable(path)}: --summary writes a table (.csv) or a collection of rekordbox "
            "(.xml)"
        )


def _beats(analysis: Analysis) -> Cells:
    beats = analysis.beats
    if beats is None:
        return {}
    tactus = " ".join(f"{each.start:.1f}-{each.end:.1f}" for each in beats.other_tactus)
    return {
        "beats": len(beats),
        "beats_per_bar": beats.beats_per_bar,
        "other_tactus_s": tactus,
        "beat_confidence": _mean(beats.confidence),
        "metre_confidence": _sure(beats.metre_confidence),
    }


def _sure(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)


def _mean(confidence: Floats | None) -> float | None:
    return None if confidence is None or not len(confidence) else _sure(float(confidence.mean()))


def _tempo(analysis: Analysis) -> Cells:
    tempo = analysis.tempo
    if tempo is None or not len(tempo):
        return {}
    other = dict(zip(("tempo_bpm", "other_tempo_bpm"), tempo.bpm, strict=False))
    sure: Cells = {"tempo_confidence": _sure(tempo.confidence)}
    return {**{name: round(bpm, 2) for name, bpm in other.items()}, **sure}


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


def _chords(analysis: Analysis) -> Cells:
    labels = analysis.read("chords").labels
    sure = _mean(analysis.read("chords").confidence)
    return {"chords": len(labels), "different_chords": len(set(labels)), "chord_confidence": sure}


def _key(analysis: Analysis) -> Cells:
    key = analysis.read("key")
    regions = " ".join(key.labels)
    return {"key": key.name, "key_regions": regions, "key_confidence": _sure(key.confidence)}


CELLS: dict[str, Callable[[Analysis], Cells]] = {
    "tempo": _tempo,
    "beats": _beats,
    "downbeats": lambda analysis: {"downbeats": len(analysis.downbeats)},
    "onsets": lambda analysis: {"onsets": len(analysis.read("onsets"))},
    "drums": lambda analysis: {"strokes": len(analysis.read("drums"))},
    "solo": _solo,
    "bass": _bass,
    "chords": _chords,
    "key": _key,
    "sections": _sections,
    "tags": lambda analysis: {"tags": "; ".join(analysis.read("tags").present)},
}
"""For each layer what the table holds of it, by the name of its column."""

COLUMNS: dict[str, type[str | int | float]] = {
    "duration_s": float,
    "tempo_bpm": float,
    "other_tempo_bpm": float,
    "tempo_confidence": float,
    "beats": int,
    "beats_per_bar": int,
    "other_tactus_s": str,
    "beat_confidence": float,
    "metre_confidence": float,
    "downbeats": int,
    "onsets": int,
    "strokes": int,
    "solo_notes": int,
    "solo_sounding": float,
    "bass_notes": int,
    "chords": int,
    "different_chords": int,
    "chord_confidence": float,
    "key": str,
    "key_regions": str,
    "key_confidence": float,
    "sections": int,
    "phrases": int,
    "form": str,
    "tags": str,
    "models": str,
    "lausch": str,
    "sha256_pcm": str,
    "notes": str,
}
"""Every name of a cell, and its type."""


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


def entry(analysis: Analysis) -> Entry:
    """What is kept of an analysis; only one that knows its recording is in a collection."""
    from lausch.formats import rekordbox

    return Entry(cells(analysis), rekordbox.track(analysis) if analysis.provenance else "")


def kept_entry(job: Job) -> Entry:
    """What the results of a recording say that can be read: the first, or one that knows it."""
    from lausch import formats

    entries: list[Entry] = []
    for name, path in job.files:
        try:
            entries.append(entry(formats.read(path, name)))
        except (LauschError, OSError):
            continue
    track = next((each.track for each in entries if each.track), "")
    return Entry(entries[0].cells, track) if entries else Entry({})


def write_table(path: Path, entries: Iterable[Entry]) -> None:
    """Write a table, or a collection, in the order of the recordings.

    Parameters
    ----------
    path : file to write; replaced if it exists.
    entries : a row may lack some cells; there is a column for everything that any row holds.
    """
    every = sorted(entries, key=lambda each: str(each.cells.get("recording", "")))
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file,
    ):
        if path.suffix.lower() == COLLECTION:
            from lausch.formats import rekordbox

            file.write(rekordbox.collection([each.track for each in every if each.track]))
            return
        columns = list(dict.fromkeys(name for each in every for name in each.cells))
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(each.cells for each in every)
