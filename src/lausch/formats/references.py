"""What is known to be true of a recording, as people have it: a line or its sections."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np

from lausch import formats
from lausch.annotation import Contour, Form, Notes
from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats.queries import read_query

BASSES = (".jams", ".json", ".mid", ".musicxml", ".bass.csv", ".bass.notes.csv", ".bass.svl")
FORMS = (".lab", ".jams", ".json", ".svl", ".sections.csv")


def read_reference(path: Path, layers: Collection[str]) -> Notes | Contour | Form:
    """The form of a file where sections are looked for and no line is; else a line.

    Where the bass is looked for and the solo is not, it is the bass. A `.lab` is always a form.

    Raises
    ------
    FormatError
        When it cannot be read, or has nothing of that in it.
    """
    lines = {"solo", "bass"} & set(layers)
    if path.suffix.lower() == ".lab" or ("sections" in layers and not lines):
        return read_form(path)
    if lines == {"bass"} and (found := _bass(path)) is not None:
        return found
    return read_query(path)


def _bass(path: Path) -> Notes | None:
    """The notes of a bass line, or its beats as notes; None where a file says of none."""
    if not path.name.lower().endswith(BASSES):
        return None
    try:
        line = formats.read(path).bass
    except OSError as error:
        raise FormatError(f"{printable(path)}: cannot be read: {error.strerror}") from error
    if line is None or len(line.notes) or not len(line.beats):
        return None if line is None or not len(line.notes) else line.notes
    beats = line.beats
    period = float(np.median(np.diff(beats.times))) if len(beats) > 1 else 1.0
    ends = np.append(beats.times[1:], beats.times[-1] + period)
    sounds = beats.sounds
    return Notes(beats.times[sounds], ends[sounds], beats.pitches[sounds])


def read_form(path: Path) -> Form:
    """The sections of a file: `.lab`, JAMS, JSON, `.sections.csv`, a layer of regions.

    Any other text is read as labels: start, end, label. Beside `song.lab` or `song.coarse.lab` a
    file `song.fine.lab` has the fine level.

    Raises
    ------
    FormatError
        When it cannot be read, or has no sections.
    """
    shown = printable(path)
    known = path.name.lower().endswith(FORMS)
    try:
        form = formats.read(path, None if known else "lab").sections
        fine = _beside(path)
        if form is not None and form.fine is None and fine is not None:
            levels = formats.read(fine, "lab").sections
            form = form if levels is None else Form(form.coarse, levels.coarse)
    except OSError as error:
        raise FormatError(f"{shown}: cannot be read: {error.strerror}") from error
    if form is None or not len(form.coarse):
        raise FormatError(f"{shown}: no sections in it")
    return form


def _beside(path: Path) -> Path | None:
    name = path.name.lower()
    if not name.endswith(".lab") or name.endswith(".fine.lab"):
        return None
    stem = path.name[: -len(".coarse.lab" if name.endswith(".coarse.lab") else ".lab")]
    fine = path.with_name(f"{stem}.fine.lab")
    return fine if fine.is_file() else None
