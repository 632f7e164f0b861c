"""The study of bars: chances at known beats, their mean in log-odds, and the table of both."""

from __future__ import annotations

from importlib import import_module

import numpy as np
from house import study

from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result

BARS = study("bars")
COUNTED, DEFAULT = import_module("bars_counted"), import_module("bars_default")


def test_downbeats_are_counted_in_bars():
    chance = np.where(np.arange(24) % 4 == 1, 0.8, 0.2)
    assert COUNTED.numbers(chance).tolist() == [(n + 3) % 4 + 1 for n in range(24)]


def chosen(gain: float, songs: int = 8) -> str:
    """The section on the default, if krebs2016 is better by about `gain` on validation tracks."""
    rows = tuple(
        Result(
            name,
            "jazz",
            f"{n}",
            f"{n}",
            9.0,
            {"downbeat F": 0.5 + ahead + 0.01 * n},
            0.0,
            {"split": "validation", **other},
        )
        for n in range(songs)
        for name, ahead, other in (
            ("lausch2026", 0.0, {}),
            ("krebs2016", gain + 0.02 * (-1) ** n, {}),
            ("a + b", 0.3, {"other": 1}),
        )
    )
    systems = tuple(row for row in rows if "other" not in row.facts)
    others = tuple(row for row in rows if "other" in row.facts)
    names = ("lausch2026", "krebs2016")
    evidence = Evidence(BARS.STUDY, (), names, {}, (), "x", validation=systems, others=others)
    text: str = DEFAULT.default(evidence)
    return text


def test_the_default_is_the_best_beyond_doubt_and_a_system():
    assert "the default is `krebs2016`" in chosen(0.1)
    assert "the default is `lausch2026`" in chosen(0.001)
    assert "| a + b | 8 | .835 [" in chosen(0.1)
    empty = Evidence(BARS.STUDY, (), (), {}, (), "x")
    assert DEFAULT.default(empty) == "No validation track was measured."


def test_the_table_has_networks_and_features_on_known_beats_by_corpus():
    rows = tuple(
        Result(
            f"{name} on known beats",
            corpus,
            "a",
            "a",
            9.0,
            {COUNTED.KNOWN_BEATS: value},
            0.0,
            {"other": 1, "split": split},
        )
        for name, corpus, value, split in (
            ("krebs2016", "mdb_drums", 0.5, "test"),
            ("krebs2016", "jazz", 0.75, "test"),
            ("krebs2016", "jazz", 0.25, "validation"),
            ("krebs2016, harmonic alone", "mdb_drums", 0.25, "test"),
        )
    )
    text = BARS.known(Evidence(BARS.STUDY, (), (), {}, (), "lausch report", others=rows))
    assert "| krebs2016 | .500 |" in text
    assert ".750" in text
    assert "| krebs2016, harmonic alone | .250 |" in text
