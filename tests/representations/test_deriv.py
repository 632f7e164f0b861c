import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.errors import OptionError
from lausch.representations import Deriv, LogLogS, LogS, Stack
from lausch.representations.steps import median_difference, positive_difference


def test_positive_difference_by_hand():
    values = np.array([[1.0], [3.0], [2.0], [5.0]], dtype=np.float32)
    assert positive_difference(values, 1).ravel().tolist() == [0, 2, 0, 3]
    assert positive_difference(values, 2).ravel().tolist() == [0, 0, 1, 2]


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 8), st.integers(0, 30))
def test_median_difference_is_the_formula(lag, frames):
    values = np.random.default_rng(lag).random((frames, 3)).astype(np.float32)
    padded = np.concatenate([np.repeat(values[:1], lag, axis=0), values])
    expected = np.zeros_like(values)
    for n in range(frames):
        middle = np.sort(padded[n : n + lag + 1], axis=0)[lag // 2]
        expected[n] = np.maximum(0, values[n] - middle)
    np.testing.assert_array_equal(median_difference(values, lag), expected)


@pytest.mark.parametrize("lag", [1, 5])
def test_shorter_than_the_lag_is_all_zero(lag):
    values = np.ones((1, 2), dtype=np.float32)
    assert (positive_difference(values, lag) == 0).all()


def test_columns_name_every_value():
    stack = Stack((Deriv(LogLogS(44100, 441, 1024), 1), LogS(44100, 441, 2048)))
    values = stack.finish(stack.measure(np.zeros(4410, dtype=np.float32)))
    assert values.shape == (10, len(stack.columns))
    assert len(set(stack.columns)) == len(stack.columns)


def test_rules_are_said():
    spectrum = LogS(44100, 441, 1024)
    with pytest.raises(OptionError, match="at least 1 frame"):
        Deriv(spectrum, 0)
    with pytest.raises(OptionError, match="one of"):
        Deriv(spectrum, 1, method="slope")
    with pytest.raises(OptionError, match="the same clock"):
        Stack((spectrum, LogS(44100, 882, 1024)))
