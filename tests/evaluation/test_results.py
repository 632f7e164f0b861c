"""Who was tried on the same files, and what a summary says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stubs import row

from lausch.evaluation.result import Result, grouped, same_files
from lausch.evaluation.summary import lines, values


def test_only_common_files_are_compared():
    rows = [row("ours", "a"), row("ours", "b"), row("theirs", "b"), row("theirs", "c")]
    same = same_files(rows)
    assert [(each.system, each.track) for each in same] == [("ours", "b"), ("theirs", "b")]


def test_those_that_tried_a_few_do_not_narrow_the_others():
    rows = [*(row("ours", name) for name in "abc"), row("slow", "b"), row("slow", "d")]
    same = same_files(rows, partial=("slow",))
    assert [(each.system, each.track) for each in same] == [
        ("ours", "a"), ("ours", "b"), ("ours", "c"), ("slow", "b")
    ]  # fmt: skip
    assert len(same_files(rows[3:], partial=("slow",))) == 2


def test_a_result_can_be_written_and_read():
    one = replace(row(tactus="half"), cpu_seconds=1.5)  # nan is no value to compare
    assert Result(**one.to_json()) == one
    assert list(grouped([one, row()], "metrical level")) == ["half", "right"]
    assert list(grouped([one], "style")) == ["unknown"]


def test_a_summary_says_no_more_than_was_measured():
    rows = [row(track=str(n), tactus="half" if n else "right") for n in range(4)]
    head, *body = lines(rows)
    assert head.strip() == "pop, 4 tracks"
    assert body[0].split() == ["beat", "F", ".900"]
    assert "half 75 %" in body[-1]
    told = values(rows)
    assert told["scores"]["beat F"]["mean"] == pytest.approx(0.9)
    assert told["scores"]["beat F"]["low"] is None
    assert "downbeat F" not in told["scores"]
    assert told["shares"]["metrical level"] == {"half": 0.75, "right": 0.25}
