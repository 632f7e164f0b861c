"""Hours of sound for the measurement of memory."""

from __future__ import annotations

import sys
from importlib import import_module

import soundfile
from conftest import RATE, clicks
from house import STUDIES

sys.path.insert(0, str(STUDIES))
memory = import_module("memory")


def test_hours_are_made_of_songs_and_pauses(tmp_path):
    soundfile.write(tmp_path / "song.wav", clicks(120, 5), RATE)
    count = memory.write_hours([tmp_path / "song.wav"], tmp_path / "a.flac", 0.01)
    samples, rate = soundfile.read(tmp_path / "a.flac")
    assert len(samples) == count
    assert 36 <= count / rate < 46
    assert (samples == 0).mean() < 0.999
