"""The pages that users read, and what is to be done on each, from top to bottom."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
FIELD = ROOT / "reports" / "field.md"
DOCS = tuple(
    page
    for page in sorted((ROOT / "docs").rglob("*.md"))
    if {"generated", "notebooks"}.isdisjoint(page.relative_to(ROOT).parts)
)
"""All pages but those that are generated, and notebooks, which have tests of their own."""
READ = (README, *DOCS, FIELD)

HOURS = {"DATA", "RENDERED"}
"""Folders of scores and rendered music: commands that name one take hours, and are only parsed."""
OTHER_PROGRAMS = {
    "pip",
    "pytest",
    "ruff",
    "mypy",
    "python",
    "bash",
    "git",
    "cd",
    "npm",
    "sphinx-build",
}
"""Programs of other people, whose commands are not run."""
NEEDED = {
    "index": "lancedb",
    "search": "lancedb",
    "train": "torch",
    "adapt": "torch",
    "sweep": "optuna",
}
"""What some commands need beyond what the lean tests have: without it they are only parsed."""
SERVERS = {"serve"}
"""Commands that end by Ctrl-C; `view` is another one, where it writes no page."""

_BLOCK = re.compile(r"^```(?P<language>console|python)\n(?P<text>.*?)^```", re.S | re.M)


@dataclass(frozen=True)
class Step:
    """One thing to be done on a page: the words of a command after `lausch`, or Python."""

    words: tuple[str, ...] = ()
    code: str = ""

    @property
    def runs(self) -> bool:
        """Whether it ends within minutes, and all that it needs is there."""
        if self.code:
            return True
        needs = NEEDED.get(self.words[0])
        endless = self.words[0] in SERVERS or (
            self.words[0] == "view" and "--html" not in self.words
        )
        return (
            HOURS.isdisjoint(self.words) and not endless and (not needs or bool(find_spec(needs)))
        )

    @property
    def makes(self) -> set[str]:
        """The files that a command is told to write with `--out`."""
        return {word for option, word in pairwise(self.words) if option == "--out"}

    def takes(self, files: set[str]) -> bool:
        """Whether one of these files is named."""
        return any(file in self.words or f'"{file}"' in self.code for file in files)


def name_of(page: Path) -> str:
    """The path of a page from the root of the repository."""
    return page.relative_to(ROOT).as_posix()


def steps(text: str) -> Iterator[Step]:
    """The commands of lausch whose output is not shown, and the Python, in order."""
    for block in _BLOCK.finditer(text):
        if block["language"] == "python":
            yield Step(code=block["text"])
        elif not block["text"].startswith("$"):
            for words in commands(block["text"]):
                if words[0] == "lausch":
                    yield Step(tuple(words[1:]))


def commands(text: str) -> Iterator[list[str]]:
    """The words of all commands in a block, of other programs as well."""
    for line in text.replace("\\\n", " ").splitlines():
        for part in line.split(" && "):
            words = shlex.split(part, comments=True)
            if words:
                yield words


def others(text: str) -> set[str]:
    """The programs in a page's commands that are neither lausch nor known to be of others."""
    blocks = [block["text"] for block in _BLOCK.finditer(text) if block["language"] == "console"]
    named = {words[0] for block in blocks if not block.startswith("$") for words in commands(block)}
    return named - {"lausch"} - OTHER_PROGRAMS
