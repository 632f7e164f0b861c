"""`lausch evaluate` and `lausch report` asked about models of solos."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from singing import Singer, songbook

import lausch.analysis.choice
import lausch.cli.score
from lausch.cli import cli
from lausch.evaluation import following

MODELS = {"singer": Singer("singer")}


@pytest.fixture(autouse=True)
def solos(tmp_path, monkeypatch):
    found = songbook(tmp_path / "solos")
    monkeypatch.setattr(lausch.analysis.choice, "load_model", MODELS.__getitem__)
    monkeypatch.setattr(following, "_opened", MODELS.__getitem__)
    monkeypatch.setattr(lausch.cli.score, "opened_corpora", lambda *given: [found])


def typed(*words):
    return CliRunner().invoke(cli, words)


def test_a_model_of_solos_is_scored_on_lines():
    done = typed("evaluate", "singer", "--on", "solos", "--tracks", "--most", "2")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].split(": raw pitch accuracy ")[1] > "0.9"
    assert lines[2] == "solos, 2 tracks"
    assert lines[3].split()[:3] == ["raw", "pitch", "accuracy"]


def test_as_json_with_every_track():
    found = json.loads(typed("evaluate", "singer", "--on", "solos", "--json").stdout)
    assert found["corpora"]["solos"]["raw pitch accuracy"] > 0.9
    assert len(found["tracks"]) == 6
    assert found["failures"] == []


def test_the_report_on_beats_refuses_a_model_of_solos():
    done = typed("report", "balke2017", "--on", "mdb_drums")
    assert done.exit_code != 0
    assert "finds solo, not beats" in str(done.exception or done.output)
