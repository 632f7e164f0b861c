"""A batch with a journal goes on where it ended, and makes again only what would change."""

import csv
import json
import os
import shutil
import sqlite3
from contextlib import closing

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch import formats
from lausch.batches.layout import journal_path
from lausch.cli import cli
from lausch.corpora.workers import KILLED, LATE, Outcome

RATE = 22050


class Workers:
    """Stands for the processes, in this one: which jobs they were given, and how these end."""

    def __init__(self):
        self.ran = []
        self.ends = {}

    def __call__(self, jobs, run, explain, **limits):
        for job in jobs:
            self.ran.append(job.path.stem)
            cause = self.ends.get(job.path.stem)
            if cause is None:
                yield Outcome(job, run(job))
            else:
                yield Outcome(job, None, f"{job.path}: it was {cause}", cause)


@pytest.fixture
def workers(monkeypatch):
    workers = Workers()
    monkeypatch.setattr("lausch.corpora.workers.work_through", workers)
    return workers


@pytest.fixture
def lausch(energy_model, workers, monkeypatch, tmp_path):
    """The last line of a batch from in/ to out/, and in `workers.ran` the recordings analysed."""
    monkeypatch.setattr("lausch.analysis.runner.opened", lambda name: energy_model)
    monkeypatch.chdir(tmp_path)

    def invoke(*words, code=0):
        workers.ran.clear()
        words = ("in", "-o", "out", *words)
        result = CliRunner().invoke(cli, ["analyze", *map(str, words)])
        assert result.exit_code == code, result.output
        return result.stderr.splitlines()[-1]

    return invoke


@pytest.fixture
def songs(clicks, tmp_path):
    """Three recordings of one length, of which no two are the same."""
    for number, name in enumerate("abc"):
        path = tmp_path / "in" / f"{name}.wav"
        path.parent.mkdir(exist_ok=True)
        soundfile.write(path, clicks(100 + 10 * number, 6), RATE)
    return tmp_path / "in"


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".lausch" not in path.parts
    }


def ask(folder, question):
    with closing(sqlite3.connect(journal_path(folder))) as connection:
        return connection.execute(question).fetchall()


KEPT = "0 done, 3 kept; --overwrite replaces what was kept"


def test_the_same_again_reads_nothing(lausch, songs, workers):
    assert lausch() == "3 done"
    assert workers.ran == ["a", "b", "c"]
    assert lausch() == KEPT
    assert workers.ran == []


def test_a_touched_recording_is_the_same_one(lausch, songs, workers):
    lausch()
    os.utime(songs / "a.wav", (1, 1))
    assert lausch() == KEPT
    assert ask(songs.parent / "out", "SELECT COUNT(*) FROM recordings WHERE mtime_ns = 1000000000")


def test_another_recording_of_the_name_is_analysed(lausch, songs, workers):
    lausch()
    before = contents(songs.parent / "out")
    shutil.copy(songs / "b.wav", songs / "a.wav")
    assert lausch() == "1 done, 2 kept; --overwrite replaces what was kept"
    after = contents(songs.parent / "out")
    assert after["in/a.beats"] == before["in/b.beats"] != before["in/a.beats"]


def test_results_follow_what_is_moved_and_renamed(lausch, songs, workers):
    words = ("--format", "beats,json,jams,csv,rekordbox")
    lausch(*words)
    (songs / "album").mkdir()
    (songs / "a.wav").rename(songs / "album" / "first.wav")
    (songs / "b.wav").rename(songs / "second.wav")
    assert lausch(*words) == (
        "0 done, 3 kept (2 moved with their recordings); --overwrite replaces what was kept"
    )
    assert workers.ran == []
    moved = contents(songs.parent / "out")
    shutil.rmtree(songs.parent / "out")
    lausch(*words)
    assert moved == contents(songs.parent / "out")


def test_what_cannot_be_renamed_to_the_byte_is_made_again(lausch, songs, workers):
    lausch("--format", "beats,jams")
    (songs / "a.wav").rename(songs / "first.wav")
    assert lausch("--format", "beats,jams").startswith("1 done, 2 kept (1 moved")
    assert workers.ran == ["first"]
    moved = contents(songs.parent / "out")
    shutil.rmtree(songs.parent / "out")
    lausch("--format", "beats,jams")
    assert moved == contents(songs.parent / "out")


def test_a_copy_is_a_recording_of_its_own(lausch, songs, workers):
    lausch()
    shutil.copy2(songs / "a.wav", songs / "d.wav")
    assert lausch().startswith("1 done, 3 kept;")
    assert workers.ran == ["d"]


def test_two_recordings_that_change_names_are_told_apart(lausch, songs):
    lausch()
    before = contents(songs.parent / "out")
    (songs / "a.wav").rename(songs / "x.wav")
    (songs / "b.wav").rename(songs / "a.wav")
    (songs / "x.wav").rename(songs / "b.wav")
    lausch()
    after = contents(songs.parent / "out")
    assert after["in/a.beats"] == before["in/b.beats"]
    assert after["in/b.beats"] == before["in/a.beats"]


