"""The drummer's book: the patterns in `grooves.txt`, by beats in a bar and by style."""

from __future__ import annotations

from importlib.resources import files

from lausch.corpora.band.writing.kit import Groove

Book = dict[str, tuple[Groove, ...]]


def _books() -> dict[int, Book]:
    books: dict[int, Book] = {}
    text = files("lausch.corpora.band.writing").joinpath("grooves.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, steps, beats, low, high, swing, pattern = line.split(maxsplit=6)
            tempi = (float(low), float(high))
            groove = Groove(name, int(steps), int(beats), pattern, tempi, float(swing))
            book, style = books.setdefault(groove.beats, {}), name.split("/")[0]
            book[style] = (*book.get(style, ()), groove)
    return books


BOOKS = _books()
# What may be laid over any pattern of four straight beats.
PERCUSSION = tuple(
    groove
    for groove in BOOKS[4]["percussion"]
    if groove.name not in ("percussion/kick", "percussion/stomp")
)
