"""The version of the code that answers and scores: results by other code are not reused."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

ROOMS = (
    "analysis",
    "annotation",
    "audio",
    "decoding",
    "formulas",
    "metrics",
    "models",
    "representations",
    "tasks",
)


@cache
def digest() -> str:
    """The first digits of the SHA-256 of all Python files in the rooms between sound and score."""
    package = Path(str(files("lausch")))
    content = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (package / room).rglob("*.py")):
        content.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return content.hexdigest()[:12]