def test_another_model_is_enough_to_make_all_again(lausch, songs, workers, energy_model):
    lausch("--format", "json")
    energy_model.digest = "1" * 64
    assert lausch("--format", "json") == "3 done"
    assert lausch("--format", "json") == KEPT
    origin = formats.format_of("", "json").origin(songs.parent / "out" / "in" / "a.json")
    assert set(origin.digests.values()) == {"1" * 64}


@pytest.mark.parametrize("words", [("--max-bpm", "90"), ("--rotate-bars", "1")])
def test_other_options_are_enough_too(lausch, songs, workers, words):
    lausch()
    assert lausch(*words) == "3 done"
    assert lausch(*words) == KEPT


def test_another_format_is_written_and_no_other(lausch, songs):
    lausch("--format", "beats")
    times = {path: path.stat().st_mtime_ns for path in (songs.parent / "out").rglob("*.beats")}
    assert lausch("--format", "beats,csv") == "3 done"
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert len(list((songs.parent / "out").rglob("*.csv"))) == 3


def test_a_layer_more_changes_only_the_files_that_hold_it(lausch, songs):
    lausch("--format", "tempo,json", "--only", "tempo")
    times = {path: path.stat().st_mtime_ns for path in (songs.parent / "out").rglob("*.tempo")}
    assert lausch("--format", "tempo,json", "--only", "tempo,downbeats,beats") == "3 done"
    assert len(times) == 3
    held = json.loads((songs.parent / "out" / "in" / "a.json").read_text())
    assert held["beats"]


def test_what_is_missing_is_made_again(lausch, songs, workers):
    lausch()
    (songs.parent / "out" / "in" / "b.beats").unlink()
    assert lausch().startswith("1 done, 2 kept")
    assert workers.ran == ["b"]


def test_what_was_edited_is_never_replaced_unasked(lausch, songs):
    lausch()
    mine = songs.parent / "out" / "in" / "a.beats"
    mine.write_text("tapped by hand")
    assert lausch() == KEPT
    assert lausch("--rotate-bars", "1") == (
        "2 done, 1 other (1 edited since); --overwrite replaces results that exist"
    )
    (songs / "a.wav").rename(songs / "d.wav")
    lausch("--rotate-bars", "1")
    followed = songs.parent / "out" / "in" / "d.beats"
    assert followed.read_text() == "tapped by hand"
    assert "1 other (1 edited since)" in lausch("--rotate-bars", "2")
    assert lausch("--rotate-bars", "2", "--overwrite") == "3 done"
    assert followed.read_text() != "tapped by hand"


def test_results_of_before_the_journal_are_adopted(lausch, songs, workers, energy_model):
    lausch("--format", "json")
    shutil.rmtree(songs.parent / "out" / ".lausch")
    (songs.parent / "out" / "in" / "b.json").unlink()
    assert lausch("--format", "json").startswith("1 done, 2 kept;")
    assert workers.ran == ["b"]
    energy_model.digest = "1" * 64
    assert lausch("--format", "json").startswith("1 done, 2 other (2 of another model);")
    assert lausch("--format", "json", "--overwrite") == "3 done"
    energy_model.digest = "2" * 64
    assert lausch("--format", "json") == "3 done"


def test_what_failed_is_not_tried_again_unasked(lausch, songs, workers):
    (songs / "b.wav").write_bytes(b"<html>")
    assert lausch(code=1) == "2 done, 1 failed"
    again = "0 done, 2 kept, 1 failed (1 before; --retry-failed tries them again)"
    assert lausch(code=1).startswith(again)
    assert workers.ran == []
    lausch("--retry-failed", code=1)
    assert workers.ran == ["b"]
    shutil.copy(songs / "a.wav", songs / "b.wav")
    assert lausch() == "1 done, 2 kept; --overwrite replaces what was kept"


def test_failures_stand_in_a_table_until_there_are_none(lausch, songs, workers):
    (songs / "b.wav").write_bytes(b"<html>")
    workers.ends["c"] = LATE
    lausch(code=1)
    table = songs.parent / "out" / "failed.tsv"
    with table.open(newline="") as file:
        b, c = csv.DictReader(file, dialect="excel-tab")
    assert b["recording"] == str(songs / "b.wav")
    assert (b["state"], b["kind"], b["tries"]) == ("failed", "unreadable", "1")
    assert (c["kind"], c["reason"]) == ("late", "in/c.wav: it was late")
    workers.ends.clear()
    shutil.copy(songs / "a.wav", songs / "b.wav")
    lausch("--retry-failed")
    assert not table.exists()


def test_what_kills_a_process_twice_is_quarantined(lausch, songs, workers):
    workers.ends["b"] = KILLED
    assert lausch(code=1) == "2 done, 1 failed (1 quarantined)"
    assert workers.ran == ["a", "b", "c", "b"]
    assert "1 failed (1 before" in lausch(code=1)
    assert workers.ran == []
    workers.ends.clear()
    assert lausch("--retry-failed").startswith("1 done, 2 kept")


