"""The confidence of a chord grows with how clear it is, and does not saturate."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.decoding.chords import (
    CLEAREST,
    chroma_scores,
    clarity,
    class_scores,
    confidence_of,
)


def test_clarity_is_the_log_odds_in_a_second():
    gains = np.log(np.array([[0.5, 0.25, 0.25], [0.8, 0.1, 0.1]]))
    found = clarity(gains, np.array([0, 1]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(found, [0.0, np.log(0.1 / 0.9) / 2])


def test_clarity_has_bounds_even_where_nothing_else_fits():
    gains = np.array([[0.0, -1e6, -1e6], [-1e6, 0.0, 0.0]])
    np.testing.assert_allclose(clarity(gains, np.zeros(2, np.int64), np.ones(2)), [10.0, -10.0])


def test_confidence_grows_and_is_never_certain():
    values = confidence_of(np.linspace(-CLEAREST, CLEAREST, 9))
    assert (np.diff(values) > 0).all()
    assert 0 < values[0] < values[-1] < 0.96


@pytest.mark.parametrize(("total", "label"), [(0.0, 2), (0.0009, 2), (0.001, 0), (0.5, 0)])
def test_outputs_that_say_nothing_are_no_chord(total, label):
    """From a thousandth on they are shares of their sum."""
    scores = class_scores(np.array([[total, 0.0, 0.0]]))
    assert scores.argmax() == label
    assert scores[0, label] == pytest.approx(0)
    assert scores[0, 2] == pytest.approx(0 if label == 2 else np.log(0.001))


def test_tones_are_as_likely_as_their_outputs_within_a_thousandth():
    templates = np.array([[1.0, 0.0], [0.0, 0.0]])
    scores = chroma_scores(np.array([[0.9, 0.2], [1.0, 0.0]]), templates)
    np.testing.assert_allclose(scores[0], [np.log(0.9 * 0.8), np.log(0.1 * 0.8)])
    np.testing.assert_allclose(scores[1], [2 * np.log(0.999), np.log(0.001) + np.log(0.999)])
