"""Strokes are where they are struck, chroma is of what is held, and neither knows the tempo."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation.pitch import NAMES
from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations import HeldChroma, Hpss, LogLogS, LogMelS, Stack, Strokes, represent
from lausch.systems import system

RATE = 44100
MEL = LogMelS(RATE, 882, 2048, low_hz=30.0, high_hz=16000.0, bands=32)
SEMITONES = LogLogS(RATE, 882, 4096, low_hz=110.0, high_hz=4000.0, bands_per_octave=12, factor=4.0)
NOISE = np.random.default_rng(0).normal(size=RATE).astype(np.float32)


def played(bpm: float, share: float, beats: int = 16) -> FloatArray:
    """A held A, and bursts on every beat and at `share` of it."""
    samples = 0.05 * np.sin(2 * np.pi * 440 * np.arange(int(RATE * 60 / bpm * beats)) / RATE)
    burst = 0.5 * NOISE[:1500] * np.exp(-np.arange(1500) / 300)
    for beat in range(beats - 1):
        for at in (beat, beat + share):
            first = int(RATE * 60 / bpm * at)
            samples[first : first + 1500] += burst
    return samples.astype(np.float32)


def test_bursts_are_strokes_in_all_registers_and_a_tone_is_none():
    frames = represent(Stack((Strokes(Hpss(MEL, 19, 9), 4),)), played(60, 0.5)).values
    assert frames.shape[1] == 4
    struck = np.flatnonzero((frames > 0.5 * frames.max(axis=0)).any(axis=1))
    assert all(min(at % 25, 25 - at % 25) <= 2 for at in struck)
    assert len(struck) >= 29


def test_chroma_of_what_is_held_has_the_tone_also_on_a_stroke():
    chroma = represent(Stack((HeldChroma(Hpss(SEMITONES, 19, 13)),)), played(60, 0.5)).values
    assert chroma.shape[1] == 12
    np.testing.assert_allclose(np.linalg.norm(chroma, axis=1), 1, rtol=1e-4)
    assert {NAMES[at] for at in chroma[50:400].argmax(axis=1)} == {"A"}


@pytest.mark.parametrize(("share", "part"), [(1 / 2, 5), (2 / 3, 6), (3 / 4, 7)])
def test_the_place_in_the_beat_is_the_same_at_any_tempo(share, part):
    representation = system("schmidt2013").representation
    framewise = representation.framewise
    rows = []
    for bpm in (80.0, 120.0):
        frames = framewise.finish(framewise.measure(played(bpm, share)))
        beats = 60 / bpm * np.arange(16)
        rows.append(representation.on_beats(frames, beats)[4:12].mean(axis=0))
    for row in rows:
        by_part = row[:64].reshape(8, 8).sum(axis=1)
        assert set(np.argsort(by_part)[-2:] + 1) == {1, part}
    assert np.corrcoef(*rows)[0, 1] > 0.9


def test_a_transposition_turns_chroma_and_leaves_strokes():
    values = np.eye(12, dtype=np.float32)
    turned = HeldChroma(Hpss(SEMITONES, 19, 13)).transposed_after(values, 2)
    np.testing.assert_array_equal(turned.argmax(axis=1), (np.arange(12) + 2) % 12)
    assert Strokes(Hpss(MEL, 19, 9)).transposed_after(values, 2) is values


def test_impossible_settings_are_refused():
    with pytest.raises(OptionError, match="1 to 32 registers, not 33"):
        Strokes(Hpss(MEL), 33)
    with pytest.raises(OptionError, match="at least 1 frame"):
        Strokes(Hpss(MEL), 8, 0)
    with pytest.raises(OptionError, match="bands per octave, not of LogMelS"):
        HeldChroma(Hpss(MEL))
