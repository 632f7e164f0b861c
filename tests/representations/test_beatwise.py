"""Rows of beats are means over equal parts of each beat."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import OptionError
from lausch.representations import Beatwise, Folded, LogLogS, Raw, Rise, Stack, represent

RATE, HOP = 8000, 80
SAMPLES = Raw(RATE, HOP)
"""100 frames a second."""


def frames(seconds: float) -> np.ndarray:
    """One column with the time of each frame in seconds."""
    return np.arange(round(seconds * 100), dtype=np.float32)[:, None] / 100


def test_a_part_has_the_mean_of_its_frames():
    rows = Beatwise(SAMPLES, 2, lead_seconds=0.0).on_beats(frames(3), np.array([0.5, 1.5, 2.0]))
    middles = [[0.745, 1.245], [1.62, 1.87], [2.12, 2.37]]
    np.testing.assert_allclose(rows, middles, atol=5.1e-3)


def test_a_beat_begins_earlier_by_its_lead():
    beats = np.array([0.5, 1.0])
    early = Beatwise(SAMPLES, 1, lead_seconds=0.1).on_beats(frames(3), beats)
    on_time = Beatwise(SAMPLES, 1, lead_seconds=0.0).on_beats(frames(3), beats - 0.1)
    np.testing.assert_allclose(early, on_time)


def test_a_part_shorter_than_a_frame_has_the_nearest_one():
    rows = Beatwise(SAMPLES, 4, lead_seconds=0.0).on_beats(frames(1), np.array([0.5, 0.52]))
    np.testing.assert_allclose(rows[0], [0.5, 0.51, 0.51, 0.52], atol=0.011)


@pytest.mark.parametrize("beats", [[-0.3, 0.2], [0.7, 1.4, 5.0], [0.2]])
def test_beats_beside_the_recording_have_its_first_or_last_frame(beats):
    rows = Beatwise(SAMPLES, 3).on_beats(frames(1), np.array(beats))
    assert rows.shape == (len(beats), 3)
    assert rows.min() >= 0
    assert rows.max() <= 0.99 + 1e-6


def test_without_beats_or_frames_there_are_none_or_zeros():
    part = Beatwise(SAMPLES, 3)
    assert part.on_beats(frames(1), np.zeros(0)).shape == (0, 3 * HOP)
    assert not part.on_beats(np.zeros((0, HOP), np.float32), np.array([1.0])).any()


def test_a_stack_without_beats_has_a_row_each_half_second_that_is_cut_at_its_own_beats():
    bands = LogLogS(RATE, HOP, 512, low_hz=60.0, high_hz=3000.0, bands_per_octave=3)
    stack = Stack((Beatwise(Rise(bands), 4), Beatwise(bands, 2)))
    samples = np.random.default_rng(0).normal(0, 0.1, 4 * RATE).astype(np.float32)
    whole = represent(stack, samples)
    assert whole.values.shape == (8, len(stack.columns))
    assert stack.framewise is not None
    inner = represent(stack.framewise, samples).values
    np.testing.assert_allclose(stack.on_beats(inner, whole.times), whole.values, atol=1e-6)
    assert Stack((bands,)).framewise is None
    with pytest.raises(TypeError, match="no rows of beats"):
        Stack((bands,)).parts[0].on_beats(inner, whole.times)


def test_a_rise_is_the_positive_difference_alone():
    values = np.array([[1.0, 5.0], [3.0, 4.0], [3.0, 6.0]], np.float32)
    np.testing.assert_array_equal(Rise(SAMPLES).finish(values), [[0, 0], [2, 0], [0, 2]])
    with pytest.raises(OptionError, match="at least 1 frame"):
        Rise(SAMPLES, 0)


def test_a_beat_has_at_least_one_part():
    with pytest.raises(OptionError, match="1 to 16 parts"):
        Beatwise(SAMPLES, 0)


def test_each_part_of_a_row_is_transposed_by_itself():
    bands = LogLogS(44100, 882, 4096, low_hz=40.0, high_hz=2000.0, bands_per_octave=12)
    chroma = Folded(bands)
    rows = np.arange(2 * 12, dtype=np.float32)[None]
    turned = Beatwise(chroma, 2).transposed(rows, 1)[0]
    assert turned[:3].tolist() == [11, 0, 1]
    assert turned[12:15].tolist() == [23, 12, 13]
    width = bands.width
    moved = Beatwise(bands, 2).transposed(np.ones((1, 2 * width), np.float32), 2)[0]
    assert moved.reshape(2, width).tolist() == [[0] + [1] * (width - 1)] * 2
    assert (Beatwise(chroma, 2).transposed(turned[None], -1)[0] == rows[0]).all()
