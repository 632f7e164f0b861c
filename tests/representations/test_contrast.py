"""LCN: local contrast normalisation."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import (
    LocalContrast,
    LogLogS,
    Raw,
    Stack,
    from_card,
    represent,
    stream,
    to_card,
)

STEP = LocalContrast(Raw(100, 6), reach=2, columns_around=1)


def weighted(values, n, column):
    """Values around one, with their weights."""
    at = [
        (row, other)
        for row in range(max(n - 2, 0), min(n + 3, len(values)))
        for other in range(max(column - 1, 0), min(column + 2, values.shape[1]))
    ]
    weights = [np.exp(-0.5 * ((row - n) ** 2 + ((other - column) / 0.5) ** 2)) for row, other in at]
    return np.array([values[each] for each in at]), np.array(weights)


def mean_around(values):
    """The weighted mean around every value."""
    return np.array(
        [
            [np.average(near, weights=weights) for near, weights in row]
            for row in (
                [weighted(values, n, column) for column in range(values.shape[1])]
                for n in range(len(values))
            )
        ]
    )


def test_it_is_the_formula_value_by_value():
    values = np.random.default_rng(0).normal(3, 2, (9, 6)).astype(np.float32)
    centred = values - mean_around(values.astype(np.float64))
    expected = centred / np.maximum(np.sqrt(mean_around(centred**2)), 0.1)
    np.testing.assert_allclose(STEP.finish(values), expected, atol=1e-5)


def test_gain_and_offset_do_not_matter_and_a_flat_map_is_zero():
    values = np.random.default_rng(1).normal(0, 2, (30, 6)).astype(np.float32)
    np.testing.assert_allclose(STEP.finish(3 * values + 5), STEP.finish(values), atol=1e-4)
    assert np.abs(STEP.finish(np.full((9, 6), 7.0, np.float32))).max() < 1e-6
    assert STEP.finish(np.zeros((0, 6), np.float32)).shape == (0, 6)


def test_chunks_are_as_the_whole_and_a_card_brings_the_step_back():
    stack = Stack((LocalContrast(LogLogS(8000, 160, 512, low_hz=60.0, high_hz=3000.0), reach=8),))
    samples = np.random.default_rng(2).normal(0, 0.1, 40_000).astype(np.float32)
    whole = represent(stack, samples).values
    parts = [values[new] for values, new in stream(stack, [samples], frames=50, context=10)]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-4)
    assert from_card(to_card(stack)) == stack


@pytest.mark.parametrize("settings", [{"reach": 0}, {"columns_around": 0}, {"smallest": 0.0}])
def test_nothing_to_divide_by_is_refused(settings):
    with pytest.raises(OptionError, match="LCN needs"):
        LocalContrast(Raw(100, 3), **settings)
