"""Processor time and memory of an earlier checkout and of this one, in alternation."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lausch import __version__

RHYTHM = "beats,downbeats,tempo"
COMPARED: dict[str, tuple[str, str]] = {
    RHYTHM.replace(",", ", "): (RHYTHM, "≤ 1.03"),
    "solo": ("solo", "≤ 1"),
    "bass": ("bass", "≤ 1"),
    "sections": ("sections", "≤ 1"),
    "six layers": (f"{RHYTHM},solo,bass,sections", "≤ 0.77"),
}
"""What is compared: its layers, and the target of the ratio."""
PAIRS = 7
START = "from lausch.cli import main; main()"


def spent(checkout: Path, *arguments: str | Path) -> tuple[float, float]:
    """Processor seconds and megabytes of one process of a checkout's `lausch`."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, *arguments],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(checkout / "src")},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"lausch {' '.join(map(str, arguments))} of {checkout.name} failed")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def row(before: Path, now: Path, noun: str, words: Sequence[str | Path], target: str) -> str:
    """A row of the table: the least seconds, the median ratio of pairs, the most memory."""
    for checkout in (before, now):  # compiles what is not yet compiled
        spent(checkout, *words)
    runs = np.array([[spent(before, *words), spent(now, *words)] for _ in range(PAIRS)])
    seconds, megabytes = runs[:, :, 0], runs[:, :, 1].max(axis=0)
    ratio = np.median(seconds[:, 1] / seconds[:, 0])
    least = seconds.min(axis=0)
    return (
        f"| {noun} | {least[0]:.2f} s | {least[1]:.2f} s | {ratio:.2f} | {target} "
        f"| {megabytes[0]:.0f} MB | {megabytes[1]:.0f} MB |\n"
    )


def compared(before: Path, now: Path, sounds: Sequence[Path]) -> str:
    """The page of ratios to an earlier checkout, which is a working tree of git."""
    commit = subprocess.run(
        ["git", "-C", before, "rev-parse", "--short", "HEAD"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    rows = [
        row(
            before, now, f"{noun}, {sound.suffix[1:]}", ("analyze", sound, "--only", layers), target
        )
        for noun, (layers, target) in COMPARED.items()
        for sound in sounds
    ]
    rows.append(row(before, now, "`lausch --help`", ("--help",), ""))
    return (
        "# Speed, before and now\n\nWritten by `python studies/speed.py --before CHECKOUT`, lausch "
        f"{__version__}, against commit {commit}, Python {platform.python_version()}, numpy "
        f"{np.__version__}, {platform.system()} {platform.machine()}, one core. Whole processes on "
        "three minutes of synthetic music, in seconds of the processor. The two versions "
        f"alternate, {PAIRS} times each: seconds are the least, the ratio is the median of the "
        "pairs, memory the most.\n\n"
        "| what | before | now | ratio | target | memory before | now |\n"
        f"|---|---|---|---|---|---|---|\n{''.join(rows)}\n## What might make this invalid\n\n"
        "- Models of the same layer differ between the two versions.\n"
        "- The sound is steady: its beats have one metrical level. Where they seem to change it, "
        "beats are decoded again, each time for a quarter of the tempi.\n"
        "- Other work on the machine disturbs caches, and so seconds of the processor. The "
        "first page, of three pairs on a busy machine, had .78 for six layers of a WAV.\n"
    )
