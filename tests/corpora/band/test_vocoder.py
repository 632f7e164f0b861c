"""Speech that sings: what is said to be its pitch is what sounds. Collected where pyworld is."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import iirpeak, lfilter

from lausch.annotation.melody import hertz
from lausch.corpora.band.playing.score import notes
from lausch.corpora.band.sounding import vocoder
from lausch.corpora.band.sounding.speech import Bank, read_bank
from lausch.corpora.band.sounding.speechlead import sing_spoken
from lausch.corpora.band.sounding.synth import RATE
from lausch.corpora.band.sounding.voicelead import HOP
from lausch.errors import CorpusError, MissingExtraError

SPEECH = vocoder.SPEECH_RATE


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A buzz through a formant that says da-da-da."""
    time = np.arange(2 * SPEECH) / SPEECH
    turns = np.cumsum(120 + 10 * np.sin(2 * np.pi * 0.7 * time)) / SPEECH
    buzz = np.diff(np.floor(turns), prepend=0.0)
    b, a = iirpeak(700, 5, fs=SPEECH)
    voice = lfilter(b, a, buzz) * (0.05 + np.clip(np.sin(2 * np.pi * 3 * time), 0, 1))
    noise = np.random.default_rng(0).standard_normal(len(voice)) * 1e-4
    path = tmp_path_factory.mktemp("speech") / "da.wav"
    soundfile.write(path, (voice / np.abs(voice).max() * 0.5 + noise), SPEECH)
    return read_bank((path,))


def test_a_bank_has_syllables_at_the_pitch_of_the_speaker(bank: Bank) -> None:
    assert 4 <= len(bank.edges) <= 8
    assert bank.pitch_hz == pytest.approx(120, abs=12)


@pytest.mark.parametrize("seed", range(3))
def test_the_pitch_that_is_told_is_what_sounds(bank: Bank, seed: int) -> None:
    line = notes([(0.2 + 0.8 * at, 0.9 + 0.8 * at, 48 + 2 * at, 90) for at in range(4)])
    length = 4 * RATE
    stem, octave, track = sing_spoken(line, length, bank, np.random.default_rng(seed))
    assert stem.shape == (length,)
    assert np.isfinite(stem).all()
    assert octave % 12 == 0
    assert len(track) == -(-length // HOP) + 1
    sounding = ~np.isnan(track)
    assert 0.4 < sounding.mean() < 0.95
    mono = stem.astype(np.float64)
    hz, times = vocoder.world().harvest(mono, RATE, 40.0, 1000.0, frame_period=20.0)
    told = hertz(track[np.minimum((times * RATE / HOP).astype(int), len(track) - 1)])
    both = (hz > 0) & ~np.isnan(told)
    cents = 1200 * np.abs(np.log2(hz[both] / told[both]))
    assert (cents < 50).mean() > 0.85


def test_nothing_to_sing_is_silence(bank: Bank) -> None:
    stem, octave, track = sing_spoken(notes([]), RATE, bank, np.random.default_rng(0))
    assert not stem.any()
    assert octave == 0
    assert np.isnan(track).all()


def test_silence_has_no_syllables_and_text_is_no_speech(tmp_path: Path) -> None:
    silent, text = tmp_path / "silent.wav", tmp_path / "text.ogg"
    soundfile.write(silent, np.zeros(SPEECH), SPEECH)
    text.write_text("hello")
    with pytest.raises(CorpusError, match="no syllables"):
        read_bank((silent,))
    with pytest.raises(CorpusError, match="no speech"):
        read_bank((text,))


def test_without_the_vocoder_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    vocoder.world.cache_clear()
    monkeypatch.setitem(sys.modules, "pyworld", None)
    with pytest.raises(MissingExtraError, match="pip install pyworld"):
        vocoder.world()
    vocoder.world.cache_clear()
