"""Boundaries of a network and of the change of sound, compared with others of the recording."""

import numpy as np
import pytest

from lausch.decoding.blending import COARSE, FINE, change_of_sound
from lausch.decoding.boundaries import BoundaryPicker
from lausch.frames import Clock

FPS = 5.0
PEAKS = (20.0, 60.0, 100.0)


def curve(heights, seconds=120.0, floor=0.02):
    """A novelty with a peak 1 s wide of each height at each of `PEAKS`."""
    times = np.arange(round(seconds * FPS)) / FPS
    bumps = [
        h * np.clip(1 - np.abs(times - at), 0, 1) for at, h in zip(PEAKS, heights, strict=True)
    ]
    return floor + np.max(bumps, axis=0)


def picked(novelty, sensitivity=0.0, count=None, blend=COARSE):
    return (blend.pick(novelty, FPS, count=count, sensitivity=sensitivity) / FPS).tolist()


@pytest.mark.parametrize("height", [0.9, 0.5, 0.2])
@pytest.mark.parametrize("blend", [COARSE, FINE])
def test_peaks_count_by_what_others_reach(height, blend):
    assert picked(curve((height, height, 0.3 * height)), blend=blend) == [20, 60]


def test_a_minute_of_music_has_two_sections_unless_its_novelty_is_flat():
    assert picked(curve((0.0, 0.15, 0.0))) == [60]
    assert picked(curve((0.0, 0.05, 0.0))) == []
    assert picked(np.full(600, 0.7)) == []
    assert picked(np.zeros(0)) == []


def test_sensitivity_goes_from_the_highest_peak_to_all():
    novelty = curve((0.9, 0.7, 0.2))
    assert picked(novelty, -1) == [20]
    assert picked(novelty) == [20, 60]
    assert {20, 60, 100} <= set(picked(novelty, 1))
    counts = [len(picked(novelty, each)) for each in np.linspace(-1, 1, 9)]
    assert counts == sorted(counts)


def test_a_count_takes_the_highest():
    assert picked(curve((0.9, 0.3, 0.5)), count=2) == [20, 100]


def test_sound_changes_where_it_changes():
    rng = np.random.default_rng(0)
    cepstra = rng.normal(0, 0.2, (240, 4)).astype(np.float32)  # 120 s
    cepstra[:160] += 1
    change = change_of_sound(cepstra, 2.0, Clock(50, 10), 600)
    assert abs(change.argmax() / 5 - 80) <= 1
    assert 0.3 < change.max() <= 1
    assert change[:250].max() < 0.1


def test_without_features_nothing_changes():
    assert not change_of_sound(np.zeros((0, 4), np.float32), 2.0, Clock(50, 10), 7).any()


@pytest.mark.parametrize(
    ("blend", "picker", "share"),
    [
        (COARSE, BoundaryPicker(0.1, 6.0, 12.0, 6.0, 1.0), 0.6),
        (FINE, BoundaryPicker(0.1, 2.5, 6.0, 3.0, 1.0), 0.5),
    ],
)
def test_settings_are_those_of_the_study(blend, picker, share):
    assert (blend.picker, blend.share) == (picker, share)
    assert picked(curve((0.9, 0.9, 0.0)), blend=blend) == [20, 60]


@pytest.mark.parametrize(("seconds", "apart"), [(2.0, 1), (3.0, 2)])
def test_fine_sections_may_be_shorter_than_coarse_ones(seconds, apart):
    novelty = np.full(600, 0.02)
    novelty[[200, 200 + round(seconds * FPS)]] = 0.9, 0.8
    assert len(picked(novelty, blend=FINE)) == apart
    assert len(picked(novelty)) == 1


def test_sound_that_changes_once_a_minute_is_compared_frame_by_frame():
    cepstra = np.float32([[0, 0], [0, 0], [1, 1], [1, 1]])
    clock = Clock(1, 60)
    found = change_of_sound(cepstra, 1 / 60, clock, 4)
    assert found.argmax() == 2
    assert found[[0, 3]].max() < 0.5 * found[2]


@pytest.mark.parametrize(("sensitivity", "lowest"), [(0.5, 0.27), (0.0, 0.54), (-0.5, 0.72)])
def test_sensitivity_moves_the_least_height_between_nothing_and_the_highest(sensitivity, lowest):
    """One peak of .9 in a minute: .6 of it is the least height."""
    novelty = np.zeros(round(59 * FPS))
    for height, kept in ((lowest + 0.02, True), (lowest - 0.02, False)):
        novelty[[100, 200]] = 0.9, height
        found = COARSE.picker.peaks(novelty, FPS)[1]
        assert (len(picked(novelty, sensitivity)) == 2) == kept, found


@pytest.mark.parametrize("fps", [1.0, 2.0, 5.0])
def test_twenty_seconds_on_either_side_are_compared(fps):
    """The kernel is a bell of half of that."""
    cepstra = np.zeros((round(120 * fps), 2), np.float32)
    cepstra[round(60 * fps) :] = 1
    found = change_of_sound(cepstra, fps, Clock(1, 1), 120)
    assert found.argmax() in (59, 60)
    assert found[50] > 0.1
    assert found[70] > 0.1
    np.testing.assert_allclose(found[[20, 30, 90, 100]], 0, atol=1e-9)
