"""Run every generator and write what came into `reports/reliability.md`.

    python faults/report.py --minutes 10

gives each generator this time at most.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import lausch

FAULTS = Path(__file__).parent
PAGE = FAULTS.parent / "reports" / "reliability.md"
RUNS = {"inputs": 2000, "decodes": 30_000, "readers": 100_000, "models": 3000, "indexes": 220}
"""How many inputs each generator is asked for, at most."""
ABOUT = """# What odd input does

Written by `python faults/report.py`. *fine* is a result, *typed* an error of lausch in words; the
rest are failures: *untyped* is any other exception, a traceback, a warning or a control character
on the terminal, *hang* is more than a minute of processor time or five on the clock, *killed* a
process that died. Largest memory is that of a process; more than 1 GiB is a failure too.
"""


def ran(name: str, count: int, seed: int, minutes: float) -> tuple[str, bool]:
    """A section of the page, and whether nothing failed."""
    script = f"faults/{name}.py"
    arguments = ["--count", str(count), "--seed", str(seed)]
    process = subprocess.run(
        [sys.executable, FAULTS.parent / script, *arguments, "--minutes", str(minutes)],
        stdout=subprocess.PIPE,
        text=True,
    )
    about = (FAULTS / f"{name}.py").read_text(encoding="utf-8").split('"""')[1].splitlines()[0]
    table = process.stdout.rstrip() or "nothing was tried"
    command = f"`python {script} {' '.join(arguments)}`, {minutes:g} minutes at most:"
    return f"\n## {about}\n\n{command}\n\n{table}\n", process.returncode == 0


def commit() -> str:
    """The commit of the code, with a word for changes since."""
    command = ["git", "-C", str(FAULTS), "describe", "--always", "--dirty=, changed"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip() or "unknown"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30.0, help="For each generator.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    sections = {name: ran(name, RUNS[name], options.seed, options.minutes) for name in RUNS}
    parts = ("numpy", "onnxruntime", "soundfile", "av")
    versions = ", ".join(f"{part} {version(part)}" for part in parts)
    date = datetime.datetime.now(tz=datetime.UTC).date()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    about = f"{date}, lausch {lausch.__version__} at commit {commit()}, {versions}; {machine}"
    head = f"{ABOUT}\n{about}, perhaps beside other work.\n"
    options.out.write_text(head + "".join(text for text, _ in sections.values()), encoding="utf-8")
    return int(not all(good for _, good in sections.values()))


if __name__ == "__main__":
    sys.exit(main())
