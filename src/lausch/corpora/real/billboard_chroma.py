"""McGill Billboard as chroma: 340 real songs without sound, with the chords of experts.

Chroma are those that the authors published: bass and treble by NNLS (Mauch & Dixon, ISMIR 2010),
5.38 frames a second. A song is in the split of its chart in the rendered corpora `charts`; songs
to test that are sealed there are left out.
"""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path

import numpy as np

from lausch.annotation import Chords
from lausch.annotation.pitch import NAMES
from lausch.corpora.band.kinds.charts import composition_of
from lausch.corpora.band.sources.billboard import SOURCE
from lausch.corpora.corpus import Corpus
from lausch.corpora.splits import is_sealed, split_of
from lausch.corpora.track import Track
from lausch.errors import CorpusError
from lausch.formats import read
from lausch.frames import Clock, Frames

CLOCK = Clock(44100, 8192)
SALT = "charts/"
"""That of the charts' splits."""
COLUMNS = (*(f"bass {name}" for name in NAMES), *(f"treble {name}" for name in NAMES))


def billboard_chroma(data: Path) -> Corpus:
    """The songs in `data/real/billboard_chroma`, each with its chords and the fact "chroma".

    Raises CorpusError when songs.csv or chroma.npz is not there.
    """
    folder = data / "real" / "billboard_chroma"
    table, store = folder / "songs.csv", folder / "chroma.npz"
    if not (table.is_file() and store.is_file()):
        raise CorpusError(
            f"there is no songs.csv with a chroma.npz beside it in {folder}; is the data folder "
            "the one with real/ in it?"
        )
    with table.open(encoding="utf-8", newline="") as lines:
        tracks = [_track(folder, row) for row in csv.DictReader(lines)]
    kept = tuple(each for each in tracks if each.split != "test" or not is_sealed("", each.song))
    return Corpus("billboard_chroma", SOURCE.licence, SOURCE.credit, "ship", kept, recorded=True)


def _track(folder: Path, row: dict[str, str]) -> Track:
    song = composition_of(row["title"])
    store = folder / "chroma.npz"
    return Track(
        name=row["id"],
        audio=store,
        duration=float(CLOCK.seconds(int(row["frames"]))),
        song=song,
        style="pop",
        split=split_of(song, SALT),
        truth={"chords": partial(_chords, folder / f"{row['id']}.lab")},
        facts={"chroma": partial(_chroma, store, row["id"])},
    )


def _chords(path: Path) -> Chords:
    chords: Chords = read(path, "chords").read("chords")
    return chords


def _chroma(store: Path, name: str) -> Frames:
    """Bass and treble chroma over the song's largest value, shape (frames, 24)."""
    with np.load(store) as songs:
        values = songs[name].astype(np.float32) / np.float32(255)
    return Frames(values, CLOCK, COLUMNS)
