"""Confidence of beats: high where activations are clear, low where they are not."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Beats
from lausch.decoding.confidence import AGREED, BARS, BEAT_NAMES, BEATS, beat_features
from lausch.frames import Clock, Frames
from lausch.tasks import BeatTracking, DownbeatTracking

CLOCK = Clock(22050, 441)
TRUE = np.arange(0.5, 39, 0.5)


def activated(beat_height, *, between=0.02, downbeat_height=0.8, meter=4):
    """Activations with a peak at every beat, one half-way, and one at downbeats."""
    values = np.full((2000, 2), 0.02, dtype=np.float32)
    frames = CLOCK.frames(TRUE)
    for step, share in ((-1, 0.5), (0, 1.0), (1, 0.5)):
        values[frames + step, 0] = beat_height * share
        values[frames[:-1] + 12 + step, 0] = between * share
        values[frames[::meter] + step, 1] = downbeat_height * share
    return Frames(values, CLOCK, ("beat", "downbeat"))


def decoded(*args, **options):
    return DownbeatTracking().decode(activated(*args, **options))


def test_clear_beats_are_surer_than_faint_ones():
    clear, faint = decoded(0.9), decoded(0.3)
    assert clear.confidence.min() > 0.8
    assert faint.confidence.mean() < clear.confidence.mean() - 0.1
    assert faint.downbeat_confidence.mean() < clear.downbeat_confidence.mean()


def test_beats_half_way_cast_doubt():
    beats = Beats(TRUE)
    chances = [
        BARS.of_tempo(beats.times * CLOCK.fps, activated(0.9, between=b).column("beat"), CLOCK.fps)
        for b in (0.02, 0.3, 0.8)
    ]
    assert sorted(chances, reverse=True) == chances


def test_a_metre_without_accents_is_doubtful():
    clear, flat = decoded(0.9), decoded(0.9, downbeat_height=0.02)
    assert clear.beats_per_bar == 4
    assert flat.metre_confidence < clear.metre_confidence
    assert flat.downbeat_confidence.mean() < 0.7 < clear.downbeat_confidence.mean()


def test_a_metre_without_a_rival_has_no_confidence():
    task, activations = DownbeatTracking(), activated(0.9)
    assert task.decode(activations, meters=(4,)).metre_confidence is None


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_few_frames_have_what_they_need(count):
    values = np.full((count, 2), 0.9, dtype=np.float32)
    found = DownbeatTracking().decode(Frames(values, CLOCK, ("beat", "downbeat")))
    assert len(found.confidence) == len(found)
    beats = BeatTracking().decode(Frames(values[:, :1], CLOCK, ("beat",)))
    assert len(beats.confidence) == len(beats)
    assert beats.downbeat_confidence is None


def test_one_beat_has_no_neighbours():
    features = beat_features(np.array([3.0]), np.full(9, 0.5), 50.0)
    assert features.tolist() == [[1, 0, 0, 0, 0]]
    assert len(BEATS.beat) == len(BEAT_NAMES)


def test_coefficients_are_those_of_the_fits():
    assert (BEATS.beat, BEATS.tempo) == (
        (1.91, 0.63, 0.14, -1.1, 0.06),
        (3.06, 0.92, 0.71, 0.47, -4.19),
    )
    assert (BARS.beat, BARS.tempo) == (
        (1.04, 0.91, -0.08, -1.3, 0.73),
        (0.16, 1.1, -0.07, -0.45, -0.21),
    )
    assert (BARS.downbeat, BARS.metre) == ((0.57, 0.44, 0.5, 0.11, 0.01), (2.6, 0.55, -2.96))
    assert (AGREED.beat, AGREED.tempo) == (BARS.beat, BARS.tempo)
    assert (AGREED.downbeat, AGREED.metre) == (
        (1.46, 0.85, -1.82, 2.48, 0.11),
        (1.86, 1.56, -1.87),
    )
