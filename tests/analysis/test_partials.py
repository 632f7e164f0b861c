"""A bass has an odd partial of its own; what lies below the tones that sound is none."""

from pathlib import Path

import numpy as np
import pytest

import lausch
from lausch.annotation import Beats
from lausch.annotation.melody import hertz
from lausch.audio import load_audio
from lausch.frames import Clock, Frames
from lausch.representations.partials import with_odd_partials

CASES = Path(__file__).parent / "cases"
CLOCK = Clock(22050, 1024)
COLUMNS = tuple(f"midi {pitch}" for pitch in range(28, 68))


def test_a_sine_has_no_bass():
    found = lausch.analyze(CASES / "tone440.flac", only="bass")
    assert not len(found.bass.notes)
    assert not len(found.beats)


def test_notes_above_the_range_are_left_out_and_not_an_octave_low():
    beats = Beats(np.arange(1.0, 8.6, 0.5))
    bass = lausch.analyze(CASES / "bass_scale_E3_E4.flac", only="bass", beats=beats).bass
    up = [52, 54, 56, 57, 59, 61, 63, 64]
    played = np.array([*up, *up[-2::-1]])
    found = bass.beats.pitches[: len(played)]
    assert set(found[found != played]) <= {0}
    assert (found == played).sum() >= 9
    assert set(bass.notes.pitches) <= set(up)


@pytest.mark.parametrize("missing", [(), (1,), (3,)])
def test_a_tone_without_its_fundamental_or_its_third_partial_stays(missing):
    seconds = np.arange(2 * CLOCK.rate) / CLOCK.rate
    partials = [n for n in range(1, 9) if n not in missing]
    samples = sum(np.sin(2 * np.pi * n * hertz(40) * seconds) / n for n in partials)
    count = CLOCK.count(len(samples))
    ones = Frames(np.ones((count, 40), np.float32), CLOCK, COLUMNS)
    found = with_odd_partials(ones, [samples.astype(np.float32)])
    assert found.values[5:-5, 40 - 28].all()
    assert not found.values[5:-5, 28 - 28].any()


@pytest.mark.parametrize(("model", "least"), [("solo2026", 3), ("salience", 11)])
def test_of_low_steady_tones_no_other_notes_are_found(model, least):
    """Below C3 solo2026 takes most steady tones for those of a bass."""
    solo = lausch.analyze(CASES / "steady_scale_C2.flac", only="solo", model=model).solo
    assert set(np.round(solo.pitches)) <= {36, 38, 40, 41, 43, 45, 47, 48}
    assert len(solo) >= least


def test_low_tones_that_move_are_found():
    """The same tones with a vibrato of a third of a semitone: it is movement that they lacked."""
    scale = load_audio(CASES / "steady_scale_C2.flac")
    seconds = np.arange(len(scale.samples)) / scale.rate
    swing, hz = 2 ** (0.3 / 12) - 1, 5.5
    moved = seconds + swing * np.sin(2 * np.pi * hz * seconds) / (2 * np.pi * hz)
    samples = np.interp(moved, seconds, scale.samples).astype(np.float32)
    solo = lausch.analyze((samples, scale.rate), only="solo")
    assert solo.contour.voiced.mean() > 0.5
    assert len(solo.solo) >= 12
