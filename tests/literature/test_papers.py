"""The survey is what the tutorial prints: counts that are facts, tables, errors, gaps."""

import json
from itertools import combinations

import pytest

from lausch.literature import LiteratureError, Paper, counts, literature
from lausch.literature.checking import alike, doubts
from lausch.literature.entries import own_entries, to_entry, to_paper

SURVEY = literature()
REFERENCES = {
    "FL": {67: 73, 30: 35, 15: 17, 33: 38, 43: 49, 2: 3, 32: 37, 17: 19},
    "BRA": {25: 28, 5: 7, 3: 4, 7: 9, 9: 11, 23: 25, 35: 40, 46: 52, 21: 23, 22: 24, 8: 10},
    "MSA": {14: 16, 75: 83, 28: 33, 29: 34},
}
"""Numbers in the tutorial's tables, in their order, with those in its bibliography."""


def test_counts_that_are_facts():
    venues = {count.value: count.papers for count in counts(SURVEY.papers, "venue")}
    assert list(venues)[:3] == ["ISMIR", "ICASSP", "EUSIPCO"]
    assert venues.pop("ISMIR") == 39
    assert venues.pop("ICASSP") == 15
    assert venues.pop("EUSIPCO") == 5
    assert (venues.pop("TASLP"), venues.pop("AES-SA"), venues.pop("LVA/ICA")) == (4, 4, 3)
    assert venues == dict.fromkeys(
        ("DAFx", "WASPAA", "ICMLA", "AES-CONV", "NIPS-WS", "TMM", "EURASIP-JASP"), 1
    )
    years = {count.value: count.papers for count in counts(SURVEY.papers, "year")}
    assert [years[str(year)] for year in range(2014, 2018)] == [6, 12, 21, 21]
    assert sum(years.values()) == 77


def test_counts_of_labels_say_how_many_are_inferred():
    tasks = {count.value: count for count in counts(SURVEY.papers, "task")}
    assert {name: tasks[name].printed for name in tasks if tasks[name].printed} == {
        "FL": 8,
        "BRA": 11,
        "MSA": 4,
    }
    networks = {count.value: count for count in counts(SURVEY.papers, "network")}
    assert (networks["CNN"].papers, networks["FNN"].papers, networks["DBN"].papers) == (29, 24, 10)
    assert networks["CNN"].printed == 9
    inputs = {count.value: count.papers for count in counts(SURVEY.papers, "input")}
    assert (inputs["LogMelS"], inputs["LinS"], inputs["SSM"]) == (18, 17, 1)
    steps = {count.value: count.papers for count in counts(SURVEY.papers, "preprocessing")}
    assert (steps["–"], steps["PCA"], steps["DERIV"]) == (58, 7, 6)


@pytest.mark.parametrize("table", SURVEY.tables, ids=lambda table: table.task)
def test_numbers_of_the_tables_are_those_of_the_bibliography_without_data_sets(table):
    found = {paper.overview: paper.number for paper in SURVEY.rows(table)}
    assert list(found.items()) == list(REFERENCES[table.task].items())
    assert all(paper.task == table.task for paper in SURVEY.rows(table))
    assert {paper.labels for paper in SURVEY.rows(table)} == {"printed"}


def test_labels_are_printed_in_the_tables_alone():
    printed = {paper.overview for paper in SURVEY.papers if paper.labels == "printed"}
    assert printed == {number for rows in REFERENCES.values() for number in rows}
    assert len(printed) == 23


def test_every_number_but_one_is_there_and_that_one_is_said_to_be_missing():
    assert [paper.number for paper in SURVEY.papers] == [n for n in range(1, 87) if n != 57]
    (gap,) = SURVEY.missing
    assert (gap.number, gap.overview) == (57, 51)
    overview = [paper.overview for paper in SURVEY.papers if paper.overview is not None]
    assert overview == [number for number in range(1, 79) if number != 51]
    outside = [paper.number for paper in SURVEY.papers if paper.overview is None]
    assert outside == [1, 5, 26, 30, 31, 41, 78, 80]
    with pytest.raises(LiteratureError):
        SURVEY.find("57")


def test_printed_errors_are_kept_beside_their_corrections():
    wrong = SURVEY.find("54")
    assert wrong.title == "Singing voice detection with deep recurrent neural networks"
    printed = {each.field: each.printed for each in wrong.corrections}
    assert printed["title"] == SURVEY.find("81").title
    assert "Leglaise" in printed["authors"]
    assert wrong.source("title") == "corrected"
    assert wrong.source("year") == "printed"
    assert wrong.source("network") == "inferred"
    corrected = {paper.number for paper in SURVEY.papers if paper.corrections}
    assert {52, 54, 59, 61, 83} <= corrected
    assert SURVEY.find("cohenhadria2017").marked("input") == "LogMelS, SSM*"


def test_the_file_is_in_order():
    assert [doubt for paper in SURVEY.papers for doubt in doubts(paper)] == []
    assert not any(alike(*pair) for pair in combinations(SURVEY.papers, 2))


@pytest.mark.parametrize("entry", own_entries(), ids=lambda entry: entry["key"])
def test_an_entry_becomes_a_paper_and_an_entry_again(entry):
    paper = to_paper(entry)
    again = json.loads(json.dumps(to_entry(paper)))
    assert to_paper(again) == paper
    assert {name: value for name, value in entry.items() if value} == again


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "Balke 2017"}, "lower-case"),
        ({"authors": ()}, "authors"),
        ({"title": " "}, "no title"),
        ({"year": 17}, "1950"),
        ({"task": "XYZ"}, "one of FL"),
        ({"network": ("CNN", "cnn")}, "RNN-BGRU, not 'cnn'"),
        ({"labels": "corrected"}, "printed, inferred, given"),
        ({"pages": "196-200"}, "196–200"),
    ],
)
def test_what_breaks_a_rule_cannot_be_made(change, words):
    values = vars(SURVEY.find("balke2017")) | change
    with pytest.raises(LiteratureError, match=words):
        Paper(**values)


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({"task": ["MSA"], "year": ["2015-2016"]}, ["grill2015a", "grill2015b"]),
        ({"author": ["abesser"], "year": ["2017"]}, ["abesser2017", "balke2017"]),
        ({"author": ["BOECK"], "network": ["rnn"], "year": ["2015"]}, ["boeck2015", "lehner2015"]),
        (
            {"author": ["Bock"], "preprocessing": ["none"], "task": ["bra"]},
            ["boeck2014", "krebs2016"],
        ),
        ({"venue": ["dafx"]}, ["boeck2011"]),
        ({"input": ["SSM", "Raw"]}, ["cohenhadria2017", "dai2017", "dieleman2014"]),
    ],
)
def test_filters(wanted, keys):
    assert [paper.key for paper in SURVEY.filtered(wanted).papers] == keys


@pytest.mark.parametrize("wanted", [{"task": ["beats"]}, {"year": ["last"]}])
def test_filters_that_are_no_values(wanted):
    with pytest.raises(LiteratureError):
        SURVEY.filtered(wanted)


@pytest.mark.parametrize(
    ("key", "short"),
    [
        ("elowsson2016", "Elowsson"),
        ("boeck2011", "Böck and Schedl"),
        ("vandenoord2014", "van den Oord et al."),
    ],
)
def test_authors_as_in_the_tables(key, short):
    assert SURVEY.find(key).short_authors == short
