"""A check of an entry says everything that is wrong with it, and which paper it looks like."""

import pytest

from lausch.literature import literature
from lausch.literature.checking import problems
from lausch.literature.entries import to_entry

SURVEY = literature()
NEW = {
    "key": "foscarin2024",
    "authors": ["Francesco Foscarin", "Jan Schlüter", "Gerhard Widmer"],
    "title": "Beat this! Accurate beat tracking without DBN postprocessing",
    "year": 2024,
    "venue": "ISMIR",
    "container": "Proceedings of the ISMIR Conference",
    "task": "BRA",
    "network": ["CNN"],
    "input": ["LogMelS"],
}


def test_a_good_entry():
    assert problems([NEW], SURVEY.papers) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"network": "CNN"}, 'network is a list of words, not "CNN"'),
        ({"network": ["CNN", "CNN"]}, "network names a value twice"),
        ({"year": "2024"}, "year is a whole number"),
        ({"titel": "x"}, "no field 'titel'"),
        ({"task": "beats"}, "task of foscarin2024 is one of FL"),
        ({"key": "beatthis"}, "expected to be foscarin2024"),
        ({"key": "balke2017"}, "the key is taken"),
        ({"pages": "9–3"}, "run backwards"),
        ({"authors": ["Francesco Foscarin and Jan Schlüter"]}, "single names"),
        ({"title": "Beat this."}, "full stop"),
        ({"corrections": [{"field": "title"}]}, "field, printed and why"),
        ({"corrections": [{"field": "colour", "printed": "a", "why": "b"}]}, "not of 'colour'"),
        ({"venue": 1}, "text in quotes"),
    ],
)
def test_what_is_wrong(change, words):
    lines = problems([NEW | change], SURVEY.papers)
    assert any(words in line for line in lines), lines
    assert all(line.startswith("entry 1 (") for line in lines)


def test_missing_fields_and_things_that_are_no_entries():
    lines = problems([{"key": "nobody2020"}, 7], SURVEY.papers)
    assert sum("is missing" in line for line in lines) == 6
    assert lines[-1].startswith("entry 2: an entry is an object")


def test_a_paper_that_is_there_under_another_key():
    twin = to_entry(SURVEY.find("ullrich2014")) | {
        "key": "ullrich2014b",
        "title": "Boundary Detection in Music-Structure Analysis Using Convolutional Neural Nets",
        "year": 2015,
    }
    lines = problems([twin], SURVEY.papers)
    assert any("looks like ullrich2014," in line for line in lines)


def test_two_new_entries_are_compared_with_each_other():
    lines = problems([NEW, NEW | {"key": "foscarin2024b"}], SURVEY.papers)
    assert any("entry 2 (foscarin2024b): looks like foscarin2024" in line for line in lines)


def test_papers_that_are_two():
    known = [paper for paper in SURVEY.papers if paper.key != "nugraha2016b"]
    assert problems([to_entry(SURVEY.find("nugraha2016b"))], known) == []
