"""Recordings in a folder, each with its annotation beside it."""

from __future__ import annotations

from pathlib import Path

from lausch.errors import CorpusError


def recordings(folder: Path, pattern: str, beside: str = "") -> list[Path]:
    """The files of a pattern that have one of the ending `beside` next to them, by name.

    Raises
    ------
    CorpusError : there is none.
    """
    paths = sorted(folder.glob(pattern))
    if beside:
        paths = [path for path in paths if path.with_suffix(beside).is_file()]
    if not paths:
        also = f" with a {beside} beside it" if beside else ""
        raise CorpusError(
            f"there is no {pattern}{also} in {folder}; is the data folder the one with real/ in it?"
        )
    return paths
