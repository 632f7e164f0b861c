"""The fitted verdict recovers the chances that cases were drawn with."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from house import STUDIES

from lausch.annotation import Notes
from lausch.annotation.melody import midi
from lausch.errors import OptionError
from lausch.retrieval.confidence import features, with_confidence
from lausch.retrieval.matching import Match

if str(STUDIES) not in sys.path:
    sys.path.append(str(STUDIES))
script = import_module("search_confidence")
queries = import_module("search_queries")
Case, calibration_error = script.Case, script.calibration_error
chances, fitted = script.chances, script.fitted

TRUTH = (-20.0, 18.0, 10.0, 5.0, 1.2, -0.4)


def drawn(count, seed):
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        score, margin = random.uniform(0.6, 1), random.exponential(0.05)
        seconds, variants = float(random.choice([3, 5, 10, 25])), int(random.choice([1, 12]))
        total = np.dot(TRUTH, features(score, margin, seconds, variants))
        right = bool(random.random() < 1 / (1 + np.exp(-total)))
        found.append(Case(score, margin, seconds, variants, right))
    return found


def test_coefficients_are_recovered():
    coefficients = fitted(drawn(20_000, 0))
    assert coefficients == pytest.approx(TRUTH, rel=0.3, abs=0.3)


def test_chances_of_new_cases_are_true():
    coefficients = fitted(drawn(5000, 1))
    new = drawn(5000, 2)
    assert calibration_error(new, coefficients) < 0.03
    sure = chances(new, coefficients) > 0.9
    assert np.mean([case.right for case, yes in zip(new, sure, strict=True) if yes]) > 0.9


def test_one_kind_of_cases_is_refused():
    with pytest.raises(OptionError, match="right and on wrong"):
        fitted([Case(0.9, 0.1, 10, 1, True)] * 5)


def test_at_most_one_answer_is_likely():
    matches = [Match(name, score, 0, 9, 0, 1.0) for name, score in (("a", 0.95), ("b", 0.94))]
    close = with_confidence(matches, 10, 1)
    clear = with_confidence([matches[0], Match("c", 0.7, 0, 9, 0, 1.0)], 10, 1)
    assert clear[0].confidence > close[0].confidence > close[1].confidence
    assert clear[0].confidence > 0.9
    assert clear[1].confidence < 0.1
    assert with_confidence([], 10, 1) == []


def test_what_is_sung_is_near_the_notes():
    notes = Notes(np.arange(40) * 0.5, np.arange(40) * 0.5 + 0.45, 60.0 + np.arange(40) % 12)
    sung = queries.hummed(notes, np.random.default_rng(0))
    at = np.searchsorted(notes.onsets, sung.times[sung.voiced], side="right") - 1
    apart = midi(sung.hz[sung.voiced]) - notes.pitches[np.maximum(at, 0)]
    assert np.median(np.abs(apart)) < 0.6
    assert 0.6 < sung.voiced.mean() < 0.95


def test_another_key_and_tempo_are_tried_where_they_are_searched_for():
    notes = Notes([0.0, 1.0], [0.5, 1.5], [60.0, 62.0])
    random = np.random.default_rng(1)
    plain = queries.performed(notes, {}, random)
    np.testing.assert_array_equal(plain.pitches, notes.pitches)
    np.testing.assert_array_equal(plain.onsets, notes.onsets)
    moved = queries.performed(notes, {"transpose": "any", "tempo": (0.8, 1.25)}, random)
    assert moved.pitches[1] - moved.pitches[0] == 2
    assert 0.8 <= moved.onsets[1] <= 1.25
    assert (moved.pitches[0], moved.onsets[1]) != (60.0, 1.0)


def test_the_table_tells_how_true_each_kind_is():
    cases = [replace(each, kind="sung") for each in drawn(200, 3)]
    text = script.table(cases, TRUTH)
    assert [line.split()[0] for line in text.splitlines()[1:]] == ["all", "short", "sung"]
    assert "of" in text
