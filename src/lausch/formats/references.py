"""The reference annotation of a recording: a melodic line, or sections."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeAlias

import numpy as np

from lausch import formats
from lausch.annotation import Contour, Form, Notes
from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats.queries import read_query

Reference: TypeAlias = "Notes | Contour | Form"
BASSES = (".jams", ".json", ".mid", ".musicxml", ".bass.csv", ".bass.notes.csv", ".bass.svl")
FORMS = (".lab", ".jams", ".json", ".svl", ".sections.csv")


def read_reference(path: str | os.PathLike[str], layers: Collection[str]) -> Reference:
    """The melodic line in a file where one is wanted, else the form where sections are.

    Where the bass is looked for and the solo is not, it is the bass; a file that says nothing of a
    bass, and any other, is read as a melody. A `.lab` is always a form. Raises FormatError when it
    cannot be read, or has nothing of that in it.
    """
    path = Path(path)
    if path.suffix.lower() == ".lab":
        return read_form(path)
    readers = (READERS[layer] for layer in READERS if layer in layers)
    reference = next(readers, read_query)(path)
    return read_query(path) if reference is None else reference


def _bass(path: Path) -> Notes | None:
    """The notes of a bass line, or its beats as notes; None where a file has no bass."""
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


def read_form(path: str | os.PathLike[str]) -> Form:
    """The sections of a file: `.lab`, JAMS, JSON, `.sections.csv`, a layer of regions.

    Any other text is read as labels: start, end, label. Beside `song.lab` or `song.coarse.lab` a
    file `song.fine.lab` has the fine scale. Raises FormatError when it cannot be read, or has no
    sections.
    """
    path = Path(path)
    name = printable(path)
    known = path.name.lower().endswith(FORMS)
    try:
        form = formats.read(path, None if known else "lab").sections
        fine = _beside(path)
        if form is not None and form.fine is None and fine is not None:
            scales = formats.read(fine, "lab").sections
            form = form if scales is None else Form(form.coarse, scales.coarse)
    except OSError as error:
        raise FormatError(f"{name}: cannot be read: {error.strerror}") from error
    if form is None or not len(form.coarse):
        raise FormatError(f"{name}: no sections in it")
    return form


def _beside(path: Path) -> Path | None:
    name = path.name.lower()
    if not name.endswith(".lab") or name.endswith(".fine.lab"):
        return None
    stem = path.name[: -len(".coarse.lab" if name.endswith(".coarse.lab") else ".lab")]
    fine = path.with_name(f"{stem}.fine.lab")
    return fine if fine.is_file() else None


READERS: dict[str, Callable[[Path], Reference | None]] = {
    "solo": read_query,
    "bass": _bass,
    "sections": read_form,
}
"""Reader of the reference of each layer; the first of the wanted layers counts."""
KINDS: dict[str, tuple[type, ...]] = {
    "solo": (Notes, Contour),
    "bass": (Notes, Contour),
    "sections": (Form,),
}
"""Types of the reference of each layer."""


def layer_of(reference: Reference, layers: Collection[str]) -> str:
    """The layer of a reference: the first that the analysis has, else the first of that type."""
    fitting = [layer for layer, kinds in KINDS.items() if isinstance(reference, kinds)]
    return next((layer for layer in fitting if layer in layers), fitting[0])
