"""Files of two tempi, as in MIREX."""

from __future__ import annotations

import pytest

from lausch import formats
from lausch.annotation import Tempo
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
