"""Files of annotations: a table of formats by name and suffix.

Reading inverts writing for the layers a format holds. `read` and `write` go through here; the
format modules only turn an `Analysis` into text (MIDI: into bytes) and back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.files import printable, replacing
from lausch.formats import (
    audacity,
    bass,
    beats,
    csv,
    drums,
    drumstaff,
    f0,
    jams,
    json,
    midi,
    musicxml,
    notes,
    onsets,
    origins,
    regions,
    rekordbox,
    sv,
    svl,
    tags,
    tempo,
)
from lausch.formats.content import LARGEST_BYTES, LARGEST_DOCUMENT_BYTES, bytes_of, text_of


@dataclass(frozen=True)
class Format:
    """One file format.

    Parameters
    ----------
    name : what `--format` calls it.
    suffix : of its files, with the dot.
    layers : what it can hold; the rest is left out.
    unread : layers that its files say something of, which is not read back.
    encode : Analysis to text, or to bytes where it is `binary`.
    decode : text or bytes, and the name for error messages, to Analysis.
    binary : whether its files are no text.
    largest_bytes : larger files are not read.
    origin : path to what its head or its end says of models, options and recording, or None.
    remark : what is to be known of its files, for those who asked for one.
    """

    name: str
    suffix: str
    layers: tuple[str, ...]
    encode: Callable[[Analysis], str | bytes]
    decode: Callable[[Any, str], Analysis]
    binary: bool = False
    largest_bytes: int = LARGEST_BYTES
    unread: tuple[str, ...] = ()
    remark: str = ""
    origin: Callable[[Path], origins.Origin | None] = origins.none

    @property
    def holds(self) -> tuple[str, ...]:
        """All layers of which its files say something."""
        return (*self.layers, *self.unread)


def _svl(name: str, suffix: str, layer: str, decode: Callable[[str, str], Analysis]) -> Format:
    return Format(name, suffix, (layer,), partial(svl.encode, layer=layer, form=name), decode)


_BEATS = ("beats", "downbeats")
_RHYTHM = ("beats", "downbeats", "tempo")
_ONSETS = ("onsets",)
_DRUMS = ("drums",)
_SOLO = ("solo",)
_BASS = ("bass",)
_SECTIONS = ("sections",)
_TAGS = ("tags",)
_ALL = (*_RHYTHM, *_ONSETS, *_DRUMS, *_SOLO, *_BASS, *_SECTIONS)
FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("beats", ".beats", _BEATS, beats.encode, beats.decode),
        Format("csv", ".csv", _RHYTHM, csv.encode, csv.decode),
        Format("jams", ".jams", (*_ALL, *_TAGS), jams.encode, jams.decode, origin=origins.of_jams),
        Format(
            "json",
            ".json",
            (*_ALL, *_TAGS),
            json.encode,
            json.decode,
            largest_bytes=LARGEST_DOCUMENT_BYTES,
            origin=origins.of_json,
        ),
        Format(
            "audacity",
            ".txt",
            (*_BEATS, *_ONSETS, *_DRUMS, *_SOLO, *_SECTIONS),
            audacity.encode,
            audacity.decode,
        ),
        Format("sv", ".sv", _ALL, sv.encode, sv.decode, True),
        Format(
            "rekordbox",
            ".rekordbox.xml",
            (),
            rekordbox.encode,
            rekordbox.decode,
            unread=(*_BEATS, *_SECTIONS),
            remark="times are those of rekordbox, which plays the padding of an MP3's encoder",
        ),
        _svl("beatsvl", ".beats.svl", "beats", svl.decode_beats),
        Format("tempo", ".tempo", ("tempo",), tempo.encode, tempo.decode),
        Format("tempocsv", ".tempo.csv", ("tempo",), tempo.encode_curve, tempo.decode_curve),
        _svl("temposvl", ".tempo.svl", "tempo", svl.decode),
        Format("onsets", ".onsets", _ONSETS, onsets.encode, onsets.decode),
        Format("onsetscsv", ".onsets.csv", _ONSETS, onsets.encode_csv, onsets.decode),
        _svl("onsetsvl", ".onsets.svl", "onsets", svl.decode),
        Format("drums", ".drums.csv", _DRUMS, drums.encode, drums.decode),
        Format(
            "drumstaff",
            ".drums.musicxml",
            _DRUMS,
            drumstaff.encode,
            drumstaff.decode,
            unread=_BEATS,
            remark="a draft: strokes stand on halves, thirds or quarters of beats",
        ),
        _svl("drumsvl", ".drums.svl", "drums", drums.decode_svl),
        Format("f0", ".f0.csv", _SOLO, f0.encode, f0.decode),
        Format("notes", ".notes.csv", _SOLO, notes.encode, notes.decode),
        Format(
            "midi", ".mid", (*_SOLO, *_BASS, *_DRUMS), midi.encode, midi.decode, True, unread=_BEATS
        ),
        _svl("svl", ".svl", "solo", svl.decode),
        _svl("f0svl", ".f0.svl", "solo", svl.decode),
        Format("bass", ".bass.csv", _BASS, bass.encode, bass.decode),
        Format("bassnotes", ".bass.notes.csv", _BASS, bass.encode_notes, bass.decode_notes),
        Format("bassf0", ".bass.f0.csv", _BASS, bass.encode_f0, bass.decode_f0),
        _svl("basssvl", ".bass.svl", "bass", bass.decode_svl),
        _svl("bassf0svl", ".bass.f0.svl", "bass", bass.decode_svl),
        Format(
            "musicxml",
            ".musicxml",
            _BASS,
            musicxml.encode,
            musicxml.decode,
            remark="a draft: the key is estimated, and there are no chords and no words",
        ),
        Format("lab", ".lab", _SECTIONS, regions.encode_lab, regions.decode),
        Format("finelab", ".fine.lab", _SECTIONS, regions.encode_fine, regions.decode),
        Format("sections", ".sections.csv", _SECTIONS, regions.encode_csv, regions.decode),
        _svl("sectionsvl", ".sections.svl", "sections", svl.decode),
        _svl("finesvl", ".fine.svl", "sections", svl.decode),
        Format("tags", ".tags.csv", _TAGS, tags.encode, tags.decode),
        Format("tagcurve", ".tags.curve.csv", _TAGS, tags.encode_curve, tags.decode_curve),
    )
}


def format_of(path: str | os.PathLike[str], name: str | None = None) -> Format:
    """The format of a name, or else of the longest suffix that a path ends in.

    Raises
    ------
    FormatError
        When there is no such format.
    """
    if name is not None:
        if name not in FORMATS:
            raise FormatError(f"format {name!r} is unknown; choose from {', '.join(FORMATS)}")
        return FORMATS[name]
    suffix = Path(path).suffix.lower()
    whole = Path(path).name.lower()
    fitting = [entry for entry in FORMATS.values() if whole.endswith(entry.suffix)]
    if fitting:
        return max(fitting, key=lambda entry: len(entry.suffix))
    known = ", ".join(f"{entry.suffix} ({entry.name})" for entry in FORMATS.values())
    raise FormatError(
        f"{printable(path)}: the suffix {suffix!r} names no format; known are {known}; "
        "or say which with --format"
    )


def encode(analysis: Analysis, name: str) -> str | bytes:
    """The content of a file: text, or bytes where the format is binary.

    Raises
    ------
    FormatError
        When the format holds nothing of what the analysis has.
    """
    entry = format_of("", name)
    if analysis.layers and set(entry.holds).isdisjoint(analysis.layers):
        raise FormatError(
            f"the format {name} holds {' and '.join(entry.holds)}, but the analysis has only "
            f"{' and '.join(analysis.layers)}; choose {' or '.join(holding(analysis.layers))}"
        )
    return entry.encode(analysis)


def holding(layers: Iterable[str]) -> list[str]:
    """Names of the formats that hold any of these layers."""
    return [entry.name for entry in FORMATS.values() if set(entry.layers) & set(layers)]


def write(analysis: Analysis, path: str | os.PathLike[str], name: str | None = None) -> None:
    """Write a file: all of it or, after an error, nothing.

    Parameters
    ----------
    path : an existing file is replaced.
    name : the format; by default what the suffix says.

    Raises
    ------
    FormatError
        For an unknown format, or one that holds none of the layers.
    OSError
        When the folder is missing, full or protected.
    """
    content = encode(analysis, format_of(path, name).name)
    if isinstance(content, str):  # names of files need not be text, and are escaped
        content = content.encode("utf-8", "backslashreplace")
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def read(path: str | os.PathLike[str], name: str | None = None) -> Analysis:
    """Read a file that lausch, or another program, wrote.

    Raises
    ------
    FormatError
        For an unknown format, or text that breaks its rules, with the line and the likely cause.
    """
    entry = format_of(path, name)
    shown = printable(path)
    data = bytes_of(Path(path), largest=entry.largest_bytes)
    return entry.decode(data if entry.binary else text_of(data, shown), shown)
