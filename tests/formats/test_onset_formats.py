"""Onsets survive every format that holds them, and foreign files are read."""

from __future__ import annotations

import numpy as np
import pytest

from lausch import formats
from lausch.annotation import Beats, Onsets
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError

ONSETS = Onsets([0.25, 0.5, 1.125], [1.0, 0.25, 0.5])
ANALYSIS = Analysis(others={"onsets": ONSETS}, duration=2.0)
SURE = ("onsetscsv", "json", "jams")
HOLDING = formats.holding(["onsets"])


def read(name, text):
    return formats.FORMATS[name].decode(text, "x").read("onsets")


def test_all_of_them_hold_it():
    assert set(HOLDING) == {*SURE, "onsets", "onsetsvl", "sv", "audacity"}


@pytest.mark.parametrize("name", HOLDING)
def test_times_survive_and_confidence_where_there_is_room(name):
    back = read(name, formats.encode(ANALYSIS, name))
    np.testing.assert_allclose(back.times, ONSETS.times, atol=2e-5)
    expected = ONSETS.confidence if name in SURE else np.ones(3)
    np.testing.assert_allclose(back.confidence, expected)


def test_one_time_a_line():
    assert formats.encode(ANALYSIS, "onsets") == "0.250\n0.500\n1.125\n"


def test_a_second_column_of_labels_is_left_aside():
    np.testing.assert_allclose(read("onsets", "0.1 \tKD\n0.2 \tSD\n").times, [0.1, 0.2])
    header = read("onsets", "label,time,probability\nx,0.1,0.5\n")
    assert (header.times.tolist(), header.confidence.tolist()) == ([0.1], [0.5])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.2\n0.1\n", "onset times must increase"),
        ("time,confidence\n0.1,2\n", "between 0 and 1"),
        ("tempo,weight\n100,1\n", "no column is a time"),
        ("450\n90000\n", "seconds"),
    ],
)
def test_what_cannot_be_is_refused_with_its_file(text, words):
    with pytest.raises(FormatError, match=rf"x.*{words}"):
        read("onsets", text)


def test_beats_and_onsets_stand_in_one_file_of_labels():
    both = Analysis(beats=Beats([0.25, 1.0], [1, 2]), others={"onsets": ONSETS})
    back = formats.FORMATS["audacity"].decode(formats.encode(both, "audacity"), "x")
    assert len(back.read("onsets")) == 3
    assert back.beats.positions.tolist() == [1, 2]


def test_of_jams_rows_at_one_time_the_first_counts():
    text = formats.encode(ANALYSIS, "jams").replace('"time": 0.5', '"time": 0.25')
    assert read("jams", text).times.tolist() == [0.25, 1.125]


def test_a_single_column_may_have_decimal_commas():
    read = formats.FORMATS["onsets"].decode("0,50\n1,25\n", "x").others["onsets"]
    assert read.times.tolist() == [0.5, 1.25]
