"""Hours of sound for the measurement of memory."""

from __future__ import annotations

import sys
from importlib import import_module

import soundfile
from conftest import RATE, clicks
from house import STUDIES

from lausch.models.model import default_model, load_model

sys.path.insert(0, str(STUDIES))
memory = import_module("memory")


def test_hours_are_made_of_songs_and_pauses(tmp_path):
    soundfile.write(tmp_path / "song.wav", clicks(120, 5), RATE)
    count = memory.write_hours([tmp_path / "song.wav"], tmp_path / "a.flac", 0.01)
    samples, rate = soundfile.read(tmp_path / "a.flac")
    assert len(samples) == count
    assert 36 <= count / rate < 46
    assert (samples == 0).mean() < 0.999


def test_the_page_names_the_weights_of_each_layer(tmp_path, monkeypatch):
    soundfile.write(tmp_path / "song.wav", clicks(120, 5), RATE)
    monkeypatch.setattr(memory, "peak_megabytes", lambda *_: 321.0)
    page = tmp_path / "memory.md"
    words = ["--hours", "0.003", "--layers", "beats,bass", "--out", str(page)]
    monkeypatch.setattr(sys, "argv", ["memory.py", str(tmp_path / "song.wav"), *words])
    memory.main()
    text = page.read_text(encoding="utf-8")
    for layer in ("beats", "bass"):
        model = load_model(default_model(layer))
        assert f"{model.name} ({model.digest[:12]})" in text
        assert f"| {layer} | 321 |" in text
