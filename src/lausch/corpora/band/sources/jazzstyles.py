"""The style of each solo of the Weimar Jazz Database, as in `jazzstyles.txt`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def jazz_styles() -> dict[int, str]:
    """The styles by the numbers of the solos."""
    text = files("lausch.corpora.band.sources").joinpath("jazzstyles.txt").read_text("utf-8")
    rows = [line.split(": ") for line in text.splitlines() if line and not line.startswith("#")]
    return {
        number: style
        for style, words in rows
        for word in words.split()
        for number in range(int(word.split("-")[0]), int(word.split("-")[-1]) + 1)
    }
