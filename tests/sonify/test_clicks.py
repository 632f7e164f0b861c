"""Clicks stand where the beats are, whatever the blocks, and the music goes on beneath them."""

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.errors import OptionError
from lausch.sonify.clicks import (
    CLICK_SECONDS,
    MUSIC_LEVEL,
    SUFFIXES,
    beat_events,
    with_clicks,
    write_clicks,
)

RATE = 44100
BEATS = Beats([0.0, 0.5, 1.0, 1.5], [4, 1, 2, 3])


def test_a_click_begins_at_its_beat_and_dies_before_the_next():
    (track,) = with_clicks([np.zeros((2 * RATE, 1), np.float32)], beat_events(BEATS), RATE)
    assert len(track) == 2 * RATE
    track = track[:, 0]
    for time in BEATS.times:
        start = round(time * RATE)
        assert track[start] > 0.4
        assert np.abs(track[start + round(CLICK_SECONDS * RATE) : start + RATE // 2]).max() == 0
    starts = np.round(BEATS.times * RATE).astype(int)
    assert track[starts].argmax() == 1  # the downbeat is the loudest


@settings(deadline=None, max_examples=30)
@given(size=st.integers(1, 5000), times=st.lists(st.floats(0, 0.5), max_size=8, unique=True))
def test_blocks_do_not_matter(size, times):
    events = beat_events(Beats(sorted(times)))
    music = np.random.default_rng(1).uniform(-1, 1, (20_000, 2)).astype(np.float32)
    (whole,) = with_clicks([music], events, RATE)
    blocks = [music[start : start + size] for start in range(0, len(music), size)]
    np.testing.assert_array_equal(np.concatenate(list(with_clicks(blocks, events, RATE))), whole)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_file_holds_music_and_clicks(suffix, tmp_path):
    seconds = 3.0
    music = 0.5 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)
    path = tmp_path / f"out{suffix}"
    write_clicks((music, RATE), Analysis(beats=BEATS), path)
    samples, rate = soundfile.read(path)
    assert rate == RATE
    assert abs(len(samples) - len(music)) < 0.1 * RATE
    calm = slice(round(2.1 * RATE), round(2.5 * RATE))
    expected = MUSIC_LEVEL * 0.5 / np.sqrt(2)
    assert np.sqrt(np.mean(samples[calm] ** 2)) == pytest.approx(expected, rel=0.05)
    assert np.abs(samples[round(0.5 * RATE) :][:500]).max() > 0.6


def test_another_suffix_is_refused_and_nothing_is_left_after_an_error(tmp_path):
    with pytest.raises(OptionError, match=r"\.flac"):
        write_clicks((np.zeros(5), RATE), Analysis(), tmp_path / "a.aiff")
    with pytest.raises(Exception, match="no samples"):
        write_clicks((np.zeros(0), RATE), Analysis(), tmp_path / "a.flac")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("suffix", "rate", "expected"),
    [(".flac", 48_000, 48_000), (".wav", 96_000, 96_000), (".mp3", 96_000, 44_100)],
)
def test_stereo_and_the_sample_rate_remain_where_the_format_has_it(
    suffix, rate, expected, tmp_path
):
    left = 0.5 * np.sin(2 * np.pi * 220 * np.arange(2 * rate) / rate)
    path = tmp_path / f"out{suffix}"
    write_clicks((np.stack([left, np.zeros_like(left)]), rate), Analysis(beats=BEATS), path)
    samples, written = soundfile.read(path)
    assert (written, samples.shape[1]) == (expected, 2)
    assert np.abs(samples[round(0.5 * written) :][:500]).max(axis=0).min() > 0.5  # in both
    calm = samples[round(1.7 * written) : round(1.9 * written)]
    levels = np.sqrt(np.mean(calm**2, axis=0))
    assert levels[0] == pytest.approx(MUSIC_LEVEL * 0.5 / np.sqrt(2), rel=0.05)
    assert levels[1] < 0.01


def test_channels_that_cancel_are_not_lost_and_many_become_one(tmp_path):
    left = 0.5 * np.sin(2 * np.pi * 220 * np.arange(2 * RATE) / RATE)
    for samples, channels in ((np.stack([left, -left]), 2), (np.stack([left] * 6), 1)):
        write_clicks((samples, RATE), Analysis(beats=BEATS), tmp_path / "out.wav")
        written, _ = soundfile.read(tmp_path / "out.wav", always_2d=True)
        assert written.shape == (2 * RATE, channels)
        assert np.abs(written[round(1.7 * RATE) :]).max() == pytest.approx(0.3, abs=0.01)


def test_samples_that_are_no_numbers_are_silent(tmp_path):
    music = np.full((2, RATE), np.nan)
    write_clicks((music, RATE), Analysis(beats=Beats([0.5])), tmp_path / "out.wav")
    written, _ = soundfile.read(tmp_path / "out.wav")
    assert np.isfinite(written).all()
    assert np.abs(written[: RATE // 2]).max() == 0
