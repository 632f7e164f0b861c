"""The page that has scores on sealed sets beside those on open ones."""

from __future__ import annotations

import json
import sys
from importlib import import_module

import pytest
from house import STUDIES

from lausch.models.model import load_model

sys.path.insert(0, str(STUDIES))
sealed = import_module("sealed")
TODAY = load_model("eyben2010").digest
CSV = """corpus,track,song,system,onset F,onset F 25 ms
pop,a,a,eyben2010,0.9,0.7
pop,b,b,eyben2010,0.7,0.5
pop,b,b,superflux,0.1,0.1
"""


def opening(**other):
    usual = {
        "date": "2026-11-29T14:30:13+00:00",
        "model": "eyben2010",
        "sha256": TODAY,
        "corpus": "pop",
        "tracks": 4,
        "scores": {"onset F": 0.75, "onset F 25 ms": 0.625},
    }
    return json.dumps(usual | other) + "\n"


@pytest.fixture
def page(tmp_path):
    (tmp_path / "onsets.csv").write_text(CSV)

    def written(*lines):
        (tmp_path / "sealed.jsonl").write_text("".join(lines))
        return sealed.page(tmp_path)

    return written


def test_sealed_scores_stand_beside_means_of_open_tracks(page):
    text = page(opening())
    assert "| eyben2010 | pop | 4 / 2 | .750 / .800 | .625 / .600 |" in text
    assert "| onsets | onset F | 1 | -.050 | -.050 | -.050 |" in text
    assert f"| eyben2010 | `{TODAY[:12]}` |" in text


def test_what_has_no_open_figure_has_a_dash_and_no_difference(page):
    text = page(opening(), opening(corpus="solos", scores={"onset F": 0.5}))
    assert "| eyben2010 | solos | 4 / 0 | .500 / – | – / – |" in text
    assert "| onsets | onset F | 1 |" in text


def test_weights_that_no_longer_ship_are_not_in_the_tables(page):
    text = page(opening(), opening(sha256="0" * 64, scores={"onset F": 0.25}))
    assert "- `eyben2010` on pop, 2026-11-29: onset F .250" in text
    assert "| eyben2010 | pop | 4 / 2 | .750 / .800 |" in text
    assert "0" * 12 not in text


def test_a_second_opening_counts_and_its_reason_is_said(page):
    text = page(opening(), opening(scores={"onset F": 0.5}, again="a fault in the scores"))
    assert "| .500 / .800 |" in text
    assert "a fault in the scores" in text


def test_models_that_were_not_opened_are_named(page):
    _, missing = page(opening()).split("## Not opened")
    assert "`lausch2026`" in missing
    assert "`eyben2010`" not in missing.split("##")[0]
