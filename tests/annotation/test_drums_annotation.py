"""Strokes of drums: ordered, checked, taken apart by instrument."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Drums
from lausch.annotation.drums import INSTRUMENT_OF, INSTRUMENTS, KEYS
from lausch.errors import AnnotationError


def test_strokes_are_ordered_by_time_and_then_by_instrument():
    drums = Drums([1.0, 0.5, 0.5], ["tom", "hi-hat", "kick"], [0.1, 0.2, 0.3])
    assert drums.instruments == ("kick", "hi-hat", "tom")
    np.testing.assert_allclose(drums.velocities, [0.3, 0.2, 0.1])
    np.testing.assert_allclose(drums.confidence, 1.0)
    assert not drums.times.flags.writeable


def test_the_strokes_of_one_instrument():
    drums = Drums([0.5, 0.5, 1.0], ["kick", "hi-hat", "kick"], [0.3, 0.2, 0.1])
    np.testing.assert_allclose(drums.of("kick").times, [0.5, 1.0])
    assert len(drums.of("snare")) == 0
    assert drums.only(np.array([False, True, True])).instruments == ("hi-hat", "kick")


def test_every_key_is_of_one_instrument():
    assert tuple(KEYS) == INSTRUMENTS
    assert len(INSTRUMENT_OF) == sum(map(len, KEYS.values()))


@pytest.mark.parametrize(
    ("times", "instruments", "words"),
    [
        ([0.5], ["gong"], "not of 'gong'"),
        ([0.5, 0.6], ["kick"], "2 strokes and 1 instruments"),
        ([0.5, 0.5], ["kick", "kick"], "kick stroke times must increase"),
        ([-0.5], ["kick"], "start of the recording"),
        ([float("nan")], ["kick"], "finite seconds"),
    ],
)
def test_what_is_no_stroke_is_refused(times, instruments, words):
    with pytest.raises(AnnotationError, match=words):
        Drums(times, instruments)
