"""Contours and notes are checked at birth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lausch.annotation import Contour, Notes, hertz, midi
from lausch.errors import AnnotationError


def test_a_contour_speaks_the_language_of_mir_eval() -> None:
    contour = Contour([0.0, 0.01, 0.02], [440.0, 220.0, 0.0], voiced=[True, False, False])
    np.testing.assert_array_equal(contour.signed_hz, [440.0, -220.0, 0.0])


def test_notes_know_their_intervals_and_frequencies() -> None:
    notes = Notes([0.0, 1.0], [0.5, 2.0], [69, 57])
    np.testing.assert_array_equal(notes.intervals, [[0.0, 0.5], [1.0, 2.0]])
    np.testing.assert_allclose(notes.hz, [440.0, 220.0])
    assert notes.confidence.tolist() == [1.0, 1.0]


def test_midi_inverts_hertz() -> None:
    pitches = np.linspace(0, 127, 50)
    np.testing.assert_allclose(midi(hertz(pitches)), pitches)


def test_nothing_is_a_valid_line() -> None:
    assert len(Contour()) == 0
    assert Notes().intervals.shape == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0.0], [0.0], [True]), "0 Hz"),
        (([0.0], [-440.0]), "minus sign"),
        (([0.0, 1.0], [440.0]), "2 times and 1 frequencies"),
        (([1.0, 0.0], [440.0, 440.0]), "must increase"),
        (([0.0], [440.0], None, [1.5]), "between 0 and 1"),
    ],
)
def test_an_impossible_contour_is_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(AnnotationError, match=message):
        Contour(*arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0.0], [0.0], [60]), "offsets durations"),
        (([1.0, 0.0], [2.0, 2.0], [60, 60]), "before the one before"),
        (([0.0], [1.0], [440]), "in Hz"),
        (([-1.0], [1.0], [60]), "before the recording"),
        (([0.0], [1.0], [60, 61]), "2 pitches"),
    ],
)
def test_impossible_notes_are_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(AnnotationError, match=message):
        Notes(*arguments)
