"""A held tone goes to one part, a stroke to the other, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import Hpss, LogMelS, Pooled, Stack, represent, stream
from lausch.representations.hpss import medians
from lausch.representations.spectra import expand

RATE = 44100
MEL = LogMelS(RATE, 1024, 2048, low_hz=80.0, high_hz=16000.0, bands=80, factor=10.0)
HPSS = Hpss(MEL)


def test_medians_are_medians():
    values = np.random.default_rng(0).random((40, 3)).astype(np.float32)
    found = medians(values, 5)
    np.testing.assert_array_equal(found[7], np.median(values[5:10], axis=0))
    assert found.shape == values.shape


def test_tones_are_held_and_clicks_are_struck():
    moment = np.arange(3 * RATE) / RATE
    tone = (0.1 * np.sin(2 * np.pi * 880 * moment)).astype(np.float32)
    clicks = np.zeros(3 * RATE, dtype=np.float32)
    clicks[:: RATE // 2] = 1
    for samples, part in ((tone, 0), (clicks[1000:], 1)):
        values = expand(HPSS.measure(samples), 10.0)[40:80]
        sums = values[:, :80].sum(), values[:, 80:].sum()
        assert sums[part] > 10 * sums[1 - part]


def test_both_parts_add_up():
    samples = np.random.default_rng(0).normal(0, 0.1, RATE).astype(np.float32)
    parts = expand(HPSS.measure(samples), 10.0)
    whole = expand(MEL.measure(samples), 10.0)
    np.testing.assert_allclose(parts[:, :80] + parts[:, 80:], whole, rtol=1e-3, atol=1e-3)


def test_chunks_of_it_pooled_equal_the_whole():
    samples = np.random.default_rng(0).normal(0, 0.1, 8 * RATE).astype(np.float32)
    made = Stack((Pooled(HPSS, 6),))
    whole = represent(made, samples).values
    chunks = stream(made, np.array_split(samples, 5), frames=10, context=3)
    parts = [values[new] for values, new in chunks]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-5)


def test_even_medians_are_refused():
    with pytest.raises(OptionError, match="odd"):
        Hpss(MEL, frames=30)
