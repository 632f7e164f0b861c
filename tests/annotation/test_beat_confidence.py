"""How sure beats and tempi are: checked, kept with the beats, and doubtful in stretches."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Beats, Tempo
from lausch.errors import AnnotationError

TIMES = 0.5 * np.arange(1, 41)
POSITIONS = np.arange(40) % 4 + 1


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"confidence": [0.5]}, "40 beats have as many confidences, not 1"),
        ({"confidence": [1.5] * 40}, "that of beat 0 is 1.5"),
        ({"downbeat_confidence": [0.5] * 40}, "10 downbeats have as many confidences, not 40"),
        ({"metre_confidence": float("nan")}, "metre 0 is nan"),
    ],
)
def test_what_no_confidence_can_be_is_refused(given, complaint):
    with pytest.raises(AnnotationError, match=complaint):
        Beats(TIMES, POSITIONS, **given)


def test_a_tempo_has_one_confidence():
    assert Tempo([120], [1], 0.25).confidence == 0.25
    assert Tempo([120], [1]).confidence is None
    with pytest.raises(AnnotationError, match="tempo 0 is 2"):
        Tempo([120], [1], 2)


def test_beats_that_are_kept_keep_what_is_known_of_them():
    beats = Beats(TIMES, POSITIONS, np.linspace(0, 1, 40), np.linspace(0, 1, 10), 0.75)
    kept = beats.only(TIMES > 10)
    np.testing.assert_array_equal(kept.confidence, beats.confidence[20:])
    np.testing.assert_array_equal(kept.downbeat_confidence, beats.downbeat_confidence[5:])
    assert kept.metre_confidence == 0.75
    assert len(beats.only(TIMES > 99)) == 0
    assert Beats(TIMES).only(TIMES > 10).confidence is None


def test_long_stretches_of_low_confidence_are_doubtful():
    sure = np.full(40, 0.9)
    sure[2] = 0.1  # one beat is no stretch
    sure[15:30] = 0.1
    sure[20] = 0.8  # and one does not end it
    np.testing.assert_allclose(Beats(TIMES, confidence=sure).doubtful, [[8, 15]], atol=0.6)
    assert Beats(TIMES, confidence=np.full(40, 0.2)).doubtful.tolist() == [[0.5, 20.0]]
    for nothing in (Beats(TIMES), Beats([], confidence=[]), Beats(TIMES[:3], confidence=[0] * 3)):
        assert nothing.doubtful.shape == (0, 2)
