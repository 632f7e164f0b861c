"""The code of the page, built from `web/` into this package; nothing is needed to build it here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def script() -> str:
    """The JavaScript of the page."""
    return _text("page.js")


@cache
def style() -> str:
    """The style sheet of the page."""
    return _text("page.css")


def _text(name: str) -> str:
    return files(__package__).joinpath("static", name).read_text(encoding="utf-8").strip()
