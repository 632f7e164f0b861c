"""Memory of a long recording: its activations once, and little besides."""

import tracemalloc

import numpy as np
import pytest

from lausch.decoding.pianoroll import pianoroll
from lausch.frames import Clock
from lausch.models.model import load_model
from lausch.representations.rows import MEMORY_BYTES

CHUNK, CONTEXT = 3000, 96


def peak(task):
    """The result, and the bytes that were held at most while it was made."""
    tracemalloc.start()
    result = task()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return result, most


@pytest.mark.parametrize("minutes", [5, 20])
def test_activations_are_held_once(minutes, monkeypatch):
    model = load_model("solo2026")
    count = minutes * 60 * 50 // CHUNK
    features = np.zeros((CHUNK + 2 * CONTEXT, 1), np.float32)

    def chunks(*_, **__):
        for at in range(count):
            yield features + at, slice(CONTEXT, CONTEXT + CHUNK)

    def infer(values):
        return np.repeat(values[:, :1], len(model.task.outputs), axis=1)

    monkeypatch.setattr("lausch.models.model.stream", chunks)
    monkeypatch.setattr(model, "infer", infer)
    frames, most = peak(lambda: model.run([]))
    assert len(frames) == count * CHUNK
    assert frames.values[::CHUNK, 0].tolist() == list(range(count))
    assert most < 1.2 * max(frames.values.nbytes, MEMORY_BYTES) + 3 * infer(features).nbytes


def test_a_pianoroll_needs_no_second_copy_of_what_it_reads():
    clock = Clock(22050, 441)

    def beyond(minutes):
        values = np.zeros((minutes * 60 * 50, 180), np.float32)
        roll, most = peak(lambda: pianoroll(values, clock, low_midi=28, bins_per_semitone=3))
        return most - roll.values.nbytes

    assert beyond(20) < 1.5 * beyond(5)
