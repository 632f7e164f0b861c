"""The study of drum patterns: rules, scores of takes, and the tables."""

from __future__ import annotations

import json
from importlib import import_module

import numpy as np
import pytest
from house import study

from lausch.annotation import Beats
from lausch.errors import FormatError
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result

BARS = study("drum_bars")
RULES = import_module("drum_bars_rules")
ROW = {
    "name": "battenberg2012",
    "takes": 62,
    "measures": {"accuracy": [0.9, 0.8, 0.95], "downbeat F": [0.75, 0.7, 0.8]},
    "runs": {"downbeat F": [0.75, 0.76, 0.74]},
}


def evidence(**parts) -> Evidence:
    return Evidence(BARS.STUDY, (), (), {}, (), "lausch report", **parts)


def test_takes_stand_in_a_table_with_each_seed(tmp_path):
    path = tmp_path / "drum_bars.json"
    assert BARS.read_takes(path) == []
    path.write_text(json.dumps([ROW]))
    text = BARS.takes(evidence(inputs={BARS.TAKES: BARS.read_takes(path)}))
    assert "62 takes" in text
    assert (
        "| battenberg2012 | .900 [.80, .95] | .750 [.70, .80] | – | 0.750, 0.760, 0.740 |" in text
    )
    assert BARS.takes(evidence()) == ""


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '[{"name": 1, "measures": {}, "runs": {}}]',
        '[{"name": "a", "measures": {"F": [1]}, "runs": {}}]',
    ],
)
def test_other_contents_are_refused(tmp_path, text):
    path = tmp_path / "drum_bars.json"
    path.write_text(text)
    with pytest.raises(FormatError, match=r"drum_bars_training\.py writes"):
        BARS.read_takes(path)


def test_known_beats_and_strokes_stand_by_corpus():
    rows = tuple(
        Result(name, corpus, "a", "a", 9.0, {BARS.ON_KNOWN: value}, 0.0, {"other": 1})
        for name, corpus, value in (
            (BARS.KNOWN, "mdb_drums", 0.5),
            (BARS.FOUND, "mdb_drums", 0.25),
            (BARS.KNOWN, "drums", 1.0),
        )
    )
    text = BARS.known(evidence(others=rows))
    assert f"| {BARS.KNOWN} | .500 | 1.000 |" in text
    assert f"| {BARS.FOUND} | .250 | – |" in text


def rows_of(kicks, snares):
    """Patterns with a kick or a snare on the beat."""
    rows = np.zeros((len(kicks), 18), dtype=np.float32)
    rows[:, 0], rows[:, 1] = kicks, snares
    return rows


@pytest.mark.parametrize("rule", sorted(RULES.RULES))
def test_rules_count_from_the_strongest_kick(rule):
    beats = np.arange(23)
    kicks = np.where((beats + 2) % 4 == 0, 1.0, np.where(beats % 4 == 0, 0.7, 0.0))
    snares = (beats % 2 == 1) * 0.9
    numbers = RULES.RULES[rule](rows_of(kicks, snares))
    assert numbers.tolist() == ((beats + 2) % 4 + 1).tolist()


def test_a_take_is_scored_beat_by_beat():
    truth = Beats(6 + 0.5 * np.arange(8), np.arange(8) % 4 + 1)
    numbers = truth.positions.copy()
    numbers[[1, 2]] = [3, 2]
    assert RULES.scores(truth, numbers) == {"accuracy": 0.75, "downbeat F": 1.0}
