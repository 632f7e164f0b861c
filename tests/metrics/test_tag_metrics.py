"""Areas and precisions by hand; unknown tags do not count."""

import numpy as np
import pytest

from lausch.annotation import Tags
from lausch.annotation.tags import known
from lausch.frames import Clock, Frames
from lausch.metrics import tags


def test_the_area_is_the_share_of_pairs_in_order():
    truth, scores = [1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1]
    assert tags.roc_auc(truth, scores) == pytest.approx(3 / 4)
    assert tags.roc_auc(truth, [0.5] * 4) == pytest.approx(0.5)
    assert tags.roc_auc([1, 1, 0, 0], [0.9, 0.4, 0.4, 0.1]) == pytest.approx(3.5 / 4)
    assert np.isnan(tags.roc_auc([1, 1], [0.1, 0.2]))


def test_average_precision_is_that_at_each_rank_of_what_applies():
    assert tags.average_precision([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1]) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    assert tags.average_precision([1, 0], [0.5, 0.5]) == pytest.approx(0.5)
    assert np.isnan(tags.average_precision([0, 0], [0.1, 0.2]))


def test_of_a_recording_only_known_tags_count():
    reference = known({"voice": True, "piano": False})
    estimate = Tags(["voice", "piano", "organ"], [0.75, 0.25, 1.0])
    scores = tags.score(reference, estimate)
    assert scores == {
        "tags AUC": 1.0,
        "tags AP": 1.0,
        "tags Brier": pytest.approx(1 / 16),
    }
    assert set(scores) <= set(tags.MEASURES)
    assert tags.score(known({"bebop": True}), estimate) == {}


def test_who_plays_when_is_compared_at_the_frames_of_the_estimate():
    playing = Frames(np.array([[1], [1], [0], [0]], np.float32), Clock(1, 1), ("voice",))
    reference = known({"voice": True}, playing)
    half = Frames(np.array([[0.9], [0.8], [0.2], [0.1]], np.float32), Clock(1, 1), ("voice",))
    assert tags.score(reference, Tags(["voice"], [0.9], half))["who plays AUC"] == 1.0


def test_a_tag_is_scored_over_recordings_that_are_known_with_enough_of_both_kinds():
    truths = [known({"voice": n < 4, "bebop": n == 0}) for n in range(8)] + [Tags()]
    estimates = [Tags(["voice", "bebop"], [1 - n / 10, 0.5]) for n in range(9)]
    table = tags.of_tags(truths, estimates)
    assert list(table) == ["voice"]
    assert table["voice"]["AUC"] == 1.0
    assert table["voice"]["AP"] == 1.0
    assert (table["voice"]["applies"], table["voice"]["recordings"]) == (4, 8)


@pytest.mark.parametrize(("chance", "auc"), [(0.5, 1.0), (0.49, None)])
def test_a_tag_applies_from_one_half_on(chance, auc):
    truth, estimate = Tags(["voice", "piano"], [chance, 0.0]), Tags(["voice", "piano"], [0.9, 0.1])
    assert tags.score(truth, estimate).get("tags AUC") == auc


@pytest.mark.parametrize(("applies", "scored"), [(2, False), (3, True), (5, True), (6, False)])
def test_three_recordings_with_a_tag_and_three_without_are_enough(applies, scored):
    truths = [Tags(["voice"], [0.5 if n < applies else 0.49]) for n in range(8)]
    estimates = [Tags(["voice"], [1 - n / 10]) for n in range(8)]
    table = tags.of_tags(truths, estimates)
    assert bool(table) == scored
    if scored:
        assert table["voice"]["AUC"] == table["voice"]["AP"] == 1
        squares = [(1 - n / 10 - (n < applies)) ** 2 for n in range(8)]
        assert table["voice"]["Brier"] == pytest.approx(np.mean(squares))


def test_who_plays_is_asked_as_far_as_both_curves_go_and_of_those_who_play():
    def curve(*rows, hop=1, names=("voice", "piano")):
        values = np.float32(rows)
        return Tags(list(names), [0.5] * len(names), Frames(values, Clock(1, hop), names))

    truth = curve([1, 0], [0.5, 0], [0.49, 0])
    right = curve([0.9, 0.9], [0.8, 0.1], [0.2, 0.9], [0.99, 0.5])
    assert tags.score(truth, right)["who plays AUC"] == 1
    wrong = curve([0.9, 0.9], [0.1, 0.1], [0.2, 0.9])
    assert tags.score(truth, wrong)["who plays AUC"] == 0.5
    slow = curve([0.9, 0], [0.2, 0], hop=2)
    assert tags.score(truth, slow)["who plays AUC"] == 1
    assert "who plays AUC" not in tags.score(truth, curve([0.1], names=("organ",)))
    assert "who plays AUC" not in tags.score(truth, Tags(["voice"], [0.5]))
