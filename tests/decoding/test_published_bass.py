"""The decoder of a bass on a published salience gives the published line.

walking_bass/ holds what Abeßer et al. published beside their network (MIT, see its LICENSE): the
network's salience of 7.7 s of Art Pepper, "Anthropology", the beats, and the line their program
found. The recording and the weights are not there; with the data folder the whole way from the
recording is tested in tests/representations/test_constantq.py.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lausch.decoding.bass import BassDecoder
from lausch.frames import Clock

FOLDER = Path(__file__).parent / "walking_bass"
SALIENCE = np.loadtxt(FOLDER / "bass_pitch_saliency.csv", delimiter=",").astype(np.float32)
BEATS = np.loadtxt(FOLDER / "beat_times.csv", delimiter=",", usecols=0)
LINE = np.loadtxt(FOLDER / "bass_line.csv", delimiter=",")
THEIRS = {"share": 0.0, "late_frames": 0.5}


def right(**settings: float) -> int:
    """How many beats of the published line the decoder gives."""
    pitches, _ = BassDecoder(**settings).pitches(SALIENCE, Clock(22050, 1024), BEATS, low_midi=28)
    nearest = np.abs(BEATS[:, None] - LINE[:, 0]).argmin(axis=0)
    return int((pitches[nearest] == LINE[:, 2]).sum())


def test_the_published_rule_gives_the_published_line():
    assert len(LINE) == 27
    assert right(**THEIRS) >= 26


def test_our_own_rule_gives_nearly_the_same_pitches():
    assert right() >= 24


@pytest.mark.parametrize("semitones", [-1, 1, 12])
def test_another_pitch_would_be_seen(semitones, monkeypatch):
    monkeypatch.setitem(globals(), "SALIENCE", np.roll(SALIENCE, semitones, axis=1))
    assert right(**THEIRS) < 5
