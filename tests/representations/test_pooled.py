"""Pooling and lag matrices: known answers on steps and repeated tones."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import Lags, LogMelS, LogS, Pooled, Stack, represent, stream
from lausch.representations.pooled import pool

RATE = 44100
MEL = LogMelS(RATE, 1024, 2048, low_hz=80.0, high_hz=16000.0, bands=80, factor=10.0)
CHROMA = LogS(RATE, 6144, 8192, low_hz=100.0, high_hz=2000.0, bands_per_octave=12)


def test_each_row_is_the_largest_around_its_time():
    rows = np.arange(13, dtype=np.float32)[:, None]
    assert pool(rows, 6, 3).ravel().tolist() == [2.0, 8.0, 12.0]
    assert pool(rows, 1, 13).ravel().tolist() == rows.ravel().tolist()


def test_a_click_is_kept_wherever_it_falls():
    pooled = Pooled(MEL, 6)
    for at in (0.5, 0.53, 0.57):
        samples = np.zeros(RATE, dtype=np.float32)
        samples[int(at * RATE)] = 1
        values = pooled.measure(samples).sum(axis=1)
        assert abs(pooled.clock.times(len(values))[values.argmax()] - at) < pooled.frames / 2 / 43


def tones(seconds=4.0):
    """Two chords, the first one again: A B A."""
    moment = np.arange(int(seconds * RATE)) / RATE
    one, two = (
        sum(np.sin(2 * np.pi * hz * moment) for hz in chord)
        for chord in ((220.0, 277.2, 329.6), (246.9, 293.7, 370.0))
    )
    return np.concatenate([one, two, one]).astype(np.float32) * 0.1


def test_what_comes_again_stands_at_its_lag():
    lags = Lags(CHROMA, 10.0, stack=1, quantile=0.0, count=40)
    values = lags.measure(tones())
    seconds = np.array([float(name.split()[1]) for name in lags.columns])
    row = values[int(10.0 * lags.clock.fps)]  # in the last A, which began at 8 s
    assert row[(seconds > 0.5) & (seconds < 1.5)].min() > 0.95
    assert row[(seconds > 2.6) & (seconds < 5.4)].max() < 0.5
    assert row[(seconds > 6.6) & (seconds < 9.0)].min() > 0.95


def test_ahead_looks_both_ways():
    lags = Lags(CHROMA, 3.0, stack=1, quantile=0.0, count=20, ahead=True)
    row = lags.measure(tones())[int(4.5 * lags.clock.fps)]  # B from 4 s to 8 s
    assert row[:10].min() > 0.95  # what comes
    assert row[16:].max() < 0.5  # A, before


def test_scaled_distances_are_shares_and_silence_is_like_nothing():
    near = Lags(Pooled(MEL, 2), 4.0, frames=3)
    values = near.measure(tones(2.0))
    assert ((values >= 0) & (values <= 1)).all()
    silent = Lags(CHROMA, 3.0, stack=1, quantile=0.0, count=20).measure(np.zeros(RATE, np.float32))
    assert not silent.any()


@pytest.mark.parametrize(
    "part",
    [
        Pooled(MEL, 6),
        Lags(Pooled(MEL, 2), 4.0, frames=3),
        Lags(CHROMA, 6.0, ahead=True, quantile=0.0, count=40),
    ],
)
def test_chunks_equal_the_whole(part):
    whole = represent(Stack((part,)), tones()).values
    blocks = np.array_split(tones(), 7)
    chunks = [v[new] for v, new in stream(Stack((part,)), blocks, frames=20, context=5)]
    np.testing.assert_allclose(np.concatenate(chunks), whole, atol=1e-5)


def test_impossible_settings_are_refused():
    with pytest.raises(OptionError, match="at least 1 frame"):
        Pooled(MEL, 0)
    with pytest.raises(OptionError, match="too few"):
        Lags(CHROMA, 1.0)
    with pytest.raises(OptionError, match="quantile"):
        Lags(CHROMA, 20.0, quantile=1.0)
