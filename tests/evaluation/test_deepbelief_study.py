"""The study of deep belief networks: areas by tag, draws of songs, and the tables."""

from __future__ import annotations

import json
from importlib import import_module

import numpy as np
import pytest
from house import study

from lausch.annotation.tags import known
from lausch.errors import FormatError
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result

DEEP = study("deepbelief")
SCORES = import_module("deepbelief_scores")
TAGS = ("swing feel", "bebop")
TRUTHS = [known({"swing feel": n % 2 == 0, "bebop": n < 4}) for n in range(8)]
TRUTHS += [known({"swing feel": True})]
PERFECT = np.array([[t.pairs["swing feel"], t.pairs.get("bebop", 0.5)] for t in TRUTHS])


def judge():
    return SCORES.judged(TRUTHS, TAGS, [f"song {n // 2}" for n in range(9)])


def test_areas_are_over_recordings_of_which_the_tag_is_known():
    every = np.arange(9)
    np.testing.assert_array_equal(judge().aucs(PERFECT, every), [1, 1])
    np.testing.assert_array_equal(judge().aucs(-PERFECT, every), [0, 0])
    assert judge().scored == [0, 1]
    assert SCORES.judged(TRUTHS[:5], TAGS, list("abcde")).scored == []


def test_draws_keep_songs_whole():
    first, *others = judge().draws()
    assert first.tolist() == list(range(9))
    assert len(others) == SCORES.DRAWS
    for rows in others[:20]:
        counts = np.bincount(rows, minlength=9)
        assert (counts[0:8:2] == counts[1:8:2]).all()


def test_rows_are_compared_with_the_first_by_the_same_draws():
    rows = SCORES.compared(judge(), {"good": [PERFECT], "bad": [-PERFECT, PERFECT]})
    assert rows[0]["AUC"] == [1, 1, 1]
    assert rows[0]["difference"] == [0, 0, 0]
    assert rows[1]["difference"] == [-0.5, -0.5, -0.5]
    assert rows[1]["runs"] == [0, 1]
    assert rows[1]["groups"] == {"feel": 0.5, "jazz": 0.5}


def evidence(**parts) -> Evidence:
    return Evidence(DEEP.STUDY, (), parts.pop("models", ()), {}, parts.pop("results", ()),
                    "lausch report", **parts)  # fmt: skip


def test_comparisons_stand_in_a_table(tmp_path):
    path = tmp_path / DEEP.FEATURES
    read = DEEP.STUDY.inputs[DEEP.FEATURES]
    assert read(path) == []
    path.write_text(json.dumps(SCORES.compared(judge(), {"MFCC": [PERFECT], "net": [PERFECT]})))
    text = DEEP.learned(evidence(inputs={DEEP.FEATURES: read(path)}))
    assert "over the 2 tags that apply to three of the 9 validation and test recordings" in text
    assert "| net | 1.000 [1.00, 1.00] |" in text
    assert DEEP.learned(evidence()) == DEEP.beats(evidence()) == ""


@pytest.mark.parametrize("text", ["{", "[{}]", '[{"name": 1, "AUC": [1], "difference": []}]'])
def test_other_contents_are_refused(tmp_path, text):
    path = tmp_path / "rows.json"
    path.write_text(text)
    with pytest.raises(FormatError, match=r"deepbelief_beats\.py writes"):
        DEEP.STUDY.inputs[DEEP.BEATS](path)


def test_networks_on_sound_are_compared_over_the_same_recordings():
    results = tuple(
        Result(name, "jazz", f"{n}", f"{n}", 9.0, {}, 1.0,
               {"swing feel: true": float(n % 2), "swing feel: estimate": sign * (n % 2)})
        for name, sign in (("a", 1.0), ("b", 0.5))
        for n in range(6 if name == "a" else 7)
    )  # fmt: skip
    text = DEEP.shipped(evidence(models=("a", "b"), results=results))
    assert "1 tags" in text
    assert "6 test recordings" in text or "three of the 6" in text
    assert DEEP.shipped(evidence(models=("a", "b"))) == ""
