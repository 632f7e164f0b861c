"""Distances of sections, and groups of near ones, against what the formulas say."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.labelling import grouped
from lausch.decoding.section_distance import diagonal_distance, mean_distance


def test_clusters_are_joined_by_their_mean_distance():
    places = np.array([0.0, 5.0, 0.2, 5.1, 9.0])
    apart = np.abs(places[:, None] - places)
    assert grouped(apart, 1.0).tolist() == [0, 1, 0, 1, 2]
    assert grouped(apart, 4.0).tolist() == [0, 1, 0, 1, 1]
    assert grouped(apart, 99.0).tolist() == [0, 0, 0, 0, 0]
    assert grouped(np.zeros((0, 0)), 1.0).tolist() == []


def test_the_best_diagonal_is_that_of_the_formula():
    random = np.random.default_rng(0)
    values = random.normal(size=(40, 3)).astype(np.float32)
    starts, ends = np.array([0, 10, 14, 30]), np.array([10, 14, 30, 40])
    found = diagonal_distance(values, starts, ends, slack=2)

    def expected(one, other):
        if ends[one] - starts[one] > ends[other] - starts[other]:
            return expected(other, one)
        length = ends[one] - starts[one]
        places = range(
            max(starts[other] - 2, 0), min(ends[other] - length + 2, len(values) - length) + 1
        )
        own = values[starts[one] : ends[one]]
        return min(np.square(own - values[p : p + length]).sum(1).mean() / 2 for p in places)

    for one in range(4):
        for other in range(4):
            if one != other:
                both = [expected(one, other)]
                if ends[one] - starts[one] == ends[other] - starts[other]:
                    both.append(expected(other, one))
                assert found[one, other] == pytest.approx(min(both), abs=1e-4)
    np.testing.assert_allclose(found, found.T)
    means = np.array([values[a:b].mean(axis=0) for a, b in zip(starts, ends, strict=True)])
    expected_means = np.square(means[:, None] - means).sum(axis=2) / 2
    np.testing.assert_allclose(mean_distance(values, starts, ends), expected_means, atol=1e-5)
