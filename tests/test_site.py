"""The site of documentation can be built: no warning, and every link has its target."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_no_page_has_a_warning(tmp_path):
    """The builder `dummy` reads every page and resolves every link, but writes nothing."""
    words = [
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-n",
        "-E",
        "-b",
        "dummy",
        "-D",
        "demonstrations=0",
        "-c",
        "docs",
    ]
    command = [sys.executable, *words, "-d", str(tmp_path / "pages"), ".", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
