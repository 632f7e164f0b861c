"""`lausch evaluate`, `lausch report` and `lausch corpus export` as they are typed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from house import STUDIES
from stubs import Stub, corpus

import lausch.corpora.registry
from lausch.annotation.analysis import Analysis
from lausch.cli import cli
from lausch.evaluation import evidence, run
from lausch.formats import write


@pytest.fixture(autouse=True)
def model(monkeypatch):
    monkeypatch.delenv("LAUSCH_DATA", raising=False)
    monkeypatch.setattr(run, "opened", Stub)
    monkeypatch.setattr(evidence, "Model", Stub)


@pytest.fixture
def folder(tmp_path):
    """Recordings of clicks with .beats beside them."""
    for track in corpus(tmp_path / "songs").split("test"):
        write(Analysis(beats=track.read("beats")), track.audio.with_suffix(".beats"))
    return tmp_path / "songs"


def typed(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_a_folder_is_scored(folder):
    done = typed("evaluate", "energy", "--on", folder)
    assert done.exit_code == 0, done.output
    head, row, *more = done.stdout.splitlines()
    assert head.strip() == "songs, 6 tracks"
    assert row.startswith("beat F")
    assert more[-1].startswith("metrical level")
    assert "right 100 %" in more[-1]


def test_a_bad_recording_is_reported_and_the_others_go_on(folder):
    (folder / "clicks-test-120.flac").write_bytes(b"<html>not found</html>")
    (folder / "clicks-test-200.beats").write_text("one\ntwo\n")
    done = typed("evaluate", "energy", "--on", folder, "--tracks")
    assert done.exit_code == 1
    assert "clicks-test-120: " in done.stderr
    assert "clicks-test-200: " in done.stderr
    assert "2 tracks could not be scored" in done.stderr
    assert "songs, 4 tracks" in done.stdout
    assert "clicks-test-110: beat F" in done.stdout


def test_json_holds_every_track(folder):
    done = typed("evaluate", "--json", "energy", "--on", folder, "--most", 3)
    found = json.loads(done.stdout)
    assert found["corpora"]["songs"]["tracks"] == 3
    assert found["corpora"]["songs"]["scores"]["beat F"]["low"] is None
    assert len(found["tracks"]) == 3
    assert found["failures"] == []


def test_a_corpus_by_name_asks_for_its_folder():
    done = typed("evaluate", "energy", "--on", "mdb_drums")
    assert done.exit_code == 1
    assert "LAUSCH_DATA" in str(done.exception)


def test_a_split_that_is_not_there(folder):
    done = typed("evaluate", "energy", "--on", folder, "--split", "train")
    assert "holds no annotated track" in str(done.exception)


def test_a_corpus_is_needed():
    assert "--on CORPUS|FOLDER" in typed("evaluate", "--help").stdout
    assert typed("evaluate", "energy").exit_code == 2


@pytest.fixture
def known(monkeypatch, tmp_path):
    """Two corpora under registered names."""
    made = {
        "pop": corpus(tmp_path / "pop", "pop"),
        "mdb_drums": corpus(tmp_path / "mdb", "mdb_drums", "eval"),
    }
    monkeypatch.setattr(
        lausch.corpora.registry, "open_corpus", lambda name, **folders: [made[name]]
    )
    return made


def test_export_then_report(known, tmp_path):
    out = tmp_path / "mixes"
    done = typed("corpus", "export", "pop", "mdb_drums", "--out", out, "--minutes", 0.5)
    assert done.exit_code == 0, done.output
    exported = sorted(path.stem for path in out.glob("*.flac"))
    assert len(exported) == 4
    rival = tmp_path / "rivals" / "tapper"
    rival.mkdir(parents=True)
    for name in exported:
        (rival / f"{name}.beats").write_text("0.5\n1.0\n1.5\n2.0\n2.5\n")
    page = tmp_path / "pages" / "beats.md"
    done = typed(
        *(
            "report",
            STUDIES / "beats.py",
            "lausch2026",
            "other",
            "--on",
            "pop,mdb_drums",
            "--most",
            4,
        ),
        *("--rivals", tmp_path / "rivals", "--out", page),
    )
    assert done.exit_code == 0, done.output
    text = page.read_text()
    assert text.startswith("# Beats and downbeats")
    assert str(tmp_path) not in text
    assert "| tapper | 2 | 2 |" in text
    beside = {path.name for path in page.parent.iterdir()}
    assert beside == {"beats.md", "beats.csv"} | {
        f"beats-{name}.png" for name in ("scores", "tracks", "levels", "calibration")
    }


def test_a_report_goes_on_after_a_bad_track(known, tmp_path):
    known["pop"].tracks[0].audio.write_bytes(b"")
    page = tmp_path / "beats.md"
    done = typed(
        "report", STUDIES / "beats.py", "lausch2026", "--on", "pop,mdb_drums", "--out", page
    )
    assert done.exit_code == 1
    name = known["pop"].tracks[0].name
    assert f"pop/{name}: " in done.stderr
    assert f"pop/{name}: " in page.read_text()
    assert str(tmp_path) not in page.read_text()
