"""Rows of hours: the same numbers in memory and in a file, and little memory for many."""

import errno
import io
import tracemalloc

import numpy as np
import pytest

from lausch.decoding.bass import BassDecoder
from lausch.decoding.contour import ContourDecoder
from lausch.frames import Clock, pieces
from lausch.representations import rows as room
from lausch.representations.rows import Rows

DICE = np.random.default_rng(7)
PARTS = [DICE.random((count, 7), dtype=np.float32) for count in (30, 1, 0, 55, 200, 3)]
WHOLE = np.concatenate(PARTS)


def stored():
    rows = Rows(7)
    for part in PARTS:
        rows.add(part)
    return rows.finished()


@pytest.mark.parametrize("most", [1 << 25, 900, 0])
def test_rows_come_back_and_may_be_changed(most, monkeypatch):
    monkeypatch.setattr(room, "MEMORY_BYTES", most)
    values = stored()
    assert (values == WHOLE).all()
    values[5] = 9
    assert [(start, len(part)) for start, part in pieces(values, 100)] == [
        (0, 100),
        (100, 100),
        (200, 89),
    ]
    assert (values[5] == 9).all()
    assert (values[6:] == WHOLE[6:]).all()


class Full(io.FileIO):
    """A file on a disk with room for 1,500 bytes."""

    def write(self, data):
        room_left = 1500 - self.tell()
        if room_left <= 0:
            raise OSError(errno.ENOSPC, "no space left on device")
        return super().write(data[:room_left])


def test_a_full_disk_is_no_reason_to_fail(monkeypatch, tmp_path):
    monkeypatch.setattr(room, "MEMORY_BYTES", 600)
    monkeypatch.setattr(room, "TemporaryFile", lambda **_: Full(tmp_path / "rows", "w+"))
    assert (stored() == WHOLE).all()


def test_without_a_folder_for_temporary_files_rows_stay_in_memory(monkeypatch):
    def refuses(**_):
        raise FileNotFoundError(errno.ENOENT, "no usable temporary directory")

    monkeypatch.setattr(room, "MEMORY_BYTES", 600)
    monkeypatch.setattr(room, "TemporaryFile", refuses)
    assert (stored() == WHOLE).all()


def growth(task, short, long):
    """Bytes of memory for each further frame of what a decoder reads."""

    def peak(count):
        values = DICE.random((count, 40), dtype=np.float32) ** 4
        tracemalloc.start()
        task(values)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)  # what is imported is no part of it
    return (peak(long) - peak(short)) / (long - short)


@pytest.mark.parametrize("method", ["pitches", "notes"])
def test_the_bass_of_hours_has_no_second_copy_of_its_activations(method):
    clock = Clock(22050, 1024)
    decode = getattr(BassDecoder(), method)

    def task(values):
        decode(values, clock, np.arange(0, len(values) / clock.fps, 1.0), low_midi=28)

    assert growth(task, 20_000, 40_000) < 40 * 4


def test_the_contour_of_hours_has_no_second_copy_of_its_activations(monkeypatch):
    monkeypatch.setattr("lausch.decoding.contour._SEGMENT_CELLS", 40_000)
    monkeypatch.setattr("lausch.decoding.contour.PIECE_FRAMES", 1000)

    def task(values):
        ContourDecoder().follow(values, 50, low_midi=30, bins_per_semitone=3)

    assert growth(task, 4_000, 12_000) < 40 * 4
