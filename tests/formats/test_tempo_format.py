"""Files of two tempi, as in MIREX, and of the local tempo."""

from __future__ import annotations

import json

import numpy as np
import pytest

from lausch import formats
from lausch.annotation import Tempo, TempoCurve
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError


def text(tempo: Tempo) -> str:
    return formats.encode(Analysis(tempo=tempo), "tempo")


def read(content: str) -> Tempo:
    return formats.FORMATS["tempo"].decode(content, "x").tempo


def test_the_slower_tempo_stands_first_with_its_weight():
    assert text(Tempo([140.0, 70.0], [0.75, 0.25])) == "70.000\t140.000\t0.250\n"


@pytest.mark.parametrize(
    "tempo",
    [Tempo([140.0, 70.0], [0.75, 0.25]), Tempo([61.5, 123.0], [0.6, 0.4]), Tempo([95.0], [1.0])],
)
def test_tempi_come_back_in_their_order(tempo):
    back = read(text(tempo))
    assert back.bpm == tempo.bpm
    assert back.weights == pytest.approx(tempo.weights)


def test_no_tempo_is_an_empty_file():
    assert text(Tempo()) == ""
    assert not len(read(""))


def test_one_tempo_and_two_without_a_weight_are_read():
    assert read("95\n").bpm == (95.0,)
    assert read("70.0 140.0\n").weights == (0.5, 0.5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("0.5\n1.0\n1.5\n", "is it one of beats"),
        ("a b c\n", "the slower tempo is a number"),
        ("70 140 3\n", "between 0 and 1"),
        ("-70\n", "positive"),
    ],
)
def test_what_is_no_tempo_is_refused(content, words):
    with pytest.raises(FormatError, match=words):
        read(content)


CURVE = TempoCurve([0.5, 1.0, 1.6], [120.0, 110.25, 99.125])
ANALYSIS = Analysis(tempo=Tempo([110.0], [1.0], curve=CURVE), duration=2.5)


@pytest.mark.parametrize("name", ["json", "tempocsv", "temposvl"])
def test_a_curve_comes_back(name):
    back = formats.FORMATS[name].decode(formats.encode(ANALYSIS, name), "x").tempo.curve
    np.testing.assert_allclose(back.times, CURVE.times, atol=1e-4)
    np.testing.assert_allclose(back.bpm, CURVE.bpm)


def test_a_table_of_a_curve_has_a_row_for_each_beat():
    text = formats.encode(ANALYSIS, "tempocsv")
    assert text == "time,tempo_bpm\n0.500,120.0000\n1.000,110.2500\n1.600,99.1250\n"


def test_jams_has_the_tempi_of_the_whole_before_those_of_the_beats():
    text = formats.encode(ANALYSIS, "jams")
    whole, local = json.loads(text)["annotations"]
    assert [each["namespace"] for each in (whole, local)] == ["tempo", "tempo"]
    assert [row["duration"] for row in local["data"]] == pytest.approx([0.5, 0.6, 0.9])
    assert [row["value"] for row in local["data"]] == CURVE.bpm.tolist()
    assert formats.FORMATS["jams"].decode(text, "x").tempo.bpm == (110.0,)


@pytest.mark.parametrize("name", ["tempocsv", "temposvl"])
def test_a_tempo_without_a_curve_has_no_such_file(name):
    with pytest.raises(FormatError, match=r"local tempi.*--only beats,tempo"):
        formats.encode(Analysis(tempo=Tempo([110.0], [1.0])), name)


@pytest.mark.parametrize("content", ["time,position\n1,1\n", "tempo_bpm\n99\n", "1,99\n"])
def test_a_table_without_times_or_tempi_is_refused(content):
    with pytest.raises(FormatError, match="time,tempo_bpm"):
        formats.FORMATS["tempocsv"].decode(content, "x")


def test_a_layer_of_other_values_is_no_curve():
    text = formats.encode(ANALYSIS, "temposvl").replace('units="bpm"', 'units="Hz"')
    assert formats.FORMATS["temposvl"].decode(text, "x").tempo is None


def test_where_there_is_no_tempo_there_are_no_rows():
    nothing = Analysis(tempo=Tempo())
    assert formats.encode(nothing, "tempocsv") == "time,tempo_bpm\n"
    assert not len(
        formats.FORMATS["temposvl"].decode(formats.encode(nothing, "temposvl"), "x").tempo
    )


@pytest.mark.parametrize(
    ("text", "bpm", "weights"),
    [
        ("60\t120\t0.75\n", [60, 120], [0.75, 0.25]),
        ("60\t120\t0.25\n", [120, 60], [0.75, 0.25]),
        ("60 120\n", [60, 120], [0.5, 0.5]),
        ("60\n", [60], [1]),
        ("0\t120\t0\n", [120], [1]),
        ("0 120 0.5\n", [120], [1]),
        ("120,0,1\n", [120], [1]),
        ("", [], []),
    ],
)
def test_a_line_has_up_to_two_tempi_of_which_the_likelier_comes_first(text, bpm, weights):
    tempo = formats.FORMATS["tempo"].decode(text, "x").tempo
    assert (list(tempo.bpm), list(tempo.weights)) == (bpm, weights)


@pytest.mark.parametrize(
    ("bpm", "weights", "line"),
    [
        ([120, 60], [0.75, 0.25], "60.000\t120.000\t0.250\n"),
        ([60, 120], [0.75, 0.25], "60.000\t120.000\t0.750\n"),
        ([90], [1], "0.000\t90.000\t0.000\n"),
        ([], [], ""),
    ],
)
def test_the_slower_tempo_is_written_first_with_its_weight(bpm, weights, line):
    assert formats.encode(Analysis(tempo=Tempo(bpm, weights)), "tempo") == line
