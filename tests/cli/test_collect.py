"""`lausch collect` writes what a batch found as tables, whatever its formats."""

import csv
import sqlite3
from contextlib import closing

import pytest
import soundfile
from click.testing import CliRunner
from truths import WHOLE

from lausch import formats
from lausch.batches.longtables import LONG
from lausch.cli import cli
from lausch.cli.table import COLUMNS, cells
from lausch.corpora.workers import Outcome

RATE = 22050


@pytest.fixture
def run(energy_model, monkeypatch, clicks, tmp_path):
    """The command line; a folder has two recordings and a file that is none."""

    def serial(jobs, run, explain, **limits):
        return (Outcome(job, run(job)) for job in jobs)

    monkeypatch.setattr("lausch.analysis.runner.opened", lambda name: energy_model)
    monkeypatch.setattr("lausch.corpora.workers.work_through", serial)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, bpm in (("a", 100), ("b", 120)):
        soundfile.write(tmp_path / "in" / f"{name}.wav", clicks(bpm, 6), RATE)
    (tmp_path / "in" / "c.wav").write_bytes(b"")

    def invoke(*words):
        return CliRunner().invoke(cli, words, catch_exceptions=False)

    return invoke


def read(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("names", ["json", "jams", "csv,tempo", "beats,tempo"])
def test_a_row_for_each_recording_and_for_each_event(run, tmp_path, names):
    run("analyze", "in", "-o", "out", "--format", names)
    done = run("collect", "out", "-o", "all.csv")
    assert (done.exit_code, done.stderr) == (0, "3 recordings in all.csv\n")
    a, b, c = read(tmp_path / "all.csv")
    assert [row["state"] for row in (a, b, c)] == ["done", "done", "failed"]
    assert a["recording"] == str(tmp_path / "in" / "a.wav")
    assert (a["beats_per_bar"], c["kind"], c["beats"]) == ("4", "unreadable", "")
    assert float(a["tempo_bpm"]) == pytest.approx(100, rel=0.01)
    assert len(a["sha256_file"]) == 64
    beats = read(tmp_path / "all.beats.csv")
    own = [float(row["time_s"]) for row in beats if row["id"] == a["id"]]
    suffix = formats.format_of("", names.split(",")[0]).suffix
    result = formats.read(tmp_path / "out" / "in" / f"a{suffix}")
    assert own == pytest.approx(result.beats.times.tolist())
    assert {row["id"] for row in beats} == {a["id"], b["id"]}
    assert float(read(tmp_path / "all.tempo.csv")[0]["bpm"]) == pytest.approx(100, rel=0.01)


def test_a_database_has_a_table_of_each(run, tmp_path):
    run("analyze", "in", "-o", "out", "--format", "json")
    assert run("collect", "out", "-o", "all.sqlite").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "all.sqlite")) as connection:
        rows = connection.execute(
            "SELECT recording, COUNT(*), recordings.beats FROM recordings JOIN beats USING (id) "
            "GROUP BY id ORDER BY recording"
        ).fetchall()
    assert [name for name, _, _ in rows] == [str(tmp_path / "in" / f"{name}.wav") for name in "ab"]
    assert all(count == beats > 5 for _, count, beats in rows)


def test_only_some_layers_or_none(run, tmp_path):
    run("analyze", "in", "-o", "out", "--format", "json")
    run("collect", "out", "-o", "all.csv", "--only", "tempo")
    run("collect", "out", "-o", "none.csv", "--only", "none")
    assert {path.name for path in tmp_path.glob("*.csv")} == {
        "all.csv",
        "all.tempo.csv",
        "none.csv",
    }


def test_a_new_folder_for_tables_is_made(run, tmp_path):
    run("analyze", "in", "-o", "out", "--format", "json")
    assert run("collect", "out", "-o", "new/all.csv").exit_code == 0
    assert len(read(tmp_path / "new" / "all.csv")) == 3


def test_a_result_that_cannot_be_read_is_said(run, tmp_path):
    run("analyze", "in", "-o", "out", "--format", "json")
    (tmp_path / "out" / "in" / "a.json").write_text("{")
    done = run("collect", "out", "-o", "all.csv")
    assert done.exit_code == 1
    assert done.stderr.startswith("out/in/a.json: ")
    assert [row["beats"] != "" for row in read(tmp_path / "all.csv")] == [False, True, False]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("out", "-o", "all.txt"), 2, "tables are written as .csv"),
        (("out", "-o", "all"), 2, "not without a suffix"),
        (("out", "-o", "all.csv", "--only", "loudness"), 2, "choose from beats"),
    ],
)
def test_wrong_usage(run, words, code, said):
    run("analyze", "in", "-o", "out")
    done = run("collect", *words)
    assert done.exit_code == code
    assert said in done.stderr


def test_every_cell_and_every_row_has_its_column():
    found = cells(WHOLE)
    assert set(found) <= set(COLUMNS)
    for name, value in found.items():
        assert value is None or isinstance(value, COLUMNS[name]), name
    for layer, long in LONG.items():
        rows = list(long.rows(WHOLE))
        assert rows, layer
        for row in rows:
            for value, kind in zip(row, long.columns.values(), strict=True):
                assert value is None or isinstance(value, kind), layer
