"""The study of tags from samples: tables, scores of several runs, and the learnt filters."""

from __future__ import annotations

import json
from importlib import import_module

import numpy as np
import pytest
from house import study

from lausch.annotation.tags import known
from lausch.errors import FormatError
from lausch.evaluation.evidence import Evidence

RAW = study("tags_raw")
FILTERS = import_module("tags_raw_filters")
SCORES = import_module("tags_raw_scores")
ROW = {
    "what": "front end", "name": "samples, 256/256", "loss": 9.876, "parameters": 118278,
    "windows": 1920, "hours": 9.5, "tracks": 54, "seeds": 1,
    "measures": {
        "tags AUC": [0.8, 0.75, 0.85], "AUC of a tag": [0.7, 0.6, 0.8],
        "who plays AUC": [0.9, 0.85, 0.95],
    },
}  # fmt: skip


def evidence(rows) -> Evidence:
    return Evidence(RAW.STUDY, (), (), {}, (), "lausch report", inputs={RAW.RAW: rows})


def test_rows_stand_in_the_table_of_their_group(tmp_path):
    path = tmp_path / RAW.RAW
    assert RAW.read_raw(path) == []
    path.write_text(json.dumps([ROW, {**ROW, "what": "depth", "name": "M18", "seeds": 2}]))
    given = evidence(RAW.read_raw(path))
    text = RAW.front_ends(given)
    assert "1,920 excerpts" in text
    assert "one seed each" in text
    assert "| samples, 256/256 | .700 [.60, .80] | .800 [.75, .85] | 9.88 | 118,278 |" in text
    assert "M18" not in text
    assert "| M18 |" in RAW.depths(given)
    assert "the mean of 2 seeds" in RAW.depths(given)
    assert RAW.front_ends(evidence([])) == RAW.depths(evidence([])) == ""


@pytest.mark.parametrize(
    "text",
    [
        "{",
        json.dumps([{**ROW, "what": "else"}]),
        json.dumps([{**ROW, "measures": {"tags AUC": [1]}}]),
    ],
)
def test_other_contents_are_refused(tmp_path, text):
    path = tmp_path / RAW.RAW
    path.write_text(text)
    with pytest.raises(FormatError, match=r"tags_raw_training\.py writes"):
        RAW.read_raw(path)


def test_scores_are_means_over_runs_and_tags():
    truths = [known({"piano": n % 2 == 0, "organ": n % 2 == 1, "voice": n > 3}) for n in range(8)]
    right = [known({name: bool(value) for name, value in each.pairs.items()}) for each in truths]
    wrong = [known({name: not value for name, value in each.pairs.items()}) for each in truths]
    songs = [f"song {n}" for n in range(8)]
    table = SCORES.scores([*truths], [right, wrong], songs)
    assert table["AUC of a tag"][0] == pytest.approx(0.5)
    assert table["tags AUC"][0] == pytest.approx(0.5)
    table = SCORES.scores([*truths], [right], songs)
    assert table["AUC of a tag"] == [1, 1, 1]


def test_filters_are_sorted_by_their_frequency(tmp_path):
    time = np.arange(256) / 16000
    tones = [2000.0, 500.0, 4000.0]
    filters = np.stack([np.sin(2 * np.pi * hz * time) + 0.3 for hz in tones]).astype(np.float32)
    ordered, spectra, hz = FILTERS.by_frequency(filters, 16000)
    np.testing.assert_allclose(hz, [500, 2000, 4000], atol=16)
    np.testing.assert_array_equal(ordered[0], filters[1])
    assert spectra.max() == pytest.approx(0, abs=1e-3)
    FILTERS.draw_filters(np.repeat(filters, 4, axis=0), tmp_path / "filters.png")
    assert (tmp_path / "filters.png").stat().st_size > 5000
