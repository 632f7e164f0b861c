"""Splits of songs and performers by hash, so that no later task needs a list.

The performer decides (the song, where there is no performer): a hash of the name puts about 80 %
into train and 10 % each into validation and test. A song may be played by performers of
different splits; then the tracks of the lower split are dropped, in the order test, validation,
train. So no song and no performer stands in two splits, and a test track stays one for ever.

A third of the performers and songs to test is sealed, see `is_sealed`: they stand in renderings of
their own, and no longer in others.

Connected components of performers and titles would keep every track, but jazz standards join
four fifths of the Weimar Jazz Database into one component.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from lausch.corpora.track import Split
from lausch.errors import CorpusError

TEST_SHARE = 0.1
VALIDATION_SHARE = 0.1
SEALED_SHARE = 1 / 3
# The first of a few salts with which no song is played by a sealed performer and an open one.
SEALED_SALT = "sealed 4/"
RANK: tuple[Split, ...] = ("test", "validation", "train")
# Of sixty salts the one whose sizes came nearest to 80/10/10 with few tracks dropped (324, 42 and
# 44 of 456 solos); chosen before anything was trained.
WJD_SALT = "wjd 55/"

# Ten drummers are too few to be hashed: these hold 1.2 h each of 13.6 h. All four who played the
# data set's common grooves (its eval_session) are trained on, so those grooves do not leak.
GROOVE_DRUMMERS: dict[str, Split] = {
    **dict.fromkeys(("drummer2", "drummer4", "drummer9"), "validation"),
    **dict.fromkeys(("drummer3", "drummer6", "drummer10"), "test"),
}

# Basses that play in no labelled piece but test pieces: a fretless electric one of three sound
# sets, and a string made by formula. The sampled double bass is not among them: the models that
# ship would have to do without the only real one.
UNSEEN_BASSES = ("fluidr3:35", "musescore:35", "fluidr3mono:35", "own:plucked string")


class Billed(Protocol):
    """A piece, or its score: the names that decide its split."""

    @property
    def song(self) -> str: ...
    @property
    def performer(self) -> str: ...


def _share(key: str, salt: str) -> float:
    """A number from 0 to 1 for a name."""
    return int(hashlib.sha256((salt + key).encode()).hexdigest()[:8], 16) / 2**32


def split_of(key: str, salt: str = "") -> Split:
    """The split of a performer's or song's name; the same on every machine and for ever."""
    share = _share(key, salt)
    if share < TEST_SHARE:
        return "test"
    return "validation" if share < TEST_SHARE + VALIDATION_SHARE else "train"


def is_sealed(performer: str, song: str) -> bool:
    """Whether a piece to test is kept for the sealed set; the same everywhere and for ever."""
    return _share(performer or song, SEALED_SALT) < SEALED_SHARE


def split_names(songs: Sequence[str]) -> dict[str, Split]:
    """The splits of songs of a folder, by hash.

    Of three songs or more, each split has one: where none of them falls into validation or test,
    the first of the others by hash does.
    """
    first = sorted(set(songs), key=lambda song: _share(song, ""))
    splits = {song: split_of(song) for song in first}
    for wanted in ("validation", "test"):
        if wanted not in splits.values() and len(first) > 2:
            spare = [song for song in first if splits[song] == "train"]
            splits[spare[0]] = wanted
    return splits


def assign(pairs: Sequence[tuple[str, str]], salt: str = "") -> list[Split | None]:
    """A split for each (song, performer), or None where the track must be dropped."""
    splits = [split_of(performer or song, salt) for song, performer in pairs]
    highest: dict[str, int] = {}
    for (song, _), split in zip(pairs, splits, strict=True):
        highest[song] = min(highest.get(song, len(RANK)), RANK.index(split))
    return [
        split if RANK.index(split) == highest[song] else None
        for (song, _), split in zip(pairs, splits, strict=True)
    ]


def wjd_splits(solos: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Split | None]:
    """The one split of the Weimar Jazz Database, for every task.

    `solos` are (title, performer) of all 456 solos; a part of them would drop fewer.
    """
    pairs = sorted(set(solos))
    return dict(zip(pairs, assign(pairs, WJD_SALT), strict=True))


def read_wjd_solos(folder: Path) -> list[tuple[str, str]]:
    """(title, performer) of every solo in `meta.csv.gz`.

    Raises CorpusError when the table is not there.
    """
    path = folder / "meta.csv.gz"
    if not path.is_file():
        raise CorpusError(
            f"the split of the Weimar Jazz Database needs {path}, which is not there; "
            "is --data the folder with symbolic/ in it?"
        )
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [(row["title"], row["performer"]) for row in csv.DictReader(lines)]


def split_songs(pieces: Sequence[Billed], symbolic: Path, *, salt: str) -> list[Split | None]:
    """The split by a hash of the song; the folder is not used."""
    return assign([(piece.song, piece.performer) for piece in pieces], salt)


def split_drummers(pieces: Sequence[Billed], symbolic: Path) -> list[Split | None]:
    """The split by the drummer, see `GROOVE_DRUMMERS`; the folder is not used."""
    return [GROOVE_DRUMMERS.get(piece.performer, "train") for piece in pieces]


def split_solos(pieces: Sequence[Billed], symbolic: Path) -> list[Split | None]:
    """The split of all solos in symbolic/wjd decides, however many were rendered."""
    splits = wjd_splits(read_wjd_solos(symbolic / "wjd"))
    return [splits[piece.song.removeprefix("wjd-"), piece.performer] for piece in pieces]
