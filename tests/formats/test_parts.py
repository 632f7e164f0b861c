"""Rows of sections: boundaries that are nearly one, gaps, and rows that cannot be."""

from __future__ import annotations

import pytest

from lausch.annotation import Form, Sections
from lausch.errors import FormatError
from lausch.formats.parts import drawn, form_of, form_rows, sections_of, word


def sections(*rows):
    found = sections_of([(*row, 0.5) for row in rows], "x")
    return found.boundaries.tolist(), found.labels


@pytest.mark.parametrize(
    ("start", "edges", "labels"),
    [
        (2.0, [0, 2, 4], ("A", "B")),
        (2.019, [0, 2, 4], ("A", "B")),
        (1.981, [0, 2, 4], ("A", "B")),
        (2.021, [0, 2, 2.021, 4], ("A", "", "B")),
    ],
)
def test_boundaries_within_twenty_milliseconds_are_one(start, edges, labels):
    assert sections((start, 4.0, "B"), (0.0, 2.0, "A")) == (edges, labels)


@pytest.mark.parametrize(
    ("rows", "clue"),
    [
        ([(0.0, 2.0, "A"), (1.979, 4.0, "B")], "two scales"),
        ([(2.0, 1.0, "A")], "a duration"),
    ],
)
def test_sections_that_overlap_or_end_before_they_begin_are_refused(rows, clue):
    with pytest.raises(FormatError, match=clue):
        sections(*rows)


def test_rows_of_no_length_are_left_out():
    assert sections((0.0, 0.0, "start"), (0.0, 1.0, "A"), (1.0, 1.0, "end")) == ([0, 1], ("A",))
    assert sections() == ([], ())


def test_a_boundary_has_the_confidence_of_the_section_that_begins_there():
    rows = [(0.0, 1.0, "A", 0.3), (1.0, 2.0, "B", 1.5), (3.0, 4.0, "C", -0.5)]
    found = sections_of(rows, "x")
    assert found.confidence.tolist() == [0.3, 1.0, 1.0, 0.0, 1.0]
    assert found.labels == ("A", "B", "", "C")


def test_labels_of_one_line_and_of_nothing():
    assert [word(each) for each in ("A", " A\tB\n", "", "  ")] == ["A", "A B", "-", "-"]
    assert sections((0.0, 1.0, " - "), (1.0, 2.0, " B "))[1] == ("", "B")


def test_gaps_are_drawn_without_a_label():
    found = drawn([(1.0, 2.0, "A", 1.0), (2.0, 3.0, "B", 1.0), (3.5, 4.0, "C", 1.0)])
    assert (found.boundaries.tolist(), found.labels) == ([1, 2, 3, 3.5, 4], ("A", "B", "", "C"))


def row(time, duration, value):
    return {"time": time, "duration": duration, "value": value, "confidence": None}


ONE = [row(0, 4, "A")]
TWO = [row(0, 2, "a"), row(2, 2, "b")]


@pytest.mark.parametrize(
    ("namespaces", "coarse", "fine"),
    [
        ({"segment_open": ONE}, ["A"], None),
        ({"segment_open": [], "segment_tut": ONE}, ["A"], None),
        ({"segment_salami_upper": ONE, "segment_salami_lower": TWO}, ["A"], ["a", "b"]),
        ({"segment_salami_function": ONE, "segment_salami_lower": TWO}, ["A"], ["a", "b"]),
        ({"segment_salami_lower": TWO}, ["a", "b"], None),
        ({"segment_open": ONE, "segment_salami_lower": TWO}, ["A"], None),
        (
            {
                "multi_segment": [
                    row(0, 4, {"label": "A", "level": 0}),
                    row(0, 4, {"label": "-", "level": 1}),
                    row(0, 2, {"label": "a", "level": 2}),
                    row(2, 2, {"label": "b", "level": 2}),
                ]
            },
            ["A"],
            ["a", "b"],
        ),
        ({"multi_segment": [], "segment_open": ONE}, ["A"], None),
    ],
)
def test_a_form_is_of_the_first_namespace_that_is_filled(namespaces, coarse, fine):
    form = form_of(namespaces, "x")
    assert list(form.coarse.labels) == coarse
    assert (None if form.fine is None else list(form.fine.labels)) == fine


def test_nothing_is_no_form_and_two_scales_are_written_three_times():
    assert form_of({}, "x") is None
    form = Form(Sections([0, 4], ["A"]), Sections([0, 2, 4], ["a", "b"]))
    assert [name for name, _ in form_rows(form)] == [
        "segment_open",
        "segment_open",
        "multi_segment",
    ]
    *_, (_, rows) = form_rows(form)
    assert [each["value"]["level"] for each in rows] == [0, 1, 1]
    assert [name for name, _ in form_rows(Form(form.coarse))] == ["segment_open"]
    back = form_of(dict(form_rows(form)), "x")
    assert (back.coarse.labels, back.fine.labels) == (("A",), ("a", "b"))
    assert back.fine.boundaries.tolist() == [0, 2, 4]
