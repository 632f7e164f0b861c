"""Rows of beats move with the beats: what lies in two parts counts in each by its share."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.representations import BeatShares, Beatwise, Raw

SAMPLES = Raw(8000, 80)
"""100 frames a second."""
PARTS = 4
SHARES = BeatShares(SAMPLES, PARTS, lead_seconds=0.0)


def strokes() -> np.ndarray:
    """Two seconds with strokes that last one frame."""
    values = np.zeros((200, 2), np.float32)
    values[[20, 57, 110, 163], 0] = 1, 0.5, 0.8, 1
    values[:, 1] = np.random.default_rng(0).uniform(0, 1, 200)
    return values


def test_beats_that_move_by_a_fifth_of_a_frame_change_rows_by_as_much():
    frames, beats = strokes(), np.array([0.195, 0.595, 1.095, 1.605])
    part_frames = 100 * np.diff(beats).min() / PARTS
    steps = [SHARES.on_beats(frames, beats + 0.002 * step) for step in range(11)]
    jumps = np.abs(np.diff(steps, axis=0)).max()
    assert 0 < jumps < 2.2 * 0.2 / part_frames  # both ends of a part move
    whole = Beatwise(SAMPLES, PARTS, lead_seconds=0.0)
    steps = [whole.on_beats(frames, beats + 0.002 * step) for step in range(11)]
    assert np.abs(np.diff(steps, axis=0)).max() > 4 * jumps


def test_nothing_is_lost_or_counted_twice():
    frames = strokes()
    beats = np.sort(np.random.default_rng(1).uniform(0.1, 1.5, 6))
    edges = np.append(beats, 2 * beats[-1] - beats[-2])
    rows = SHARES.on_beats(frames, beats).reshape(len(beats), PARTS, 2)
    total = (rows * (np.diff(edges) * 100 / PARTS)[:, None, None]).sum(axis=(0, 1))
    # Frame n is half a frame around n: its share of the whole span, counted frame by frame.
    places = np.arange(200)
    shares = np.clip(
        np.minimum(edges[-1] * 100 + 0.5, places + 1) - np.maximum(beats[0] * 100 + 0.5, places),
        0, 1,
    )  # fmt: skip
    np.testing.assert_allclose(total, shares @ frames, rtol=1e-4)


def test_parts_of_whole_frames_are_those_of_beatwise():
    frames, beats = strokes(), np.array([0.205, 0.605, 1.005, 1.405])
    whole = Beatwise(SAMPLES, PARTS, lead_seconds=0.0).on_beats(frames, beats)
    np.testing.assert_allclose(SHARES.on_beats(frames, beats), whole, atol=1e-6)


@pytest.mark.parametrize("beats", [[-0.3, 0.2], [0.7, 1.4, 5.0], [0.2], [0.5, 0.5001, 0.5003]])
def test_beats_beside_the_recording_or_shorter_than_a_frame_have_a_frame_nearby(beats):
    frames = np.arange(100, dtype=np.float32)[:, None]
    rows = SHARES.on_beats(frames, np.array(beats))
    assert rows.shape == (len(beats), PARTS)
    assert rows.min() >= 0
    assert rows.max() <= 99 + 1e-3


def test_hours_are_cut_in_pieces_without_a_seam():
    frames = np.random.default_rng(2).uniform(0, 1, (40_000, 1)).astype(np.float32)
    beats = 0.3 + 0.3003 * np.arange(1300)
    rows = SHARES.on_beats(frames, beats)
    for at in (250, 256, 511, 1024):
        alone = SHARES.on_beats(frames, beats[at : at + 2])
        np.testing.assert_allclose(alone[0], rows[at], atol=1e-6)
