"""Statistics of harmony: probabilities in every key, and keys from chords."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation.vocabulary import CLASSES, TRIADS
from lausch.decoding.chords import ChordDecoder, class_scores
from lausch.decoding.harmony import KEYS, harmony
from lausch.decoding.keys import KeyTracker


@pytest.mark.parametrize("labels", [CLASSES, TRIADS], ids=["classes", "triads"])
def test_probabilities_sum_to_one(labels):
    known = harmony(labels)
    assert known.usual.shape == (KEYS, len(labels))
    np.testing.assert_allclose(known.usual.sum(axis=1), 1)
    np.testing.assert_allclose(known.following.sum(axis=2), 1)
    assert not np.diagonal(known.following, axis1=1, axis2=2).any()
    assert (known.following + np.eye(len(labels)) > 0).all()
    assert known.lengths.sum() == pytest.approx(1)


def test_keys_are_one_table_transposed():
    known = harmony()
    number = CLASSES.index
    assert known.following[0, number("D:min7"), number("G:7")] == pytest.approx(
        known.following[10, number("C:min7"), number("F:7")]
    )
    assert known.usual[12, number("C:min")] == pytest.approx(known.usual[21, number("A:min")])


def test_music_is_as_expected():
    known = harmony()
    number = CLASSES.index
    after = known.following[0, number("G:7")]
    assert CLASSES[int(after.argmax())].startswith("C:")
    assert known.places[4].argmax() == 0
    assert known.places[4][2] > known.places[4][1]
    assert known.lengths[:8].argmax() in (1, 3)  # two or four beats


def test_jazz_has_more_sevenths():
    pop, jazz = (harmony(CLASSES, share).usual[0] for share in (0.0, 1.0))
    sevenths = [number for number, label in enumerate(CLASSES) if label.endswith("7")]
    assert jazz[sevenths].sum() > 2 * pop[sevenths].sum()


def test_a_change_of_key_is_found():
    known = harmony()
    number = CLASSES.index
    first = ["C:maj", "F:maj", "G:7", "C:maj", "A:min", "D:min7", "G:7", "C:maj"]
    second = ["Eb:maj", "Ab:maj", "Bb:7", "Eb:maj", "C:min", "F:min7", "Bb:7", "Eb:maj"]
    chords = np.array([number(label) for label in (*first, *2 * second)])
    seconds = np.full(24, 2.0)
    tracker = KeyTracker()
    shares = tracker.posteriors(known, chords, seconds)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_array_equal(tracker.regions(shares, seconds), [0] * 8 + [3] * 16)


def test_the_successions_of_the_key_decide_between_two_chords():
    outputs = np.full((60, len(CLASSES)), 1e-3)
    number = CLASSES.index
    for at, label in enumerate(["C:maj", "D:min7", "", "C:maj", "A:min", "F:maj"]):
        if label:
            outputs[10 * at : 10 * at + 10, number(label)] = 0.9
    outputs[20:30, [number("G:7"), number("G:dim7")]] = 0.45
    path = ChordDecoder().path(class_scores(outputs), fps=5)
    assert [CLASSES[each] for each in path.labels] == [
        "C:maj", "D:min7", "G:7", "C:maj", "A:min", "F:maj",
    ]  # fmt: skip
    np.testing.assert_array_equal(path.edges, 10 * np.arange(7))


def test_a_chord_may_last_longer_than_any_length():
    outputs = np.full((900, len(CLASSES)), 1e-3)
    outputs[:, 5] = 0.9
    path = ChordDecoder().path(class_scores(outputs), fps=10)
    np.testing.assert_array_equal(path.edges, [0, 900])
    beats = ChordDecoder().path(class_scores(outputs), fps=10, beats=np.arange(4.5, 900, 5))
    np.testing.assert_array_equal(beats.labels, [5])
