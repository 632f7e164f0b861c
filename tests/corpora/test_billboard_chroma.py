"""The adapter of published chroma, on a small imitation of its folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lausch.corpora.band.kinds.charts import composition_of
from lausch.corpora.real.billboard_chroma import COLUMNS, billboard_chroma
from lausch.corpora.splits import is_sealed, split_of
from lausch.errors import CorpusError

TITLES = {f"{number:04d}": f"Song {number}" for number in range(60)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "real" / "billboard_chroma"
    folder.mkdir(parents=True)
    rows = ["id,start_seconds,hop_seconds,frames,title,artist,chart_date"]
    rows += [f"{name},0.0,0.18575963600000023,100,{title},A,1980" for name, title in TITLES.items()]
    (folder / "songs.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    values = np.full((100, 24), 51, np.uint8)
    np.savez(folder / "chroma.npz", **dict.fromkeys(TITLES, values))
    for name in TITLES:
        text = "0.0\t2.0\tN\n2.0\t5.5\tC:maj/5\n5.5\t18.0\tA:sus4(b7,9)\n"
        (folder / f"{name}.lab").write_text(text, encoding="utf-8")
    return tmp_path


def test_songs_have_chroma_and_chords(data: Path) -> None:
    track = billboard_chroma(data).tracks[0]
    assert track.read("chords").labels == ("N", "C:maj/5", "A:sus4(b7,9)")
    chroma = track.fact("chroma")
    assert chroma.columns == COLUMNS
    assert chroma.clock.fps == pytest.approx(5.3833, abs=1e-4)
    np.testing.assert_allclose(chroma.values, 0.2)
    assert track.duration == pytest.approx(18.576, abs=1e-3)


def test_songs_are_in_the_splits_of_their_charts_and_sealed_ones_left_out(data: Path) -> None:
    corpus = billboard_chroma(data)
    for track in corpus.tracks:
        assert track.song == composition_of(TITLES[track.name])
        assert track.split == split_of(track.song, "charts/")
    songs = {track.song for track in corpus.tracks}
    every = {composition_of(title) for title in TITLES.values()}
    assert all(is_sealed("", song) for song in every - songs)
    assert every - songs


def test_without_its_table_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no songs\.csv"):
        billboard_chroma(tmp_path)
