"""Scores of chords and keys, against mir_eval's own road where it has one."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from lausch.annotation import Chords, Key
from lausch.annotation.vocabulary import CLASSES
from lausch.metrics import chords, key

REFERENCE = Chords([(0, 2), (2, 4), (4, 5), (5, 6)], ["C:maj7", "G:7", "N", "D:sus4"])


def test_a_perfect_estimate_scores_one():
    assert chords.score(REFERENCE, REFERENCE) == dict.fromkeys(chords.MEASURES, 1.0)
    assert chords.score(Chords(), REFERENCE) == {}


def test_shares_of_time_are_right():
    estimate = Chords([(0, 1), (1, 4), (4, 6)], ["C:maj", "G:7", "N"])
    scores = chords.score(REFERENCE, estimate)
    assert scores["majmin"] == pytest.approx(4 / 5)  # the suspension is neither major nor minor
    assert scores["sevenths"] == pytest.approx(3 / 5)
    assert scores["root"] == pytest.approx(4 / 6)


def test_where_nothing_is_annotated_nothing_counts():
    reference = Chords([(1, 2), (3, 4)], ["C:maj", "G:maj"])
    estimate = Chords([(0, 2), (2, 3), (3, 3.5)], ["C:maj", "D:maj", "G:maj"])
    assert chords.score(reference, estimate)["majmin"] == pytest.approx(0.75)
    assert chords.score(reference, Chords())["majmin"] == 0.0


def test_mir_eval_evaluates_the_same():
    chord = pytest.importorskip("mir_eval.chord")
    rng = np.random.default_rng(0)
    sides = []
    for count in (30, 40):
        edges = np.append(0, np.cumsum(rng.uniform(0.2, 2, count)))
        edges *= 40 / edges[-1]
        labels = [CLASSES[number] for number in rng.integers(0, len(CLASSES), count)]
        sides.append(Chords(np.stack([edges[:-1], edges[1:]], 1), labels))
    expected = chord.evaluate(
        sides[0].intervals, list(sides[0].labels), sides[1].intervals, list(sides[1].labels)
    )
    ours = chords.score(*sides)
    names = {
        "segmentation": "seg",
        "over-segmentation": "overseg",
        "under-segmentation": "underseg",
    }
    for name in chords.MEASURES:
        assert ours[name] == pytest.approx(expected[names.get(name, name)])


@pytest.mark.parametrize(
    ("estimate", "value"),
    [("C:maj", 1), ("G:maj", 0.5), ("A:min", 0.3), ("C:min", 0.2), ("D:maj", 0), ("", 0)],
)
def test_keys_that_are_near_count_in_part(estimate, value):
    scores = key.score(Key("C:maj"), Key(estimate))
    assert scores == {"weighted": value, "right key": float(value == 1)}


def test_keys_over_time():
    reference = Key("C:maj", 1.0, [(0, 6), (6, 10)], ["C:maj", "F#:min"])
    assert key.score(reference, reference)["weighted over time"] == 1.0
    assert key.score(reference, Key("C:maj"))["weighted over time"] == pytest.approx(0.6)
    near = Key("C:maj", 1.0, [(0, 7), (7, 10)], ["C:maj", "Gb:min"])
    assert key.score(reference, near)["weighted over time"] == pytest.approx(0.9)
    assert key.score(Key(), reference) == {}


def test_what_the_reference_never_has_is_left_out():
    estimate = Chords([(0, 2)], ["C:maj"])
    assert set(chords.MEASURES) - set(chords.score(Chords([(0, 2)], ["C:sus4"]), estimate)) == {
        "majmin",
        "sevenths",
    }
    unknown = chords.score(Chords([(0, 2)], ["X"]), estimate)
    assert set(unknown) == {"segmentation", "over-segmentation", "under-segmentation"}


@pytest.mark.parametrize(
    ("cuts", "over", "under"),
    [([], 1.0, 0.5), ([2.0], 1.0, 1.0), ([1.0, 2.0, 3.0], 0.5, 1.0), ([1.0], 0.75, 0.75)],
)
def test_segmentation_is_what_other_boundaries_leave(cuts, over, under):
    reference = Chords([(0, 2), (2, 4)], ["C:maj", "G:maj"])
    edges = [0.0, *cuts, 4.0]
    spans = list(pairwise(edges))
    names = ["C:maj", "G:maj", "D:maj", "A:maj"]
    scores = chords.score(reference, Chords(spans, names[: len(spans)]))
    assert scores["over-segmentation"] == pytest.approx(over)
    assert scores["under-segmentation"] == pytest.approx(under)
    assert scores["segmentation"] == pytest.approx(min(over, under))
