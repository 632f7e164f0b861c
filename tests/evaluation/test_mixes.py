"""Exported mixes are what is scored."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import soundfile
from stubs import corpus

from lausch.cli.export import RATE, write_mixes
from lausch.errors import CorpusError


def test_mixes_are_mono_at_one_rate(tmp_path):
    tracks = corpus(tmp_path / "clicks").tracks[:2]
    paths = list(write_mixes(tracks, tmp_path / "out"))
    assert [path.name for path in paths] == [f"{track.name}.flac" for track in tracks]
    for path, track in zip(paths, tracks, strict=True):
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
        assert (rate, samples.shape[1]) == (RATE, 1)
        np.testing.assert_allclose(samples[:, 0], track.load(RATE).samples, atol=2e-7)
    written = [path.stat().st_mtime_ns for path in paths]
    list(write_mixes(tracks, tmp_path / "out"))
    assert [path.stat().st_mtime_ns for path in paths] == written


def test_a_loud_sum_is_turned_down_not_clipped(tmp_path):
    one = corpus(tmp_path / "clicks").tracks[0]
    both = replace(one, also=(one.audio,))
    (path,) = write_mixes([both], tmp_path / "out")
    samples, _ = soundfile.read(path, dtype="float32")
    total = both.load(RATE).samples
    assert np.abs(total).max() > 1
    np.testing.assert_allclose(samples, total / np.abs(total).max(), atol=2e-7)


def test_two_tracks_of_one_name_are_refused(tmp_path):
    one = corpus(tmp_path / "clicks").tracks[0]
    with pytest.raises(CorpusError, match="one file would replace the other"):
        list(write_mixes([one, one], tmp_path / "out"))
