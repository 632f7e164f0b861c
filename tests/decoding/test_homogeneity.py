"""What joining costs, by the formula, and which boundaries stay the longest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.decoding.homogeneity import costs_of_joining


def steps(levels: list[float], frames: int = 20, noise: float = 0.1) -> np.ndarray:
    random = np.random.default_rng(1)
    values = np.repeat(levels, frames)[:, None] + noise * random.normal(size=(1, 2))
    return (values + noise * random.normal(size=values.shape)).astype(np.float32)


def test_true_boundaries_cost_the_most():
    costs = costs_of_joining(steps([0, 1, 0, 3]))
    assert sorted(np.argsort(-costs)[:3].tolist()) == [20, 40, 60]
    assert costs.argmax() == 60  # the largest step goes last
    assert np.sort(costs)[-3] > 5 * np.sort(costs)[-4]


def test_two_sections_cost_what_ward_says():
    values = np.array([[0.0], [0.0], [0.0], [2.0], [2.0]], np.float32)
    assert costs_of_joining(values).tolist() == pytest.approx([0, 0, 0, 3 * 2 / 5 * 4, 0])


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 40), st.integers(1, 3))
def test_all_costs_together_are_the_variance_or_more(frames, columns):
    values = np.random.default_rng(frames).normal(size=(frames, columns)).astype(np.float32)
    costs = costs_of_joining(values)
    assert costs.shape == (frames,)
    if frames > 1:
        total = np.square(values - values.mean(axis=0)).sum()
        assert costs.sum() >= total * 0.999
        assert costs.max() <= total * 1.001


def test_what_never_changes_costs_nothing():
    assert costs_of_joining(np.ones((50, 4), np.float32)).max() == 0
