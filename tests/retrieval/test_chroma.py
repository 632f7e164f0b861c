"""Notes, contours and activations become the same twelve columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lausch.annotation import Contour, Notes
from lausch.annotation.melody import hertz
from lausch.errors import OptionError
from lausch.frames import Clock, Frames
from lausch.retrieval.chroma import (
    CLOCK,
    contour_chroma,
    fold,
    normalised,
    notes_chroma,
    quantised,
    restored,
    stretched,
    trimmed,
)

COLUMNS = tuple(f"midi {pitch}" for pitch in range(4, 124))


def test_octaves_fold_into_one_column():
    values = np.zeros((3, 120), np.float32)
    values[0, 60 - 4], values[0, 72 - 4], values[1, 69 - 4] = 0.4, 0.9, 0.5
    chroma = fold(Frames(values, CLOCK, COLUMNS))
    assert chroma.shape == (3, 12)
    assert chroma[0, 0] == pytest.approx(0.9)
    assert chroma[1, 9] == pytest.approx(0.5)
    assert np.count_nonzero(chroma) == 2


def test_only_pitches_ten_times_a_second_can_be_folded():
    with pytest.raises(OptionError, match="is the model one for solos"):
        fold(Frames(np.zeros((3, 1), np.float32), CLOCK, ("beat",)))
    with pytest.raises(OptionError, match="50 Hz"):
        fold(Frames(np.zeros((3, 120), np.float32), Clock(22050, 441), COLUMNS))


def test_notes_and_their_contour_look_the_same():
    notes = Notes([0.5, 1.0, 2.0], [1.0, 1.8, 3.0], [60, 67, 75])
    times = np.arange(0, 3.2, 0.01)
    sounding = [(n <= times) & (times < m) for n, m in notes.intervals]
    hz = np.select(sounding, hertz(notes.pitches).tolist(), 0.0)
    one, other = notes_chroma(notes), contour_chroma(Contour(times, hz))
    size = min(len(one), len(other))
    assert np.abs(one[:size] - other[:size]).max() < 0.2
    assert one[7, 0] == one[14, 7] == one[25, 3] == 1
    assert one[2].sum() == 0


def test_short_notes_are_not_lost():
    assert notes_chroma(Notes([1.0], [1.02], [69])).sum() == pytest.approx(0.2)


def test_frames_have_unit_length_and_silence_resembles_all():
    unit = normalised(np.eye(12, dtype=np.float32)[:2] * [[1], [0]])
    assert np.allclose(np.linalg.norm(unit, axis=1), 1)
    assert np.allclose(unit[1], unit[1, 0])


@given(st.floats(0.3, 3.0))
def test_stretching_keeps_the_order_and_the_length(ratio):
    chroma = np.repeat(np.eye(12, dtype=np.float32), 10, axis=0)
    bent = stretched(chroma, ratio)
    assert len(bent) == max(1, round(120 / ratio))
    centres = (np.arange(12) + 0.5) / 12 * len(bent)
    assert (bent[centres.astype(int)].argmax(axis=1) == np.arange(12)).all()


def test_a_byte_is_exact_enough():
    chroma = np.random.default_rng(0).random((50, 12), dtype=np.float32)
    assert np.abs(restored(quantised(chroma)) - chroma).max() <= 1 / 510 + 1e-6


def test_silence_at_the_ends_is_cut_off_and_counted():
    chroma = np.zeros((20, 12), np.float32)
    chroma[5:9, 3] = 1
    kept, before = trimmed(chroma)
    assert (len(kept), before) == (4, 5)
    assert len(trimmed(np.zeros((5, 12), np.float32))[0]) == 0
