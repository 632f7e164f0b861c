"""Batches in real processes that share a folder, that are killed, and whose workers are."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import soundfile

from lausch.batches.journal import Journal
from lausch.batches.layout import FOLDER, journal_path
from lausch.batches.rows import Entry
from lausch.batches.runs import Lock
from lausch.batches.stamps import GONE

MAIN = [sys.executable, str(Path(__file__).with_name("energetic.py"))]
RATE = 22050


@pytest.fixture
def batch(clicks, tmp_path):
    """The command that analyses twelve recordings into out/."""
    (tmp_path / "in").mkdir()
    for number in range(12):
        soundfile.write(tmp_path / "in" / f"{number:02}.wav", clicks(100 + number, 5), RATE)
    return [*MAIN, "analyze", "in", "-o", "out"]


def begin(command, folder):
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def tries(folder):
    with closing(sqlite3.connect(journal_path(folder))) as connection:
        return [tries for (tries,) in connection.execute("SELECT tries FROM recordings")]


def test_two_batches_at_once_share_the_work(batch, tmp_path):
    both = [begin(batch, tmp_path) for _ in range(2)]
    ends = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    done = [len(stdout.splitlines()) for stdout, _ in ends]
    assert sum(done) == 12
    for (_, stderr), count in zip(ends, done, strict=True):
        said = stderr.splitlines()[-1].partition(";")[0]
        assert said == (f"{count} done, {12 - count} kept" if count < 12 else "12 done")
    assert tries(tmp_path / "out") == [1] * 12
    assert len(list((tmp_path / "out" / "in").iterdir())) == 12


def test_a_pipe_among_recordings_is_refused_and_the_others_are_done(batch, tmp_path):
    os.mkfifo(tmp_path / "in" / "pipe.wav")
    ended = subprocess.run(batch, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "in/pipe.wav: is not a regular file" in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("12 done, 1 failed")


@pytest.fixture
def other(tmp_path):
    """A batch of this process, which makes something else in out/ and has leased one of two."""
    out = tmp_path / "out"
    (out / FOLDER).mkdir(parents=True)
    with Lock(out / FOLDER) as lock, Journal(out, lock.name, "something else", 1) as journal:
        paths = [tmp_path / "x.wav", tmp_path / "y.wav", tmp_path / "z.wav"]
        journal.keep([Entry(path, GONE) for path in paths])
        for path in paths[:2]:
            journal.lease([path])
        entry = Entry(paths[0], GONE)
        journal.finish(entry, "", version="", duration=60.0, seconds=1.0)
        yield journal


def test_a_batch_of_something_else_has_to_wait(batch, other, tmp_path):
    done = subprocess.run(batch, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith(f"lausch: out: another batch (process {os.getpid()}) writes")
    assert done.stderr.count("\n") == 1


def test_a_killed_batch_goes_on_where_it_was(batch, tmp_path):
    first = begin([*batch, "--json"], tmp_path)
    seen = [json.loads(first.stdout.readline())["event"] for _ in range(4)]
    assert seen == ["begin", "done", "done", "done"]
    first.kill()
    rest = first.communicate()[0].splitlines()
    told = 3 + sum(json.loads(line)["event"] == "done" for line in rest if line.endswith("}"))
    again = begin(batch, tmp_path)
    stdout, stderr = again.communicate(timeout=60)
    left = len(stdout.splitlines())
    assert stderr.startswith(f"{left} done, {12 - left} kept;")
    assert told - 1 <= 12 - left  # the last one may have been written but not yet said
    assert sum(tries(tmp_path / "out")) <= 12 + 2
    names = sorted(path.name for path in (tmp_path / "out" / "in").iterdir())
    assert names == [f"{number:02}.beats" for number in range(12)]


def test_status_counts_while_a_batch_works(other, tmp_path):
    status = [*MAIN, "status", "out"]
    lines = subprocess.run(status, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    head, *rows = lines.splitlines()
    assert head == "3 recordings in out"
    assert [row.split()[:2] for row in rows[:3]] == [
        ["done", "1"],
        ["leased", "1"],
        ["queued", "1"],
    ]
    assert [row.split()[0] for row in rows[3:]] == ["rate", "time", "running"]
    told = subprocess.run([*status, "--json"], cwd=tmp_path, capture_output=True, check=True).stdout
    found = json.loads(told)
    assert [each["process"] for each in found["running"]] == [os.getpid()]
    assert found["seconds_left"] == pytest.approx(2 * 3600 / found["recordings_an_hour"])
