"""Chroma hears pitch classes, cepstra timbre, and either only its own."""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import scipy.fft

from lausch.errors import OptionError
from lausch.representations import MFCC, Chroma, LogMelS, from_card, to_card
from lausch.representations.structure import CEPSTRA, CHROMA, STRUCTURE, structure

RATE = STRUCTURE.rate
SECONDS = np.arange(2 * RATE) / RATE


def tone(midi: float, overtones: int = 1) -> np.ndarray:
    hz = 440 * 2 ** ((midi - 69) / 12)
    partials = [np.sin(2 * np.pi * n * hz * SECONDS) / n for n in range(1, overtones + 1)]
    return (0.2 * sum(partials)).astype(np.float32)


@pytest.mark.parametrize("midi", [43, 48, 57, 61, 70, 90])
def test_a_tone_sounds_in_its_pitch_class_at_every_octave(midi):
    values = structure([tone(midi)]).values[5:15, CHROMA]
    assert (values.argmax(axis=1) == midi % 12).all()
    if midi >= 57:  # below, a semitone is not many bins wide
        assert (values.max(axis=1) > 3 * np.sort(values, axis=1)[:, -2]).all()


def test_chroma_ranks_pitch_classes_as_librosa_does():
    sound = tone(60, 3) + tone(64, 3) + tone(67, 3)
    expected = librosa.feature.chroma_stft(y=sound, sr=RATE, n_fft=8192, hop_length=2205, tuning=0)
    found = structure([sound]).values[10, CHROMA]
    assert set(np.argsort(found)[-3:]) == set(np.argsort(expected[:, 10])[-3:]) == {0, 4, 7}


def test_cepstra_are_the_cosine_transform_of_the_mel_spectrum():
    samples = np.random.default_rng(0).normal(size=RATE).astype(np.float32)
    mel = LogMelS(RATE, 2205, 4096, bands=40, high_hz=10000.0).measure(samples)
    expected = scipy.fft.dct(mel, type=2, norm="ortho", axis=1)
    for first, count in ((0, 40), (2, 13)):
        made = MFCC(RATE, 2205, 4096, bands=40, high_hz=10000.0, first=first, count=count)
        found = made.measure(samples)
        np.testing.assert_allclose(found, expected[:, first : first + count], atol=1e-4)


def test_coefficients_that_are_not_there_are_refused():
    with pytest.raises(OptionError, match="coefficients 0 to 39, not 30 to 49"):
        MFCC(RATE, 2205, 4096, bands=40, first=30, count=20)


def test_the_same_chord_in_another_timbre_differs_in_cepstra_alone():
    dark, bright = (structure([tone(60, n)]).values[5:15].mean(axis=0) for n in (1, 20))
    assert dark[CHROMA].argmax() == bright[CHROMA].argmax()
    apart = np.linalg.norm(dark[CEPSTRA] - bright[CEPSTRA])
    assert apart > 0.5 * np.linalg.norm(dark[CEPSTRA])


@pytest.mark.parametrize("samples", [0, 1, RATE])
def test_short_and_silent_recordings_have_their_frames(samples):
    found = structure([np.zeros(samples, np.float32)])
    assert found.values.shape == (STRUCTURE.clock.count(samples), 32)
    assert (found.values == 0).all()


def test_pieces_are_the_whole():
    sound = np.concatenate([tone(60), tone(72, 9)] * 30)
    whole = STRUCTURE.measure(sound)
    np.testing.assert_allclose(structure(np.array_split(sound, 7)).values, whole, atol=1e-4)


def test_a_card_brings_them_back():
    assert from_card(to_card(STRUCTURE)) == STRUCTURE
    assert {type(part) for part in STRUCTURE.parts} == {Chroma, MFCC}
