"""Melodies to search with: how long they may be, and one note at a time."""

from __future__ import annotations

import pytest

from lausch.annotation import Notes
from lausch.errors import FormatError
from lausch.formats.queries import is_melody, read_query, skyline


def query(tmp_path, text, name="q.csv"):
    path = tmp_path / name
    path.write_text(text)
    return read_query(path)


@pytest.mark.parametrize(
    ("rows", "fits"),
    [
        ([(0, 60, 60), (60, 120, 62)], True),
        ([(0, 60.1, 60), (61, 121.1, 62)], False),
        ([(0, 1, 60), (7199, 7200, 62)], True),
        ([(0, 1, 60), (7199, 7200.1, 62)], False),
        ([(10, 11, 60), (7199, 7209, 62)], True),
        ([(0, 1, 60), (1, 2, 61), (3, 300, 62)], True),  # one long note
    ],
)
def test_notes_of_a_query_last_a_minute_and_all_of_it_two_hours(tmp_path, rows, fits):
    text = "onset,offset,pitch\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows)
    if fits:
        assert len(query(tmp_path, text)) == len(rows)
    else:
        with pytest.raises(FormatError, match="write seconds"):
            query(tmp_path, text)


@pytest.mark.parametrize(
    ("times", "fits"),
    [((0, 60, 120), True), ((0, 60.1, 120.2), False), ((5,), True), ((0, 1, 7200.1), False)],
)
def test_points_of_a_contour_too(tmp_path, times, fits):
    text = "time,hz\n" + "".join(f"{time},220\n" for time in times)
    if fits:
        assert len(query(tmp_path, text)) == len(times)
    else:
        with pytest.raises(FormatError, match="write seconds"):
            query(tmp_path, text)


@pytest.mark.parametrize(
    ("onsets", "pitches", "kept"),
    [
        ([0.0, 0.029], [60, 64], [64]),
        ([0.0, 0.029], [64, 60], [64]),
        ([0.0, 0.029], [64, 64], [64]),
        ([0.0, 0.031], [60, 64], [60, 64]),
        ([0.0, 0.02, 0.04], [60, 64, 62], [64]),
        ([0.0, 0.02, 0.051], [60, 64, 62], [64, 62]),
    ],
)
def test_of_notes_that_begin_together_the_highest_stays(onsets, pitches, kept):
    found = skyline(Notes(onsets, [each + 1 for each in onsets], pitches))
    assert found.pitches.tolist() == kept
    assert found.offsets[-1] == found.onsets[-1] + 1
    assert found.offsets[:-1].tolist() == found.onsets[1:].tolist()


def test_of_equally_high_notes_the_first_stays():
    found = skyline(Notes([0.0, 0.01], [0.5, 1.0], [60, 60]))
    assert (found.onsets.tolist(), found.offsets.tolist()) == ([0.0], [0.5])


@pytest.mark.parametrize(
    ("name", "data", "melody"),
    [
        ("a.mid", b"", True),
        ("a.KAR", b"", True),
        ("a.csv", b"", True),
        ("a.jams", b"", True),
        ("a.wav", b"RIFF....", False),
        ("noname", b"MThd....", True),
        ("noname", b"MThe....", False),
        ("noname", b"MTh", False),
    ],
)
def test_a_melody_is_known_by_its_name_or_its_beginning(tmp_path, name, data, melody):
    path = tmp_path / name
    path.write_bytes(data)
    assert is_melody(path) == melody
    assert not is_melody(tmp_path / "none")
    assert is_melody("-")


def test_a_name_that_no_file_can_have_is_no_melody():
    assert not is_melody("x" * 5000)
