"""The tones of chords tell the key of the whole, in every key alike."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation.vocabulary import class_of
from lausch.decoding.key_profiles import (
    agreeing,
    of_the_whole,
    profiles,
    tones,
    turned,
    with_tones,
)

EVEN = np.full((4, 24), 1 / 24)
SECONDS = np.array([2.0, 2.0, 2.0, 4.0])


def numbers(*labels):
    return np.array([class_of(label) for label in labels])


def test_tones_are_shares_of_time():
    held = tones(numbers("C:maj", "N"), np.array([3.0, 5.0]))
    np.testing.assert_allclose(held[[0, 4, 7]], 1 / 3)
    assert held.sum() == pytest.approx(1)
    assert tones(numbers("N"), np.array([1.0])).sum() == 0


def test_a_key_sees_its_tonic_first():
    shares = np.zeros(12)
    shares[7] = 1.0
    rows = turned(shares)
    assert rows[7, :12].argmax() == 0  # G in G major
    assert rows[12 + 4, 12:24].argmax() == 3  # G is the third of E minor
    assert rows[:12, -1].sum() == 0
    assert (rows[12:, -1] == 1).all()


@pytest.mark.parametrize("up", range(12))
@pytest.mark.parametrize(
    ("chords", "key"),
    [(("C:maj", "F:maj", "G:7", "C:maj"), 0), (("A:min", "D:min", "E:7", "A:min"), 21)],
)
def test_plain_cadences_are_in_their_keys(up, chords, key):
    labels = numbers(*chords)
    moved = 12 * (labels // 12) + (labels + up) % 12
    found = int(of_the_whole(moved, SECONDS, EVEN).argmax())
    assert found == 12 * (key // 12) + (key + up) % 12


def test_the_mean_over_chords_is_that_of_the_whole():
    random = np.random.default_rng(0)
    shares = random.dirichlet(np.ones(24), 4)
    whole = random.dirichlet(np.ones(24))
    changed = agreeing(shares, SECONDS, whole)
    np.testing.assert_allclose(changed.sum(axis=1), 1)
    np.testing.assert_allclose(np.average(changed, axis=0, weights=SECONDS), whole, atol=1e-3)


def test_what_differs_between_chords_goes_on_differing():
    shares = np.full((2, 24), 0.01)
    shares[0, 0] = shares[1, 5] = 0.77
    whole = np.full(24, 1 / 24)
    changed = agreeing(shares, np.ones(2), whole)
    assert changed.argmax(axis=1).tolist() == [0, 5]


def test_nothing_is_told_by_no_chords():
    assert with_tones(np.zeros(0, np.int64), np.zeros(0), np.zeros((0, 24))).shape == (0, 24)


def test_the_file_has_a_weight_for_every_degree():
    weights, power = profiles()
    assert weights.shape == (25,)
    assert 0 < power < 1
    assert weights[0] == max(weights[[0, 1, 6]])  # the tonic before what is out of the key
