"""Where a recording sounds: relative to its own level, with a floor below 16 bits."""

import numpy as np
import pytest

from lausch.audio import open_audio
from lausch.frames import Clock, Frames

RATE = 8000


def sounding(samples, rate=RATE):
    recording = open_audio((samples.astype(np.float32), rate))
    for _ in recording.blocks():
        pass
    return recording.sounding


def tone(seconds, level=0.5):
    return level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * RATE)) / RATE)


def noise(seconds, level):
    return level * np.random.default_rng(0).standard_normal(round(seconds * RATE))


@pytest.mark.parametrize(
    "samples",
    [np.zeros(RATE), np.zeros(1), np.full(RATE, 0.3), noise(5, 3e-5)],
    ids=["zeros", "one sample", "a constant", "noise of 16 bits"],
)
def test_nothing_sounds(samples):
    found = sounding(samples)
    assert found.silent
    assert not found.frames.any()
    assert not found.at([0.0, 100.0]).any()


@pytest.mark.parametrize("level_db", [0, -20, -40, -60])
def test_pauses_are_the_same_at_every_level(level_db):
    parts = [np.zeros(2 * RATE), tone(3), np.zeros(2 * RATE), tone(1), np.zeros(round(0.3 * RATE))]
    samples = 10 ** (level_db / 20) * np.concatenate([*parts, tone(1)])
    found = sounding(samples)
    assert found.at([1.0, 2.05, 4.9, 6.0, 7.5, 8.15, 9.0]).tolist() == [0, 1, 1, 0, 1, 1, 1]
    assert found.at([6.0], bridged_seconds=3.0).all()


def test_dither_in_a_pause_is_no_sound_beside_music():
    samples = np.concatenate([tone(3), noise(3, 1.5e-5), tone(3)])
    assert sounding(samples).at([1.0, 4.5, 7.0]).tolist() == [True, False, True]


def test_one_click_does_not_hide_a_quiet_recording():
    samples = tone(60, 1e-3)
    samples[1000] = 1.0
    assert sounding(samples).frames.all()


@pytest.mark.parametrize("block", [7, 1000, 1 << 18])
def test_levels_do_not_depend_on_the_pieces(block):
    whole = open_audio((noise(3, 0.1).astype(np.float32), RATE))
    again = open_audio(whole, 4000)
    for _ in whole.blocks(), again.blocks(block):
        list(_)
    np.testing.assert_array_equal(whole.sounding.levels, again.sounding.levels)
    assert len(whole.sounding.levels) == 150


def test_activations_are_zero_where_nothing_sounds():
    samples = np.concatenate([tone(2), np.zeros(2 * RATE)])
    frames = Frames(np.ones((40, 2), np.float32), Clock(RATE, RATE // 10), ("a", "b"))
    masked = sounding(samples).masked(frames)
    assert masked.values[:20].all()
    assert not masked.values[22:].any()
    assert sounding(tone(4)).masked(frames) is frames


def test_a_very_quiet_recording_is_raised_to_the_samples_that_its_copy_has():
    loud = open_audio((tone(2).astype(np.float32), RATE), RATE)
    quiet = open_audio((tone(2, 0.5e-3).astype(np.float32), RATE), RATE)
    usual, faint = loud.load(), quiet.load()
    assert loud.at_ordinary_level() is loud
    raised = quiet.at_ordinary_level().load()
    np.testing.assert_allclose(raised.samples, usual.samples, atol=1e-6)
    assert "60 dB louder" in " ".join(faint.provenance.notes)
    assert faint.provenance.sha256_pcm == raised.provenance.sha256_pcm


@pytest.mark.parametrize(("seconds", "bridged"), [(2.0, True), (2.9, True), (3.0, False)])
def test_a_pause_lasts_from_sound_to_sound(seconds, bridged):
    first = 2.007  # between two frames
    samples = np.concatenate([tone(first), np.zeros(round(seconds * RATE)), tone(2)])
    middle = first + seconds / 2
    found = sounding(samples)
    assert found.at([middle], bridged_seconds=3.0).tolist() == [bridged]
    assert not found.at([middle]).any()
