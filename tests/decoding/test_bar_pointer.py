"""Beats and bars of activations with a known answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import Beats
from lausch.decoding import bar_pointer
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.evidence import centred
from lausch.errors import OptionError


def pulses(beats, fps, seconds, height=0.9):
    """A peak three frames wide at each beat (s)."""
    frames = np.arange(int(seconds * fps))
    distance = np.abs(frames[:, None] - np.asarray(beats) * fps)
    return height * np.clip(1 - distance / 2, 0, None).max(axis=1, initial=0)


@settings(deadline=None, max_examples=25)
@given(
    bpm=st.floats(45, 300),
    fps=st.sampled_from([50.0, 22050 / 256, 100.0]),
    start=st.floats(0.1, 1.0),
)
def test_steady_beats_are_found(bpm, fps, start):
    beats = np.arange(start, 19, 60 / bpm)
    found = BarPointer().beats(pulses(beats, fps, 20), fps) / fps
    assert len(found) == len(beats)
    np.testing.assert_allclose(found, beats, atol=0.01)


def test_slowing_beats_are_followed():
    beats = np.cumsum(np.linspace(0.4, 0.7, 40))
    found = BarPointer().beats(pulses(beats, 100.0, beats[-1] + 1), 100.0) / 100
    np.testing.assert_allclose(found, beats, atol=0.03)


@pytest.mark.parametrize("meter", [2, 3, 4, 5, 6, 7])
def test_the_metre_is_found(meter):
    beats = np.arange(0.5, 39, 0.45)
    down = pulses(beats[2 % meter :: meter], 100.0, 40)
    frames, positions = BarPointer().bars(pulses(beats, 100.0, 40), down, 100.0, meters=range(2, 8))
    np.testing.assert_allclose(frames / 100, beats, atol=0.03)
    np.testing.assert_array_equal(positions, (np.arange(len(beats)) - 2) % meter + 1)


def test_silence_at_the_ends_has_no_beats():
    beats = np.arange(5, 15, 0.5)
    found = BarPointer().beats(pulses(beats, 100.0, 30), 100.0) / 100
    assert found[0] >= 4.9
    assert found[-1] <= 14.6


@pytest.mark.parametrize("frames", [0, 1, 2, 3, 17, 400])
@pytest.mark.parametrize("height", [0.0, 0.04, 1.0])
def test_any_length_and_height(frames, height):
    flat = np.full(frames, height)
    found, positions = BarPointer().bars(flat, flat / 2, 100.0)
    assert len(found) == len(positions)
    assert np.isfinite(found).all()
    assert (np.diff(found) > 0).all()
    assert height > 0.05 or len(found) == 0


def test_one_late_activation_bends_no_steady_tempo():
    beats = np.arange(0.5, 19.9, 0.5)
    late = np.where(np.arange(len(beats)) == 20, beats + 0.15, beats)
    activation = pulses(late, 100.0, 21)
    np.testing.assert_allclose(BarPointer().beats(activation, 100.0) / 100, beats, atol=0.03)
    loose = BarPointer(transition_lambda=10).beats(activation, 100.0) / 100
    np.testing.assert_allclose(loose, late, atol=0.03)


def test_missing_beats_are_filled():
    beats = np.arange(0.5, 29, 0.5)
    played = np.delete(beats, [10, 20, 21, 30])
    found = BarPointer().beats(pulses(played, 100.0, 30), 100.0) / 100
    assert len(found) == len(beats)


def test_the_range_decides_the_octave():
    activation = pulses(np.arange(0.5, 29, 0.25), 100.0, 30)
    slow = BarPointer(max_bpm=150).beats(activation, 100.0)
    fast = BarPointer(min_bpm=150).beats(activation, 100.0)
    assert np.median(np.diff(slow)) == pytest.approx(50)
    assert np.median(np.diff(fast)) == pytest.approx(25)


def test_the_preference_decides_between_equals():
    beats = np.arange(0.5, 59, 0.25)
    activation = np.maximum(pulses(beats, 100.0, 60, 0.5), pulses(beats[::2], 100.0, 60))
    activation = np.maximum(activation, 0.05)
    slow = BarPointer(tempo_bpm=120, tempo_weight=20).beats(activation, 100.0)
    fast = BarPointer(tempo_bpm=240, tempo_weight=20).beats(activation, 100.0)
    assert np.median(np.diff(slow)) == pytest.approx(50)
    assert np.median(np.diff(fast)) == pytest.approx(25)


def test_impossible_metres():
    with pytest.raises(OptionError, match="metres"):
        BarPointer().bars([0.5], [0.5], 100.0, meters=(0,))
    with pytest.raises(ValueError, match="downbeats 1"):
        BarPointer().bars([0.5, 0.5], [0.5], 100.0)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=40), st.integers(0, 2**32))
def test_centred_beats_increase_and_stay_near(activation, seed):
    random = np.random.default_rng(seed)
    frames = np.flatnonzero(random.random(2 * len(activation) - 1) < 0.4) / 2
    moved = centred(frames, np.array(activation))
    assert (np.diff(moved) > 0).all()
    np.testing.assert_allclose(moved, frames, atol=2.5)


def test_a_peak_between_frames_is_found_there():
    assert centred(np.array([3.0]), np.array([0, 0, 0.1, 0.8, 0.4, 0, 0])) > 3.2
    slope = np.array([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert centred(np.array([2.0]), slope) == 2  # no peak


def two_tactus(weak, strong):
    """A minute at 80 bpm; what is half-way between its beats is weak, later strong."""
    beats = np.arange(0.5, 59, 0.75)
    off = beats + 0.375
    weaker, stronger = (
        pulses(times, 100.0, 60, height=height)
        for times, height in ((off[off < 30], weak), (off[off >= 30], strong))
    )
    return np.maximum.reduce([pulses(beats, 100.0, 60), weaker, stronger])


@pytest.mark.parametrize(("weak", "count", "bpm"), [(0.015, 1, 80), (0.001, 2, 160)])
def test_the_metrical_level_changes_only_for_a_good_reason(weak, count, bpm, monkeypatch):
    activation = two_tactus(weak, 0.9)
    tracker = BarPointer(break_even=0.3)
    beats = Beats(tracker.beats(activation, 100.0) / 100)
    assert len(beats.other_tactus) == count - 1
    assert beats.tempo_bpm == pytest.approx(bpm, rel=0.01)
    monkeypatch.setattr(bar_pointer, "STEADY_LOSS", -np.inf)  # the most probable path
    assert len(Beats(tracker.beats(activation, 100.0) / 100).other_tactus) == 1


def test_options_make_one_level():
    beats = BarPointer(break_even=0.3, max_bpm=113).beats(two_tactus(0.001, 0.9), 100.0) / 100
    assert Beats(beats).other_tactus == []
    assert Beats(beats).tempo_bpm == pytest.approx(80, rel=0.01)


@pytest.mark.parametrize("fps", [50.0, 45.0])
def test_frames_that_are_fine_enough_are_not_made_finer(fps):
    activation = np.random.default_rng(1).random(400) ** 3
    found = [
        BarPointer(resolution_fps=each).beats(activation, fps)
        for each in (fps / 2, fps, fps * 1.01)
    ]
    np.testing.assert_array_equal(found[0], found[1])
    assert not np.array_equal(found[1], found[2])
