"""Samples in a notebook are a player."""

from __future__ import annotations

import io
from base64 import b64decode

import numpy as np
import soundfile

import lausch
from lausch.audio import player


def test_a_player_has_the_samples_in_it():
    tone = 0.5 * np.sin(np.arange(4410) / 10)
    audio = lausch.load_audio((np.append(tone, 1.5).astype(np.float32), 22050), rate=22050)
    html = audio._repr_html_()
    data = html.split("base64,")[1].split('"')[0]
    samples, rate = soundfile.read(io.BytesIO(b64decode(data)))
    assert rate == 22050
    np.testing.assert_allclose(samples[:-1], tone, atol=1e-4)
    assert samples[-1] > 0.999


def test_long_sound_is_no_player(monkeypatch):
    monkeypatch.setattr(player, "LARGEST_BYTES", 100)
    audio = lausch.load_audio((np.ones(44100, dtype=np.float32) / 2, 44100))
    assert "1 s of sound" in audio._repr_html_()