def test_deaths_are_counted_over_batches(lausch, songs, workers, monkeypatch):
    def dies_once(jobs, run, explain, **limits):
        job = next(jobs)
        yield Outcome(job, None, f"{job.path}: died", KILLED)
        raise KeyboardInterrupt

    monkeypatch.setattr("lausch.corpora.workers.work_through", dies_once)
    for _ in range(2):
        lausch(code=130)
    assert ask(songs.parent / "out", "SELECT state FROM recordings WHERE deaths = 2") == [
        ("quarantined",)
    ]


def test_a_failure_to_write_is_not_the_recordings(lausch, songs, workers):
    (songs.parent / "out").mkdir()
    (songs.parent / "out" / "in").write_text("in the way")
    assert "3 failed" in lausch(code=1)
    (songs.parent / "out" / "in").unlink()
    assert lausch() == "3 done"


def test_a_full_disk_ends_the_batch(lausch, songs, workers, monkeypatch):
    def full(analysis, path, name):
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr("lausch.formats.write", full)
        assert lausch(code=1) == "0 done, 3 left; once there is room, the same command goes on"
        assert workers.ran == ["a"]
    assert lausch() == "3 done"


def test_the_counts_add_up_to_the_inputs(lausch, songs, workers):
    lausch()
    (songs / "bad.wav").write_bytes(b"")
    shutil.copy(songs / "a.wav", songs / "new.wav")
    (songs.parent / "list.txt").write_text("in/a.wav\n# no more\nin/missing.wav\n", "utf-8")
    line = lausch("list.txt", code=1)
    assert line == "1 done, 3 kept, 2 failed; --overwrite replaces what was kept"


def test_lines_of_a_list_that_can_be_no_path_are_said(lausch, songs, workers):
    lines = ["in/a.wav", "x" * 5000, "in/a.wav/b.wav", "in/\0.wav"]
    (songs.parent / "list.m3u").write_text("\n".join(["#" * 5000, *lines]), "utf-8")
    assert lausch("list.m3u", code=1) == "3 done, 3 failed"


def test_a_list_from_which_paths_do_not_begin_is_said(lausch, songs, workers):
    (songs.parent / "lists").mkdir()
    (songs.parent / "lists" / "some.txt").write_text("in/a.wav\n../in/b.wav\n", "utf-8")
    result = CliRunner().invoke(cli, ["analyze", "lists/some.txt", "-o", "out"])
    assert result.exit_code == 1
    assert "some.txt: in/a.wav: not there: paths in a list begin at its folder" in result.stderr
    assert "1 done, 1 failed" in result.stderr


def test_sound_is_no_list_whatever_its_name(lausch, songs, workers):
    (songs / "c.wav").rename(songs.parent / "c.txt")
    assert lausch("c.txt") == "3 done"


def test_events_are_lines_of_json(lausch, songs, workers, tmp_path):
    lausch()
    (songs / "bad.wav").write_bytes(b"")
    shutil.copy(songs / "a.wav", songs / "new.wav")
    result = CliRunner().invoke(cli, ["analyze", "in", "-o", "out", "--json"])
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["event"] for each in events] == ["begin", *["kept"] * 3, "failed", "done", "end"]
    begin, *_, failed, done, end = events
    assert (begin["recordings"], begin["todo"]) == (5, 2)
    assert (failed["recording"], failed["kind"]) == ("in/bad.wav", "unreadable")
    assert done["results"] == ["out/in/new.beats"]
    assert done["duration"] == pytest.approx(6)
    assert {key: end[key] for key in ("done", "kept", "other", "failed", "left")} == {
        "done": 1,
        "kept": 3,
        "other": 0,
        "failed": 1,
        "left": 0,
    }


def test_events_of_one_recording_are_wrong_usage(lausch, songs):
    result = CliRunner().invoke(cli, ["analyze", "in/a.wav", "--json"])
    assert result.exit_code == 2
    assert "--format json" in result.stderr


def test_the_table_of_a_journalled_batch_has_every_recording(lausch, songs, workers):
    lausch()
    (songs / "d.wav").write_bytes(b"")
    lausch("--summary", "all.csv", code=1)
    lausch("--summary", "all.csv", code=1)
    with (songs.parent / "all.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows] == ["kept", "kept", "kept", "failed"]


def test_names_that_are_no_text_have_results(lausch, songs, workers, tmp_path):
    odd = os.fsdecode(b"in/\xff.wav")
    (songs / "a.wav").rename(tmp_path / odd)
    assert lausch() == "3 done"
    assert lausch() == KEPT


def test_a_click_track_is_a_result_too(lausch, songs, workers):
    lausch("--click", "clicks")
    assert lausch("--click", "clicks") == KEPT
    (songs / "a.wav").rename(songs / "d.wav")
    lausch("--click", "clicks")
    names = {path.name for path in (songs.parent / "clicks").rglob("*.flac")}
    assert names == {"b.flac", "c.flac", "d.flac"}
    assert np.isfinite(soundfile.read(songs.parent / "clicks" / "in" / "d.flac")[0]).all()
