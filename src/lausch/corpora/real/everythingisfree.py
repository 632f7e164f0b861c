"""*Everything is Free* by Software-Entwicklungskit: four songs with sung voices, as stems.

The recording is the sum of all stems. They begin at the first beat of bar 1, so the beats lie on a
constant grid from 0 s, four to the bar, from where the first sound begins to where the last one
ends; the sound follows by 2 to 5 ms. Tempo and key are the publisher's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lausch.annotation import Key
from lausch.annotation.key import key_name
from lausch.corpora.corpus import Corpus
from lausch.corpora.real.click import click_beats
from lausch.corpora.real.recordings import recorded
from lausch.corpora.track import Split
from lausch.errors import CorpusError


@dataclass(frozen=True)
class Song:
    """Tempo and key of a song, and the split that it is in for ever."""

    bpm: float
    key: str
    split: Split


SONGS = {
    "2.Lithium": Song(124.0, "G minor", "train"),
    "3.Sodium": Song(140.0, "G minor", "train"),
    "4.Potassium": Song(90.0, "C major", "validation"),
    "6.Caesium": Song(130.0, "C major", "test"),
}
FIRST = "other.ogg"
"""The stem that every song has, and that the others are added to; all are equally long."""


def everythingisfree(data: Path) -> Corpus:
    """The songs in `data/real/everythingisfree`, one folder each.

    Raises CorpusError for a folder that is no song of the album with known tempo.
    """
    return recorded(
        data / "real" / "everythingisfree",
        f"*/{FIRST}",
        _details,
        licence="CC0 1.0",
        credit="Software-Entwicklungskit",
        use="ship",
    )


def _details(first: Path) -> dict[str, Any]:
    name = first.parent.name
    if name not in SONGS:
        raise CorpusError(
            f"the tempo of {name} in {first.parent.parent} is not known; {', '.join(SONGS)} are"
        )
    song = SONGS[name]
    others = tuple(sorted(path for path in first.parent.glob("*.ogg") if path != first))
    return {
        "name": name,
        "song": name,
        "also": others,
        "style": "pop",
        "split": song.split,
        "truth": {
            "beats": partial(click_beats, (first, *others), 60.0 / song.bpm),
            "key": partial(Key, key_name(song.key)),
        },
        "facts": {"key": partial(str, song.key)},
    }
