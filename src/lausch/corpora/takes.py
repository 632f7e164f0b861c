"""The Groove MIDI Dataset as strokes on beats: human drumming without sound."""

from __future__ import annotations

import zlib
from functools import partial
from math import ceil
from pathlib import Path

import numpy as np

from lausch.annotation import Beats, Drums
from lausch.annotation.drums import INSTRUMENT_OF
from lausch.corpora.band.kinds.drums import unit_of
from lausch.corpora.band.sources.groove import (
    SOURCE,
    Take,
    listings,
    read_take,
    take_titles,
)
from lausch.corpora.corpus import Corpus
from lausch.corpora.splits import GROOVE_DRUMMERS, is_sealed
from lausch.corpora.track import Track

EARLY_QUARTERS = 0.1
"""A stroke so little before a beat belongs to it."""


def groove(data: Path) -> Corpus:
    """The takes in `data`/symbolic/groove, split by the drummer; those of sealed ones are left out.

    A track has no sound: its file is MIDI. Beats are those of the click, and strokes have the
    drummer's drift against it taken out. Raises CorpusError when info.csv is not there.
    """
    symbolic = data / "symbolic"
    known = listings(symbolic)
    tracks = []
    for title in take_titles(symbolic):
        listing = known[title]
        split = GROOVE_DRUMMERS.get(listing.drummer, "train")
        if split == "test" and is_sealed(listing.drummer, ""):
            continue
        tracks.append(
            Track(
                name=title,
                audio=listing.path,
                duration=listing.seconds,
                song=f"groove-{title}",
                performer=listing.drummer,
                style=listing.style.split("/")[0],
                split=split,
                truth={
                    "beats": partial(take_beats, symbolic, title),
                    "drums": partial(take_drums, symbolic, title),
                },
            )
        )
    return Corpus("groove", SOURCE.licence, SOURCE.credit, "ship", tuple(tracks))


def _first(take: Take) -> int:
    """The beat that a take is cut before, by its name.

    All takes begin with a bar, so whoever counts from their first beat would be right.
    """
    per_bar, _ = unit_of(take)
    return zlib.crc32(take.listing.id.encode()) % per_bar


def take_beats(symbolic: Path, title: str) -> Beats:
    """Beats of the click to the last stroke; the first one, at 0 s, has any number in the bar."""
    take = read_take(symbolic, title)
    per_bar, per_quarter = unit_of(take)
    first = _first(take)
    numbers = np.arange(first, max(first + 1, ceil(take.quarters * per_quarter - 0.3)))
    seconds = 60.0 / (take.listing.bpm * per_quarter)
    return Beats((numbers - first) * seconds, numbers % per_bar + 1)


def take_drums(symbolic: Path, title: str) -> Drums:
    """The strokes from the first of `take_beats` on; those a little before it are at 0 s."""
    take = read_take(symbolic, title)
    second = 60.0 / take.listing.bpm
    begin = _first(take) / unit_of(take)[1]
    force: dict[tuple[float, str], float] = {}
    for at, _, key, velocity in take.rows:
        if key in INSTRUMENT_OF and at >= begin - EARLY_QUARTERS:
            stroke = (max(at - begin, 0.0) * second, INSTRUMENT_OF[key])
            force[stroke] = max(force.get(stroke, 0.0), velocity / 127)
    times, names = zip(*force, strict=True) if force else ((), ())
    return Drums(times, names, [*force.values()])
