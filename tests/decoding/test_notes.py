"""Notes of contours whose notes are known."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Notes
from lausch.decoding.notes import NoteSettings, tuning_of
from lausch.errors import OptionError

FPS = 50


def notes(pitch, confidence=None, **settings):
    """NaN is silence."""
    pitch = np.asarray(pitch, dtype=float)
    confidence = np.ones(len(pitch)) if confidence is None else confidence
    times = np.arange(len(pitch)) / FPS
    return Notes(*NoteSettings(**settings).cut(times, pitch, ~np.isnan(pitch), confidence).T)


def test_a_scale():
    found = notes(np.repeat([60.0, 62, 64, 65], 10))
    np.testing.assert_allclose(found.pitches, [60, 62, 64, 65], atol=1e-6)
    np.testing.assert_allclose(found.onsets, [0, 0.19, 0.39, 0.59])
    np.testing.assert_allclose(found.offsets, [0.19, 0.39, 0.59, 0.79])


def test_a_rest_parts_two_notes():
    found = notes([60.0] * 20 + [np.nan] * 5 + [60.0] * 20)
    assert len(found) == 2
    np.testing.assert_allclose(found.intervals, [[0, 0.39], [0.49, 0.89]])


def test_the_guess_in_a_rest_is_no_note():
    assert len(notes([np.nan] * 30)) == 0


@pytest.mark.parametrize("frames", [0, 2, 3])
def test_short_contours(frames):
    assert len(notes([60.0] * frames)) == (frames == 3)


@pytest.mark.parametrize("centre", [60.0, 60.3, 60.5])
@pytest.mark.parametrize("depth", [0.2, 0.35, 0.5])
def test_vibrato_is_one_note(centre, depth):
    vibrato = centre + depth * np.sin(2 * np.pi * 5.5 * np.arange(100) / FPS)
    found = notes(vibrato)
    assert len(found) == 1
    assert found.pitches[0] == pytest.approx(centre, abs=0.15)


def test_a_scoop_and_a_fall_belong_to_their_note():
    pitch = np.concatenate([np.linspace(57.5, 60, 5), np.full(30, 60.0), np.linspace(60, 57, 5)])
    found = notes(pitch)
    assert len(found) == 1
    assert found.pitches[0] == pytest.approx(60, abs=0.05)


def test_a_glide_is_shared_by_the_notes_at_its_ends():
    found = notes(np.concatenate([np.full(25, 60.0), np.linspace(60, 72, 9), np.full(25, 72.0)]))
    np.testing.assert_allclose(found.pitches, [60, 72])
    assert found.offsets[0] == pytest.approx(found.onsets[1])
    assert 0.48 < found.onsets[1] < 0.68


def test_a_line_off_the_keys_has_the_keys_of_its_own_tuning():
    played = np.repeat([60.0, 61, 62, 61], 15) + 0.47
    rng = np.random.default_rng(0)
    found = notes(played + rng.normal(0, 0.08, len(played)), whole=True)
    assert np.diff(found.pitches).tolist() == [1, 1, -1]
    assert set(found.pitches) <= set(range(59, 64))


def test_tuning_is_circular():
    assert tuning_of(np.array([60.45, 61.55])) in (pytest.approx(0.5), pytest.approx(-0.5))
    assert tuning_of(np.array([60.1, 72.1])) == pytest.approx(0.1)


def test_the_same_key_struck_again():
    confidence = np.full(40, 0.9)
    confidence[19:21] = [0.3, 0.25]
    found = notes([60.0] * 40, confidence)
    assert len(found) == 2
    assert found.onsets[1] == pytest.approx(0.39)
    assert len(notes([60.0] * 40, confidence, dip=0.0)) == 1
    assert len(notes([60.0] * 40, np.linspace(0.9, 0.1, 40))) == 1


def test_confidence_is_the_mean():
    found = notes([60.0] * 20 + [64.0] * 20, np.repeat([0.8, 0.6], 20))
    np.testing.assert_allclose(found.confidence, [0.8, 0.6])


def test_notes_shorter_than_the_shortest_are_dropped():
    pitch = [60.0] * 20 + [np.nan] * 5 + [64.0] * 2 + [np.nan] * 5 + [60.0] * 20
    assert len(notes(pitch)) == 2
    assert len(notes(pitch, shortest_seconds=0.03)) == 3


def test_an_hour_of_noise_takes_no_hour():
    rng = np.random.default_rng(1)
    found = notes(rng.uniform(40, 90, 50_000))
    assert (found.offsets > found.onsets).all()


def test_settings_that_make_no_sense():
    with pytest.raises(OptionError, match="dip is a part"):
        NoteSettings(dip=1.5)
    with pytest.raises(OptionError, match="change_seconds is at least 0"):
        NoteSettings(change_seconds=-1)


@pytest.mark.parametrize(("frame", "count"), [(2, 1), (3, 2), (17, 2), (18, 1)])
def test_a_dip_cuts_no_note_shorter_than_the_shortest(frame, count):
    confidence = np.ones(20)
    confidence[frame] = 0.1
    assert len(notes(np.full(20, 60.0), confidence, shortest_seconds=0.06)) == count


@pytest.mark.parametrize("length", [1, 2, 3, 4, 20])
def test_a_run_of_one_key_counts_from_the_shortest_on(length):
    """The sixty milliseconds of the settings are three frames."""
    pitch = np.concatenate([np.full(20, 60.0), np.full(length, 62.0), np.full(20, 64.0)])
    found = [round(each) for each in notes(pitch).pitches]
    assert found == ([60, 62, 64] if length >= 3 else [60, 64])
