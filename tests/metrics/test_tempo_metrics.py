"""Scores of tempi whose agreement is known."""

from __future__ import annotations

import pytest

from lausch.annotation import Beats, Tempo
from lausch.metrics import beats, tempo

TRUTH = Tempo([120, 60], [0.75, 0.25])


@pytest.mark.parametrize(
    ("estimate", "scores"),
    [
        (TRUTH, (1, 1, 1)),
        (Tempo([124.5], [1]), (1, 1, 0.75)),
        (Tempo([126], [1]), (0, 0, 0.75)),
        (Tempo([60], [1]), (0, 1, 0.25)),
        (Tempo([60, 120], [0.5, 0.5]), (0, 1, 1)),
        (Tempo([41], [1]), (0, 1, 0)),
        (Tempo([90], [1]), (0, 0, 0)),
        (Tempo(), (0, 0, 0)),
    ],
)
def test_tempo(estimate, scores):
    assert tempo.score(TRUTH, estimate) == dict(zip(tempo.MEASURES, scores, strict=True))


def test_without_an_annotated_tempo_there_is_no_score():
    assert tempo.score(Tempo(), TRUTH) == {}


def test_beats_have_a_tempo():
    at_120, at_60 = Beats([1.0, 1.5, 2.0, 2.5]), Beats([1.0, 2.0, 3.0])
    scores = beats.score(at_120, at_60)
    assert (scores["tempo Acc1"], scores["tempo Acc2"], scores["tempo P"]) == (0, 1, 0)
    assert "tempo P" not in beats.score(Beats([1.0]), at_60)


def test_weights_are_shares_of_the_two_strongest_tempi():
    truth = Tempo([120, 60, 40], [0.6, 0.2, 0.2])
    assert tempo.p_score(truth, Tempo([120], [1])) == pytest.approx(0.75)
    assert tempo.p_score(truth, Tempo([60], [1])) == pytest.approx(0.25)
    assert tempo.p_score(truth, Tempo([40], [1])) == 0


@pytest.mark.parametrize(
    ("estimated", "word"),
    [(121.0, "right"), (61.0, "half"), (240.0, "double"), (40.5, "third"), (90.0, "none")],
)
def test_a_tempo_is_called_by_its_ratio_to_the_annotated_one(estimated, word):
    assert tempo.ratio_word(120.0, estimated) == word
    assert tempo.ratio_word(0.0, estimated) == "none"


@pytest.mark.parametrize("ratio", [1.0, 1 / 2, 2.0, 1 / 3, 3.0])
def test_a_tempo_may_be_beside_by_four_per_cent_of_what_it_is_compared_with(ratio):
    truth = Tempo([100], [1])
    for share, right in [(1.0399, 1), (1.0401, 0), (0.9601, 1), (0.9599, 0)]:
        scores = tempo.score(truth, Tempo([100 * ratio * share], [1]))
        assert scores["tempo Acc2"] == right
        assert scores["tempo Acc1"] == (right if ratio == 1 else 0)
        assert (tempo.ratio_word(100, 100 * ratio * share) != "none") == right


def test_weights_of_nothing_are_those_of_the_first():
    truth = Tempo([120, 60], [0.0, 0.0])
    assert tempo.p_score(truth, Tempo([120], [1])) == 1
    assert tempo.p_score(truth, Tempo([60], [1])) == 0
    assert tempo.p_score(truth, Tempo()) == 0


def test_multiples_are_of_the_annotated_tempo():
    assert tempo.accuracy(Tempo([100], [1]), Tempo([200], [1]), (2.0,)) == 1
    assert tempo.accuracy(Tempo([100], [1]), Tempo([50], [1]), (2.0,)) == 0
    assert tempo.ratio_word(0.5, 1.0) == "double"
