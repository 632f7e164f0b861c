"""STDF as we read it: standardised bands."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import LogLogS, Raw, Stack, Standardized, represent, stream

STEP = Standardized(Raw(100, 3), reach=4)


def test_it_is_the_formula_frame_by_frame():
    values = np.random.default_rng(0).normal(3, 2, (20, 3)).astype(np.float32)
    found = STEP.finish(values)
    for n in range(20):
        near = values[max(n - 4, 0) : n + 5].astype(np.float64)
        expected = (values[n] - near.mean(axis=0)) / np.maximum(near.std(axis=0), 0.1)
        np.testing.assert_allclose(found[n], expected, atol=1e-5)


def test_gain_and_offset_do_not_matter_and_steady_bands_are_zero():
    values = np.random.default_rng(1).normal(0, 2, (30, 3)).astype(np.float32)
    np.testing.assert_allclose(STEP.finish(3 * values + 5), STEP.finish(values), atol=1e-4)
    assert not STEP.finish(np.full((9, 3), 7.0, np.float32)).any()
    assert STEP.finish(np.zeros((0, 3), np.float32)).shape == (0, 3)


def test_chunks_are_as_the_whole():
    stack = Stack((Standardized(LogLogS(8000, 160, 512, low_hz=60.0, high_hz=3000.0), reach=20),))
    samples = np.random.default_rng(2).normal(0, 0.1, 40_000).astype(np.float32)
    whole = represent(stack, samples).values
    parts = [values[new] for values, new in stream(stack, [samples], frames=50, context=10)]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-4)


@pytest.mark.parametrize("settings", [{"reach": 0}, {"smallest": 0.0}])
def test_nothing_to_divide_by_is_refused(settings):
    with pytest.raises(OptionError, match="STDF needs"):
        Standardized(Raw(100, 3), **settings)
