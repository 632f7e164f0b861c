"""Run every generator and write what came into `reports/reliability.md`.

    python faults/report.py
    python faults/report.py --only batches

The page is written after each generator, so that a long run can be read, and ended, early. With
`--only` the sections of the others stay as they are.
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
RUNS = {
    "models": 400,
    "batches": 240,
    "indexes": 220,
    "inputs": 600,
    "decodes": 20_000,
    "readers": 1_000_000,
    "lines": 8_000,
}
"""How many inputs each generator is asked for."""
ABOUT = """# What odd input does

Written by `python faults/report.py`. *fine* is a result, *typed* an error of lausch in words; the
rest are failures: *untyped* is any other exception, a traceback, a warning or a control character
on the terminal, *hang* is more than a minute of processor time or five on the clock, *killed* a
process that died. Largest memory is that of a process; more than 1 GiB is a failure too. What
*fine* is of a batch stands in `faults/batches.py`: nothing lost, torn or done twice.
"""
THREATS = """
## What might make this invalid

- **Faults are those we thought of.** The generators change bytes, cut, join and forge in ways that
had failed here or in similar tools; other inputs may still fail.
- **One seed, and not the first run.** Failures of earlier runs were mended, and this page has the
same seed: it says that they stay mended. A run at commit b3ffc52 had one killed process, in PyAV.
- **One machine and one set of versions.** Decoders of other versions fail in other places.
"""


def ran(name: str, count: int, seed: int, counts: Path | None) -> tuple[str, bool]:
    """A section of the page, and whether nothing failed; a folder of counts lets it go on."""
    script = f"faults/{name}.py"
    arguments = ["--count", str(count), "--seed", str(seed)]
    going_on = ["--resume", counts / f"{name}.json"] if counts else []
    process = subprocess.run(
        [sys.executable, FAULTS.parent / script, *arguments, *going_on],
        stdout=subprocess.PIPE,
        text=True,
    )
    about = (FAULTS / f"{name}.py").read_text(encoding="utf-8").split('"""')[1].splitlines()[0]
    table = process.stdout.rstrip() or "nothing was tried"
    command = f"`python {script} {' '.join(arguments)}`"
    made = f"at commit {commit()}, {datetime.datetime.now(tz=datetime.UTC).date()}"
    return f"\n## {about}\n\n{command} {made}\n\n{table}\n", process.returncode == 0


def kept(page: Path) -> dict[str, str]:
    """The sections of a page by their generator."""
    text = page.read_text(encoding="utf-8").removesuffix(THREATS)
    sections = [f"\n## {each}" for each in text.split("\n## ")[1:]]
    return {name: each for each in sections for name in RUNS if f"python faults/{name}.py" in each}


def commit() -> str:
    """The commit of the code, with a word for changes since."""
    command = ["git", "-C", str(FAULTS), "describe", "--always", "--dirty=, changed"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip() or "unknown"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--only", choices=RUNS, help="Run one generator, and keep the others.")
    parser.add_argument("--counts", type=Path, help="Folder that lets a stopped run go on.")
    options = parser.parse_args()
    parts = ("numpy", "onnxruntime", "soundfile", "av")
    versions = ", ".join(f"{part} {version(part)}" for part in parts)
    date = datetime.datetime.now(tz=datetime.UTC).date()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    about = f"{date}, lausch {lausch.__version__} at commit {commit()}, {versions}; {machine}"
    old = kept(options.out) if options.only else {}
    head = f"{ABOUT}\n{about}, perhaps beside other work.\n"
    if options.only:
        before = options.out.read_text(encoding="utf-8").partition("\n## ")[0].rstrip()
        head = f"{ABOUT}\n{before.rpartition(chr(10) * 2)[2]}\n"
    page, good = head, True
    for name, count in RUNS.items():
        if options.only in (None, name):
            section, right = ran(name, count, options.seed, options.counts)
            good = good and right
        else:
            section = old.get(name, "")
        page += section
        options.out.write_text(page + THREATS, encoding="utf-8")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
