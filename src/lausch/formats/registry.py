"""The table of formats by name and suffix, and what an entry says of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from lausch.annotation.analysis import Analysis
from lausch.formats import origins
from lausch.formats.content import LARGEST_BYTES, LARGEST_DOCUMENT_BYTES


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
    named : whether its files name the recording.
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
    named: bool = False

    @property
    def tells(self) -> bool:
        """Whether its files name the models and options that made them."""
        return self.origin is not origins.none

    @property
    def holds(self) -> tuple[str, ...]:
        """All layers of which its files say something."""
        return (*self.layers, *self.unread)


@dataclass(frozen=True)
class Late:
    """A function of this room, such as `beats.encode`, whose module is imported when it is called.

    An analysis writes one format or none, and the modules of all take as long as its decoder.
    """

    place: str

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        module, _, name = self.place.partition(".")
        return getattr(import_module(f"lausch.formats.{module}"), name)(*arguments, **options)


def _svl(name: str, suffix: str, layer: str, decode: str) -> Format:
    encode = partial(Late("svl.encode"), layer=layer, form=name)
    return Format(name, suffix, (layer,), encode, Late(decode))


_BEATS = ("beats", "downbeats")
_RHYTHM = ("beats", "downbeats", "tempo")
_ONSETS = ("onsets",)
_DRUMS = ("drums",)
_SOLO = ("solo",)
_BASS = ("bass",)
_SECTIONS = ("sections",)
_CHORDS = ("chords",)
_KEY = ("key",)
_TAGS = ("tags",)
_ALL = (*_RHYTHM, *_ONSETS, *_DRUMS, *_SOLO, *_BASS, *_CHORDS, *_KEY, *_SECTIONS)
FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format("beats", ".beats", _BEATS, Late("beats.encode"), Late("beats.decode")),
        Format("csv", ".csv", _RHYTHM, Late("csv.encode"), Late("csv.decode")),
        Format(
            "jams",
            ".jams",
            (*_ALL, *_TAGS),
            Late("jams.encode"),
            Late("jams.decode"),
            origin=origins.of_jams,
            named=True,
        ),
        Format(
            "json",
            ".json",
            (*_ALL, *_TAGS),
            Late("json.encode"),
            Late("json.decode"),
            largest_bytes=LARGEST_DOCUMENT_BYTES,
            origin=origins.of_json,
            named=True,
        ),
        Format(
            "audacity",
            ".txt",
            (*_BEATS, *_ONSETS, *_DRUMS, *_SOLO, *_CHORDS, *_KEY, *_SECTIONS),
            Late("audacity.encode"),
            Late("audacity.decode"),
        ),
        Format("sv", ".sv", _ALL, Late("sv.encode"), Late("sv.decode"), True, named=True),
        Format(
            "rekordbox",
            ".rekordbox.xml",
            (),
            Late("rekordbox.encode"),
            Late("rekordbox.decode"),
            unread=(*_BEATS, *_SECTIONS),
            remark="times are those of rekordbox, which plays the padding of an MP3's encoder",
            named=True,
        ),
        _svl("beatsvl", ".beats.svl", "beats", "svl.decode_beats"),
        Format("tempo", ".tempo", ("tempo",), Late("tempo.encode"), Late("tempo.decode")),
        Format(
            "tempocsv",
            ".tempo.csv",
            ("tempo",),
            Late("tempo.encode_curve"),
            Late("tempo.decode_curve"),
        ),
        _svl("temposvl", ".tempo.svl", "tempo", "svl.decode"),
        Format("onsets", ".onsets", _ONSETS, Late("onsets.encode"), Late("onsets.decode")),
        Format(
            "onsetscsv", ".onsets.csv", _ONSETS, Late("onsets.encode_csv"), Late("onsets.decode")
        ),
        _svl("onsetsvl", ".onsets.svl", "onsets", "svl.decode"),
        Format("drums", ".drums.csv", _DRUMS, Late("drums.encode"), Late("drums.decode")),
        Format(
            "drumstaff",
            ".drums.musicxml",
            _DRUMS,
            Late("drumstaff.encode"),
            Late("drumstaff.decode"),
            unread=_BEATS,
            remark="a draft: strokes stand on halves, thirds or quarters of beats",
            named=True,
        ),
        _svl("drumsvl", ".drums.svl", "drums", "drums.decode_svl"),
        Format("f0", ".f0.csv", _SOLO, Late("f0.encode"), Late("f0.decode")),
        Format("notes", ".notes.csv", _SOLO, Late("notes.encode"), Late("notes.decode")),
        Format(
            "midi",
            ".mid",
            (*_SOLO, *_BASS, *_DRUMS, *_CHORDS),
            Late("midi.encode"),
            Late("midi.decode"),
            True,
            unread=_BEATS,
        ),
        _svl("svl", ".svl", "solo", "svl.decode"),
        _svl("f0svl", ".f0.svl", "solo", "svl.decode"),
        Format("bass", ".bass.csv", _BASS, Late("bass.encode"), Late("bass.decode")),
        Format(
            "bassnotes",
            ".bass.notes.csv",
            _BASS,
            Late("bass.encode_notes"),
            Late("bass.decode_notes"),
        ),
        Format("bassf0", ".bass.f0.csv", _BASS, Late("bass.encode_f0"), Late("bass.decode_f0")),
        _svl("basssvl", ".bass.svl", "bass", "bass.decode_svl"),
        _svl("bassf0svl", ".bass.f0.svl", "bass", "bass.decode_svl"),
        Format(
            "musicxml",
            ".musicxml",
            _BASS,
            Late("musicxml.encode"),
            Late("musicxml.decode"),
            unread=(*_SOLO, *_CHORDS),
            remark="a draft without words; a key that was not looked for is a guess from the notes",
            named=True,
        ),
        Format("chords", ".chords.lab", _CHORDS, Late("chords.encode_lab"), Late("chords.decode")),
        Format(
            "chordscsv", ".chords.csv", _CHORDS, Late("chords.encode_csv"), Late("chords.decode")
        ),
        _svl("chordsvl", ".chords.svl", "chords", "chords.decode_svl"),
        Format("key", ".key", _KEY, Late("key.encode"), Late("key.decode")),
        Format("keylab", ".key.lab", _KEY, Late("key.encode_lab"), Late("key.decode_lab")),
        _svl("keysvl", ".key.svl", "key", "key.decode_svl"),
        Format("lab", ".lab", _SECTIONS, Late("regions.encode_lab"), Late("regions.decode")),
        Format(
            "finelab", ".fine.lab", _SECTIONS, Late("regions.encode_fine"), Late("regions.decode")
        ),
        Format(
            "sections",
            ".sections.csv",
            _SECTIONS,
            Late("regions.encode_csv"),
            Late("regions.decode"),
        ),
        _svl("sectionsvl", ".sections.svl", "sections", "svl.decode"),
        _svl("finesvl", ".fine.svl", "sections", "svl.decode"),
        Format("tags", ".tags.csv", _TAGS, Late("tags.encode"), Late("tags.decode")),
        Format(
            "tagcurve",
            ".tags.curve.csv",
            _TAGS,
            Late("tags.encode_curve"),
            Late("tags.decode_curve"),
        ),
    )
}
