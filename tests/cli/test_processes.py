"""Batches in real processes: results, a bad file, a terminal, and Ctrl-C."""

import os
import pty
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile

MAIN = [sys.executable, str(Path(__file__).with_name("energetic.py")), "analyze"]
RATE = 22050


@pytest.fixture
def collection(clicks, tmp_path, monkeypatch):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        soundfile.write(folder / f"{number}.wav", clicks(100 + 10 * number, 5), RATE)
    (folder / "bad.mp3").write_bytes(b"<html>")
    monkeypatch.chdir(folder)
    return folder


def results(folder):
    """What a folder holds, without the journal."""
    names = {path.name for path in folder.glob("*")} if folder.exists() else set()
    return sorted(names - {".lausch", "failed.tsv"})


def whole(folder):
    """The results that are written to the end: what is under way has a name with a dot."""
    return [name for name in results(folder) if not name.startswith(".")]


def test_the_package_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "lausch", "--version"], capture_output=True)
    assert done.returncode == 0
    assert b"0.1.0" in done.stdout


def test_a_batch_does_all_that_can_be_done(collection, tmp_path):
    done = subprocess.run(
        [*MAIN, collection, "-j", "2", "-o", tmp_path / "out"], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert results(tmp_path / "out") == [f"{number}.beats" for number in range(4)]
    assert len(done.stdout.splitlines()) == 4
    failure, last = done.stderr.splitlines()  # no progress where there is no terminal
    assert "bad.mp3: " in failure
    assert last == "4 done, 1 failed"


def test_progress_is_shown_on_a_terminal_and_stdout_stays_clean(collection, tmp_path):
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        process = subprocess.Popen(
            [*MAIN, collection, "-o", tmp_path / "out"], stdout=subprocess.PIPE, stderr=theirs
        )
        os.close(theirs)
        shown = b""
        try:
            while chunk := terminal.read(4096):
                shown += chunk
        except OSError:  # the terminal's other end is closed
            pass
        stdout, _ = process.communicate()
    assert process.returncode == 1
    assert b"5/5" in shown
    assert b"1 failed" in shown
    assert len(stdout.splitlines()) == 4
    assert b"\x1b" not in stdout


def test_ctrl_c_stops_everything_and_leaves_whole_files(clicks, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        soundfile.write(folder / f"{number:02}.wav", clicks(120, 60), RATE)
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*MAIN, folder, "-j", "2", "-o", out, "--click", tmp_path / "clicks"],
        cwd=folder,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not whole(out) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"interrupted" in stderr
    assert b"Traceback" not in stderr
    left = results(out) + results(tmp_path / "clicks")
    assert 0 < len(left) < 80
    assert len(left) == len(whole(out) + whole(tmp_path / "clicks"))
    while _alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)  # multiprocessing's own tracker ends a little later
    assert not _alive(process.pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_half_of_a_sound_behind(number, clicks, tmp_path):
    song = tmp_path / "song.wav"
    soundfile.write(song, clicks(120, 600), RATE)
    out = tmp_path / "out"
    out.mkdir()
    process = subprocess.Popen(
        [*MAIN, song, "--click", out / "click.flac"],
        stderr=subprocess.PIPE,
        preexec_fn=lambda: os.nice(5),  # it shall not be done before it is seen
    )
    deadline = time.monotonic() + 240
    while not results(out) and time.monotonic() < deadline:
        time.sleep(0.005)
    assert results(out)[0].startswith(".lausch-")  # it is being written
    process.send_signal(number)
    _, stderr = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert stderr == b""
    assert results(out) == []


def _limited(command, most=1000, **kwargs):
    """Run with a limit on the size of files, which fails as a full disk does."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(command, preexec_fn=limit, stderr=subprocess.PIPE, text=True, **kwargs)


@pytest.mark.parametrize("suffix", ["flac", "wav", "ogg", "mp3"])
def test_a_full_disk_under_a_sound_is_one_sentence(suffix, collection, tmp_path):
    click = tmp_path / f"click.{suffix}"
    done = _limited([*MAIN, collection / "0.wav", "--click", click], stdout=subprocess.DEVNULL)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"cannot write: {click}: File too large" in done.stderr
    assert [name for name in results(tmp_path) if "click" in name or "lausch" in name] == []


@pytest.mark.parametrize("many", [False, True])
def test_a_full_disk_under_stdout_is_one_sentence(many, collection, tmp_path):
    given = [collection / f"{number}.wav" for number in range(1 + many)]
    with (tmp_path / "full.txt").open("ab") as stdout:
        stdout.write(bytes(10**6))
        stdout.flush()
        done = _limited([*MAIN, *given, "-o", f"{tmp_path / 'out'}/"], 10**6, stdout=stdout)
    assert done.returncode == 1
    assert done.stderr == "lausch: File too large\n"


def _alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
