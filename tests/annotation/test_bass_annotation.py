"""A pitch for every beat is one, or is refused."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import BassLine, BeatPitches, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import AnnotationError
from lausch.frames import Clock, Frames


def test_beats_have_pitches_and_rests():
    beats = BeatPitches([0.5, 1.0, 1.5], [40, 0, 43], [0.9, 0.1, 0.7])
    assert len(beats) == 3
    assert beats.sounds.tolist() == [True, False, True]
    assert beats.pitches.dtype == np.int64
    with pytest.raises(ValueError, match="read-only"):
        beats.pitches[0] = 41


def test_nothing_is_a_line_too():
    assert len(BeatPitches()) == 0
    assert BeatPitches([1.0], [40]).confidence.tolist() == [1.0]


@pytest.mark.parametrize(
    ("times", "pitches", "words"),
    [
        ([0.5, 1.0], [40], "one pitch"),
        ([0.5], [41.2], "is it in Hz"),
        ([0.5], [200], "is it in Hz"),
        ([0.5], [np.nan], "whole MIDI number"),
        ([1.0, 0.5], [40, 41], "increase"),
    ],
)
def test_what_is_no_pitch_of_a_beat_is_refused(times, pitches, words):
    with pytest.raises(AnnotationError, match=words):
        BeatPitches(times, pitches)


def test_an_analysis_that_has_a_bass_says_so():
    salience = Frames(np.zeros((0, 40), np.float32), Clock(22050, 1024), ("x",) * 40)
    line = BassLine(Contour(), Notes(), BeatPitches(), salience)
    assert Analysis(bass=line).layers == ("bass",)
