"""Onsets of rendered music are those that can be heard."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.corpora.band.playing.score import notes
from lausch.corpora.band.sounding.audible import audible_onsets, audible_strokes
from lausch.corpora.band.sounding.synth import RATE


def tones(starts: list[float], hz: float, seconds: float = 4.0) -> tuple:
    """Onsets and a stem of decaying tones at them."""
    stem = np.zeros(round(seconds * RATE), dtype=np.float32)
    moment = np.arange(RATE // 2) / RATE
    tone = (0.2 * np.exp(-8 * moment) * np.sin(2 * np.pi * hz * moment)).astype(np.float32)
    for start in starts:
        first = round(start * RATE)
        stem[first : first + len(tone)] += tone[: len(stem) - first]
    return np.array(starts), stem


@pytest.mark.parametrize(("gain_db", "audible"), [(-10.0, True), (-40.0, False)])
def test_a_faint_part_is_not_heard_beside_a_loud_one(gain_db, audible):
    loud, faint = tones([0.5, 1.5, 2.5], 220.0), tones([0.6, 1.6], 330.0)
    onsets = audible_onsets([(loud[0], 0.0, loud[1]), (faint[0], gain_db, faint[1])], 0.0, 4.0)
    expected = [0.5, 0.6, 1.5, 1.6, 2.5] if audible else [0.5, 1.5, 2.5]
    np.testing.assert_allclose(onsets.times, expected)


def test_what_is_faint_but_high_is_heard_over_a_bass():
    bass, hat = tones([0.5, 1.5], 60.0), tones([0.6, 1.6], 8000.0)
    onsets = audible_onsets([(bass[0], 0.0, bass[1]), (hat[0], -32.0, hat[1])], 0.0, 4.0)
    np.testing.assert_allclose(onsets.times, [0.5, 0.6, 1.5, 1.6])


def test_times_move_are_joined_and_stay_inside():
    a, b = tones([0.5, 1.0, 3.0], 220.0), tones([1.02, 3.5], 500.0)
    onsets = audible_onsets([(a[0], 0.0, a[1]), (b[0], 0.0, b[1])], -0.6, 2.5)
    np.testing.assert_allclose(onsets.times, [0.41, 2.4])


def test_strokes_are_those_that_are_audible_by_instrument_and_velocity():
    kick, hat, pad = tones([0.5, 1.5], 60.0), tones([0.5, 1.0], 8000.0), tones([0.0], 330.0)
    rim = notes([(0.7, 0.8, 37, 90)])
    groups = [
        (notes([(0.5, 0.6, 36, 127), (1.5, 1.6, 35, 64)]), 0.0, kick[1]),
        (notes([(0.5, 0.6, 42, 100), (1.0, 1.1, 46, 50), (1.01, 1.1, 42, 9)]), 0.0, hat[1]),
        (rim, 0.0, hat[1]),
    ]
    stems = [(0.0, kick[1] + hat[1]), (0.0, pad[1])]
    drums = audible_strokes(groups, stems, -0.25, 4.0)
    np.testing.assert_allclose(drums.times, [0.25, 0.25, 0.75, 1.25])
    assert drums.instruments == ("kick", "hi-hat", "hi-hat", "kick")
    np.testing.assert_allclose(drums.velocities, np.array([127, 100, 50, 64]) / 127)
    quiet = [(some, -60.0, sound) for some, _, sound in groups]
    assert not len(audible_strokes(quiet, stems, 0.0, 4.0))
