"""Formulas that follow a bass: tones under chords, whose line is known."""

from __future__ import annotations

import numpy as np
import pytest

import lausch
from lausch.annotation import Beats, hertz
from lausch.formulas import WEIGHTLESS, open_formula

RATE = 22050
BEATS = Beats(0.25 + 0.5 * np.arange(12), np.arange(12) % 4 + 1)
WALK = [40, 43, 45, 46, 47, 45, 43, 42, 36, 38, 33, 35]
CHORDS = ([60, 64, 67], [62, 65, 69], [59, 63, 66])
FORMULAS = [name for name in WEIGHTLESS if open_formula(name).layers == ("bass",)]


def tone(pitch, seconds, partials=8):
    """A plucked string: partials fall, and so does the whole."""
    at = np.arange(round(seconds * RATE)) / RATE
    hz = float(hertz(pitch))
    sound = sum(np.sin(2 * np.pi * n * hz * at) / n for n in range(1, partials + 1))
    return (
        sound * np.exp(-2 * at) * np.minimum(1, at / 0.005) * np.minimum(1, (seconds - at) / 0.01)
    )


def played(pitches=WALK, chords=True):
    """The line on the beats, with a chord over every bar: samples."""
    samples = np.zeros(round(6.75 * RATE))
    for at, pitch in zip(BEATS.times, pitches, strict=True):
        if pitch:
            note = 0.25 * tone(pitch, 0.48)
            samples[round(at * RATE) :][: len(note)] += note
    for at, chord in zip(BEATS.downbeats, CHORDS, strict=True):
        for pitch in chord if chords else ():
            note = 0.06 * tone(pitch, 1.9, 4)
            samples[round(at * RATE) :][: len(note)] += note
    return samples.astype(np.float32), RATE


@pytest.mark.parametrize("name", FORMULAS)
class TestBassFormula:
    def test_a_line_under_chords_is_followed(self, name):
        found = lausch.analyze(played(), only="bass", model=name, beats=BEATS)
        assert found.bass.beats.pitches.tolist() == WALK
        assert found.bass.beats.confidence.min() > 0.2
        assert found.makers[0].name == name
        assert found.bass.activations.columns[0] == "midi 28"
        contour = found.bass.contour
        middle = np.abs(contour.times[:, None] - (BEATS.times + 0.25)).argmin(axis=0)
        assert np.abs(12 * np.log2(contour.hz[middle] / hertz(WALK))).max() < 0.1

    def test_rests_are_rests(self, name):
        line = [40, 0, 45, 0, 47, 45, 0, 0, 36, 38, 0, 35]
        found = lausch.analyze(played(line, chords=False), only="bass", model=name, beats=BEATS)
        assert found.bass.beats.pitches.tolist() == line
        assert len(found.bass.notes) == sum(pitch > 0 for pitch in line)

    def test_it_is_as_sure_of_what_is_quiet(self, name):
        samples, rate = played()
        loud, quiet = (
            lausch.analyze((part * samples, rate), only="bass", model=name, beats=BEATS).bass
            for part in (np.float32(1), np.float32(0.1))
        )
        np.testing.assert_allclose(loud.activations.values, quiet.activations.values, atol=0.02)

    @pytest.mark.parametrize("samples", [1, 44100])
    def test_silence_rests(self, name, samples):
        silence = (np.zeros(samples, np.float32), RATE)
        inside = BEATS.times < samples / RATE
        beats = Beats(BEATS.times[inside], BEATS.positions[inside])
        line = lausch.analyze(silence, only="bass", model=name, beats=beats).bass
        assert len(line.notes) == 0
        assert not line.beats.sounds.any()
        assert not line.contour.voiced.any()
        assert line.activations.values.shape[1] == 40
