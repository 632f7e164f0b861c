"""Scores of drums: instruments apart and together."""

from __future__ import annotations

import pytest

from lausch.annotation import Drums
from lausch.metrics.drums import instrument_f, score

REFERENCE = Drums([0.5, 1.0, 1.0, 1.5], ["kick", "kick", "snare", "snare"])


def test_a_perfect_estimate_scores_one_on_every_instrument_that_is_struck():
    assert score(REFERENCE, REFERENCE) == {"drums F": 1.0, "kick F": 1.0, "snare F": 1.0}


def test_a_stroke_of_the_wrong_instrument_is_no_hit():
    estimate = Drums([0.54, 1.0, 1.0, 1.5], ["kick", "kick", "hi-hat", "snare"])
    scores = score(REFERENCE, estimate)
    assert scores["kick F"] == 1.0
    assert scores["snare F"] == pytest.approx(2 / 3)
    assert scores["drums F"] == pytest.approx(6 / 8)
    assert "hi-hat F" not in scores
    assert instrument_f(REFERENCE, estimate, "hi-hat") == 0.0


def test_fifty_milliseconds_are_near_and_sixty_are_not():
    assert score(Drums([1.0], ["tom"]), Drums([1.049], ["tom"]))["tom F"] == 1.0
    assert score(Drums([1.0], ["tom"]), Drums([1.06], ["tom"]))["tom F"] == 0.0


def test_no_drums_on_either_side_agree():
    assert score(Drums(), Drums()) == {"drums F": 1.0}
    assert instrument_f(Drums(), Drums(), "kick") == 1.0
    assert score(Drums(), REFERENCE) == {"drums F": 0.0}
