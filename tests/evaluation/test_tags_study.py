"""Scores of tags over recordings: intervals, groups, voices on real music, calibration."""

from __future__ import annotations

import sys

import pytest
from house import STUDIES, part

from lausch.evaluation.result import Result

if str(STUDIES) not in sys.path:
    sys.path.append(str(STUDIES))


def result(corpus, number, system="one", **tags):
    facts = {}
    for name, (true, chance) in tags.items():
        facts[f"{name}: true"] = float(true)
        facts[f"{name}: estimate"] = chance
    return Result(system, corpus, f"t{number}", f"s{number}", 10.0, {}, 1.0, facts)


RESULTS = [
    result("jazz", n, voice=(n % 2 == 0, 0.9 - 0.1 * (n % 2) - n / 100), piano=(n == 0, 0.5))
    for n in range(10)
]


def test_a_tag_is_scored_with_enough_of_both_kinds_and_has_an_interval():
    from tags_scores import ap, auc, columns_of, in_group

    columns = columns_of(RESULTS)
    assert list(columns) == ["voice"]
    measured = auc(in_group(columns, ""))
    assert measured.value == 1.0
    assert (measured.low, measured.high, measured.songs) == (1.0, 1.0, 10)
    assert ap(in_group(columns, "instrument")).value == pytest.approx(1.0)
    assert auc(in_group(columns, "feel")) is None


def test_differences_are_of_the_same_tags_on_the_same_draws():
    from tags_scores import columns_of, difference, in_group

    worse = [
        result("jazz", n, voice=(n % 2 == 0, 0.1 + 0.1 * (n % 2) + n / 100)) for n in range(10)
    ]
    own, other = (in_group(columns_of(rows), "") for rows in (worse, RESULTS))
    measured = difference(own, other)
    assert measured.value == measured.low == measured.high == -1.0 or measured.low < measured.value
    assert difference(other, other).value == 0.0
    assert difference(other, other).high == 0.0
    assert difference([], []) is None


def test_voices_are_told_over_real_recordings_and_their_backings():
    from tags_sections import BACKING, voice_auc, voices

    sung = result("mir1k", 1, voice=(True, 0.6))
    sung.facts[BACKING] = 0.7
    rows = [sung, result("cc_music", 2, voice=(False, 0.5)), *RESULTS]
    assert len(voices(rows)) == 3
    assert voice_auc(rows).value == 1.0
    assert voice_auc(rows, without=("cc_music",)).value == 0.0
    assert voice_auc([sung], without=("mir1k, backing",)) is None


def test_calibration_says_how_often_probabilities_are_right():
    from tags_scores import calibration

    ((few, low, rare), (many, high, often)) = calibration(RESULTS, (0.0, 0.78, 1.0))
    assert (few, rare) == (4, 0.0)
    assert (many, often) == (6, pytest.approx(5 / 6))
    assert 0 < low < 0.78 < high < 1


def test_the_ablation_is_a_table_of_its_rows():
    declared = part("tags_poolings")
    assert declared.ablation(None) == ""
    row = {"name": "mean", "columns": 120, "validation": [0.5, 0.7], "instruments": [0.75, 0.75]}
    text = declared.ablation([row])
    assert "| mean | 120 | .600 [.500, .700] | .750 [.750, .750] |" in text


def test_variants_see_the_columns_of_their_statistics():
    declared = part("tags_poolings")
    names = [f"1024: {function} of component {n}" for function in ("mean", "max") for n in (1, 2)]
    assert declared.chosen(names, ["max"]) == [2, 3]
    variants = declared.variants()
    assert [len(columns) for name, _, columns in variants if name == "mean"] == [40]
    assert sum("window of" in name for name, _, _ in variants) == 3
    assert sum("changes in" in name for name, _, _ in variants) == 2
