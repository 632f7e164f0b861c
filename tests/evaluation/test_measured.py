"""One estimate, one annotation: scores, levels, and who was tried on the same files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from stubs import row

from lausch.annotation import Beats
from lausch.corpora.track import Track
from lausch.evaluation.measured import GROUPS, common, measure
from lausch.evaluation.octaves import by_tempo, shares
from lausch.evaluation.summary import lines, values
from lausch.metrics import beats
from lausch.metrics.beats import LEVELS

TIMES = 0.5 + 0.5 * np.arange(32)
TRACK = Track("a", Path("a.flac"), 17.0, "song", style="waltz", truth={"beats": Beats})


def test_every_level_stands_in_one_group():
    named = [level for levels in GROUPS.values() for level in levels]
    assert sorted(named) == sorted((*LEVELS, "none"))


def test_a_perfect_estimate():
    truth = Beats(TIMES, np.arange(32) % 4 + 1)
    found = measure("ours", "pop", TRACK, truth, truth)
    assert found.scores == dict.fromkeys(beats.MEASURES, pytest.approx(1))
    assert (found.level, found.group, found.key) == ("right", "right", ("pop", "a"))
    assert (found.tempo_bpm, found.estimate_bpm) == (pytest.approx(120), pytest.approx(120))


@pytest.mark.parametrize(
    ("estimate", "group"),
    [
        (TIMES[::2], "half"),
        (np.arange(0.5, 16, 0.25), "double"),
        (np.arange(0.5, 16, 0.5 / 3), "third, triple"),
        (np.arange(0.5, 16, 0.75), "2:3, 3:4"),
        (TIMES + 0.25, "off-beat"),
        ([], "none"),
    ],
)
def test_wrong_levels_are_told_apart(estimate, group):
    found = measure("ours", "pop", TRACK, Beats(TIMES), Beats(estimate))
    assert found.group == group
    assert "downbeat F" not in found.scores


def test_only_common_files_are_compared():
    rows = [row("ours", "a"), row("ours", "b"), row("theirs", "b"), row("theirs", "c")]
    assert [(each.system, each.track) for each in common(rows)] == [("ours", "b"), ("theirs", "b")]


def test_shares_and_tempo_bands():
    rows = [
        row(level="half", bpm=69.9),
        row(level="3:4", bpm=70),
        row(bpm=250),
        row(bpm=400),
        row(bpm=0),
    ]
    assert shares(rows)["half"] == 0.2
    assert shares(rows)["2:3, 3:4"] == 0.2
    assert sum(shares(rows).values()) == pytest.approx(1)
    assert sum(shares([]).values()) == 0
    assert {name: len(found) for name, found in by_tempo(rows).items()} == {
        "< 70": 1,
        "70-100": 1,
        "≥ 250": 2,
    }


def test_a_summary_says_no_more_than_was_measured():
    rows = [row(track=str(n), level="half" if n else "right") for n in range(4)]
    head, body = lines(rows)
    assert head.split()[:2] == ["corpus", "tracks"]
    assert body.startswith("pop")
    assert "75 %" in body
    assert "–" in body
    found = values(rows)
    assert found["scores"]["beat F"]["mean"] == pytest.approx(0.9)
    assert found["scores"]["beat F"]["low"] is None
    assert "downbeat F" not in found["scores"]
