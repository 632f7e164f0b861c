"""A folder of recordings with beats beside them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.corpora.folder import side_by_side
from lausch.errors import CorpusError
from lausch.formats import write

BEATS = Beats(0.5 * np.arange(1, 9), np.arange(8) % 4 + 1)


def analysis() -> Analysis:
    return Analysis(duration=5.0, beats=BEATS)


def sound(path: Path) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    soundfile.write(path, np.zeros(8000, dtype=np.float32), 8000)


def test_pairs_are_found_and_the_rest_is_left(tmp_path: Path) -> None:
    sound(tmp_path / "one.flac")
    write(analysis(), tmp_path / "one.beats")
    write(analysis(), tmp_path / "one.jams")
    sound(tmp_path / "inside/two.wav")
    write(analysis(), tmp_path / "inside/two.jams")
    sound(tmp_path / "without.wav")
    write(analysis(), tmp_path / "silent.beats")
    (tmp_path / "one.txt").write_text("words")
    found = side_by_side(tmp_path)
    assert [track.name for track in found.tracks] == ["inside/two", "one"]
    assert [track.audio.name for track in found.tracks] == ["two.wav", "one.flac"]
    assert {track.split for track in found.tracks} == {"test"}
    assert found.use == "eval"
    for track in found.tracks:
        np.testing.assert_allclose(track.read("beats").times, BEATS.times)
        assert track.duration == 1.0


def test_damage_is_found_when_it_is_used(tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    write(analysis(), tmp_path / "bad.beats")
    (track,) = side_by_side(tmp_path).tracks
    assert track.duration == 0


def test_a_folder_without_pairs_says_what_it_needs(tmp_path: Path) -> None:
    sound(tmp_path / "one.flac")
    with pytest.raises(CorpusError, match="with beats beside it"):
        side_by_side(tmp_path)


def test_suffixes_in_capitals_are_the_same(tmp_path):
    for name in ("a.BEATS", "a.jams", "b.Jams"):
        (tmp_path / name).write_text("0.5\n")
    for name in ("a", "b"):
        soundfile.write(tmp_path / f"{name}.wav", np.zeros(100), 8000)
    tracks = side_by_side(tmp_path).tracks
    assert [track.name for track in tracks] == ["a", "b"]
    assert tracks[0].read("beats").times.tolist() == [0.5]
