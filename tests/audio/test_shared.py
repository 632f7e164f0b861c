"""Samples of a song are stored for several readers; those of hours are never held."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from lausch.audio import open_audio
from lausch.audio.shared import Samples


@pytest.fixture
def path(tmp_path):
    noise = np.random.default_rng(0).normal(scale=0.1, size=4 * 22050)
    soundfile.write(tmp_path / "a.wav", noise, 22050)
    return tmp_path / "a.wav"


def read(recording):
    return np.concatenate(list(recording.blocks()))


def test_a_song_is_decoded_once(path):
    first = open_audio(path, 22050).shared()
    samples = read(first)
    path.unlink()
    assert (read(first) == samples).all()
    assert len(read(open_audio(first, 11025))) == len(samples) // 2


def test_what_the_header_says_to_be_too_long_is_not_held_while_it_is_read(tmp_path):
    size = 40 * 22050
    soundfile.write(tmp_path / "long.wav", np.zeros(size, dtype=np.float32), 22050)
    recording = replace(open_audio(tmp_path / "long.wav", 22050), _samples=Samples(room=size - 1))
    pieces = recording.blocks(4096)
    next(pieces)
    tracemalloc.start()
    for _ in pieces:
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < size * 4 / 2
