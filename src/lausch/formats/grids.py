"""Beats in files of lausch, madmom, Sonic Visualiser, sequencers and others, and in JAMS."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats import audacity, beats, csv, jams, json, midigrid, musicxml, sv, svl
from lausch.formats.content import bytes_of, text_of

DOCUMENTS: dict[str, Callable[[str, str], Analysis]] = {
    ".csv": csv.decode,
    ".jams": jams.decode,
    ".json": json.decode,
    ".musicxml": musicxml.decode,
    ".svl": svl.decode_beats,
    ".txt": audacity.decode,
    ".xml": musicxml.decode,
}
"""Readers of text by suffix; everything else is a table of beats."""
BINARY: dict[str, Callable[[bytes, str], Analysis]] = {
    ".mid": midigrid.decode,
    ".midi": midigrid.decode,
    ".sv": sv.decode,
}
MIDI_HEAD = b"MThd"


def read_beats(path: str | os.PathLike[str]) -> Beats:
    """The beats of a file, as `lausch.formats.read` reads them, whatever its suffix.

    Raises FormatError when it cannot be read, or has no beats.

    Parameters
    ----------
    path : JAMS, lausch's JSON, MusicXML, MIDI, layers and sessions of Sonic Visualiser by their
        suffix; anything else is a table whose first column is the time in seconds, see
        `lausch.formats.beats.beats_of`. Audacity labels are read too; `-` is standard input.
    """
    name, suffix, data = printable(path), Path(path).suffix.lower(), bytes_of(path)
    if suffix in BINARY:
        grid = BINARY[suffix](data, name).beats
    elif data.startswith(MIDI_HEAD):  # karaoke is called .kar
        grid = midigrid.decode(data, name).beats
    else:
        grid = DOCUMENTS.get(suffix, beats.decode)(text_of(data, name), name).beats
    if grid is None or not len(grid):
        raise FormatError(f"{name}: no beats in it; a line has a time in seconds, or is it empty?")
    return grid
