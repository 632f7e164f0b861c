"""Scores of forms whose agreement is known."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Form, Sections
from lausch.metrics.sections import (
    BOUNDARY_MEASURES,
    LABEL_MEASURES,
    boundary_f,
    boundary_scores,
    label_scores,
    score,
    score_scale,
)

TRUTH = Sections([0, 10, 20, 30, 40], ["A", "B", "A", "B"])


def test_a_form_agrees_with_itself():
    scores = score(Form(TRUTH, TRUTH), Form(TRUTH, TRUTH))
    assert len(scores) == 2 * (len(BOUNDARY_MEASURES) + len(LABEL_MEASURES))
    assert set(scores.values()) == {1.0}


def test_precision_and_recall_of_boundaries():
    found = Sections([0, 10.4, 18, 25, 40], ["x", "y", "x", "y"])
    scores = score_scale(TRUTH, found)
    assert scores["P 0.5 s"] == pytest.approx(1 / 3)
    assert scores["R 0.5 s"] == pytest.approx(1 / 3)
    assert scores["P 3 s"] == pytest.approx(2 / 3)
    assert scores["P 0.5 s untrimmed"] == pytest.approx(3 / 5)
    few = score_scale(TRUTH, Sections([0, 10, 40]))
    assert (few["P 0.5 s"], few["R 0.5 s"]) == (1.0, pytest.approx(1 / 3))
    assert few["F 0.5 s"] == pytest.approx(0.5)
    # (1 + b^2) P R / (b^2 P + R), with b = .58
    assert few["F.58 0.5 s"] == pytest.approx((1 + 0.3364) / 3 / (0.3364 + 1 / 3))
    assert "pairwise F" not in few


def test_labels_are_names_only():
    other = Sections(TRUTH.boundaries, ["verse", "chorus", "verse", "chorus"])
    assert score_scale(TRUTH, other)["pairwise F"] == pytest.approx(1)
    assert score_scale(TRUTH, other)["S F"] == pytest.approx(1)


def test_labels_too_many_and_too_few():
    many = score_scale(TRUTH, Sections(TRUTH.boundaries, "abcd"))
    assert many["pairwise P"] == pytest.approx(1)
    assert many["pairwise R"] == pytest.approx(0.5, abs=0.01)
    assert many["S under"] == pytest.approx(1)
    assert many["S over"] == pytest.approx(0.5)
    few = score_scale(TRUTH, Sections([0, 40], ["a"]))
    assert few["pairwise R"] == pytest.approx(1)
    assert few["S under"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("end", [30.0, 55.0])
def test_an_estimate_may_end_elsewhere(end):
    found = Sections([0, 10, 20, end], ["A", "B", "A"])
    assert 0 < score_scale(TRUTH, found)["pairwise F"] < 1


def test_one_part_on_both_sides_is_agreement():
    one = Sections([0.2, 40], ["A"])
    assert set(score_scale(one, one).values()) == {1.0}
    assert score_scale(one, TRUTH)["F 3 s"] == 0


@pytest.mark.parametrize("estimate", [Sections(), Sections([0, 0.3], ["A"])])
def test_nothing_is_scored(estimate):
    assert score_scale(TRUTH, estimate)["F 0.5 s"] == 0
    assert score_scale(estimate, estimate)["F 0.5 s"] == 1
    assert "coarse pairwise F" not in score(Form(estimate), Form(TRUTH))


def test_scales_that_only_one_side_has_are_left_out():
    assert all(name.startswith("coarse") for name in score(Form(TRUTH, TRUTH), Form(TRUTH)))


def test_three_hours_are_scored():
    edges = np.linspace(0, 10800, 400)
    labels = ["A", "B", "C"] * 133
    assert score_scale(Sections(edges, labels), Sections(edges, labels))["S F"] > 0.99


@pytest.mark.parametrize(("end", "scored"), [(0.99, False), (1.0, True)])
def test_labels_are_compared_from_a_second_on(end, scored):
    scale = Sections([0.0, end / 2, end], ["A", "B"])
    assert bool(label_scores(scale, scale)) == scored


def test_of_one_label_on_each_side_all_pairs_are_right():
    one, two = Sections([0.0, 4.0], ["A"]), Sections([0.0, 2.0, 4.0], ["A", "B"])
    assert set(label_scores(one, Sections([0.0, 4.0], ["X"])).values()) == {1.0}
    assert label_scores(two, one)["pairwise P"] < 1
    assert label_scores(two, Sections([0.0, 4.0], [""])) == {}
    assert label_scores(Sections(), two) == {}


@pytest.mark.parametrize(
    ("reference", "estimate", "trimmed", "whole"),
    [
        ([0, 4], [0, 4], 1, 1),
        ([0, 4], [0, 2, 4], 0, 1),
        ([0, 2, 4], [0, 2, 4], 1, 1),
        ([0, 2, 4], [0, 4], 0, 2 / 3),
        ([], [0, 4], 1, 0),
        ([], [], 1, 1),
    ],
)
def test_ends_count_only_untrimmed(reference, estimate, trimmed, whole):
    scores = boundary_scores(Sections(reference), Sections(estimate))
    assert scores["F 0.5 s"] == pytest.approx(trimmed)
    assert scores["R 0.5 s untrimmed"] == pytest.approx(whole)
    assert boundary_f(Sections(reference), Sections(estimate), 0.5) == pytest.approx(trimmed)
