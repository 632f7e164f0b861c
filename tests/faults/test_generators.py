"""What the generators of faults make is refused in words, or read; here in their short form."""

import subprocess
import sys
from pathlib import Path

import pytest

from lausch.errors import LauschError

FAULTS = Path(__file__).parents[2] / "faults"


@pytest.mark.parametrize(
    ("script", "count", "seed"),
    [
        ("readers.py", 900, 7),
        ("decodes.py", 300, 7),
        ("inputs.py", 12, 0),
        ("models.py", 40, 0),
        ("batches.py", 7, 0),
    ],
)
def test_no_input_ends_otherwise_than_in_words(script, count, seed, tmp_path):
    command = [sys.executable, FAULTS / script, "--count", str(count), "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{count:,} |" in done.stdout


@pytest.fixture
def readers(monkeypatch):
    monkeypatch.syspath_prepend(FAULTS)
    import readers

    return readers


def test_the_seeds_are_valid(readers, tmp_path):
    refused = []
    for name, data in readers.seeds():
        (tmp_path / name).write_bytes(data)
        outcomes = []
        for kind, reader in readers.READERS.items():
            if kind == "its origin":  # Every file has one, or none.
                continue
            try:
                reader(tmp_path / name)
                outcomes.append(True)
            except LauschError:
                outcomes.append(False)
        if not any(outcomes):
            refused.append(name)
    assert refused == ["div0.mid", "sv_frames.csv", "truncated.mid"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("raise KeyError(1)", "KeyError"),
        ("import os; os.kill(os.getpid(), 9)", "killed"),
        ("import time; time.sleep(60)", "hang"),
        ("import os; os._exit(0)", "ended"),
        ("b'a' * (1 << 34)", "MemoryError"),
    ],
)
def test_a_fault_is_counted(broken, said):
    script = (
        "import sys, tally; asked = tally.options('x', 3, ''); "
        f"call = lambda number: exec({broken!r}) if number == 1 else None; "
        "outcome = lambda number: tally.called(lambda: call(number)); "
        "sys.exit(tally.run(asked, lambda _: 'calls', outcome, chunk=3, seconds=1))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join([str(FAULTS), *sys.path])},
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert "|       3 |       2 |" in done.stdout


def test_a_run_that_was_stopped_goes_on(tmp_path):
    script = (
        "import os, sys, tally\n"
        "asked = tally.options('x', 6, '')\n"
        "def outcome(number):\n"
        "    if number == 4 and not os.path.exists('stopped'):\n"
        "        open('stopped', 'w').close()\n"
        "        os.kill(os.getppid(), 9)\n"
        "    open('tried', 'a').write(str(number))\n"
        "    return 'KeyError' if number == 1 else tally.FINE\n"
        "sys.exit(tally.run(asked, lambda _: 'calls', outcome, chunk=3))"
    )
    environment = {"PYTHONPATH": ":".join([str(FAULTS), *sys.path])}
    command = [sys.executable, "-c", script, "--resume", "counts.json"]
    options = {"capture_output": True, "text": True, "env": environment, "cwd": tmp_path}
    assert subprocess.run(command, **options).returncode == -9
    done = subprocess.run(command, **options)
    assert done.returncode == 1
    assert "|       6 |       5 |       0 |       1 |" in done.stdout
    assert "0123" in (tmp_path / "tried").read_text()
    assert (tmp_path / "tried").read_text().count("2") == 1
    other = subprocess.run([*command, "--seed", "1"], **options)
    assert "counts of -c --seed 0, not of -c --seed 1" in other.stderr
