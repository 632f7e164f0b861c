"""`lausch view` and `lausch serve` before, at the beginning and at the end of serving."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import soundfile
from click.testing import CliRunner
from pages import sound

from lausch.cli import cli
from lausch.web.serving import HOST


def test_options_of_files_are_refused_without_one(tmp_path):
    done = CliRunner().invoke(cli, ["view", "a.wav", "--reference", "b.beats"])
    assert done.exit_code == 2
    assert "add --html" in done.output
    done = CliRunner().invoke(cli, ["view", str(tmp_path / "no.wav"), "--no-browser"])
    assert done.exit_code == 1
    assert "no such file" in done.output


def test_a_server_that_could_show_nothing_does_not_start(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    song = tmp_path / "song.wav"
    soundfile.write(song, *sound())
    monkeypatch.setattr("lausch.web.serving.serve", None)  # a call would be an error of its own
    run = lambda *words: CliRunner().invoke(cli, [*map(str, words), "--no-browser"])  # noqa: E731
    for words, reason in (
        (["serve", tmp_path / "no"], "there is no such folder"),
        (["serve", song], "`lausch view` shows one"),
        (["serve", tmp_path / "empty"], "no recordings in this folder"),
        (["serve", tmp_path, "--keep", song / "kept"], "another folder with --keep"),
        (["view", song, "--keep", song / "kept"], "another folder with --keep"),
    ):
        done = run(*words)
        assert done.exit_code == 2, words
        assert reason in done.output


def test_without_a_port_or_its_libraries_the_way_out_is_said(tmp_path, monkeypatch):
    song = tmp_path / "song.wav"
    soundfile.write(song, *sound())
    words = ["view", str(song), "--no-browser", "--keep", str(tmp_path / "kept")]
    with socket.create_server((HOST, 0)) as taken:
        done = CliRunner().invoke(cli, [*words, "--port", str(taken.getsockname()[1])])
    assert done.exit_code == 2
    assert "leave --port out" in done.output
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    assert "pip install 'lausch[web]'" in done.output


def test_ctrl_c_ends_the_server_and_its_work_without_a_word(tmp_path):
    song, kept = tmp_path / "song.wav", tmp_path / "kept"
    soundfile.write(song, *sound())
    process = subprocess.Popen(
        [sys.executable, "-m", "lausch", "view", song, "--no-browser", "--keep", kept],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout.readline().startswith("http://127.0.0.1:")
    end = time.monotonic() + 60
    while not list(kept.glob("*/.new-*")) and time.monotonic() < end:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: its worker hears it as well
    rest, _ = process.communicate(timeout=20)
    assert (process.returncode, rest) == (0, "")
