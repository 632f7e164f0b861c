"""A query as chroma (notes, a contour or sound), and the transpositions and tempi to try."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

import numpy as np

from lausch.analysis.runner import Runner
from lausch.annotation import Contour, Notes
from lausch.audio import AudioSource
from lausch.errors import OptionError
from lausch.files import printable
from lausch.formats.queries import is_melody, read_query
from lausch.frames import FloatArray
from lausch.retrieval.chroma import contour_chroma, notes_chroma, trimmed
from lausch.retrieval.entry import solo_chroma

Query: TypeAlias = "Notes | Contour | AudioSource"
SHORTEST_FRAMES = 10
ALL_SEMITONES = (-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6)
TEMPO_STEP = 1.08
"""Warping makes up for more than half of this."""
SLOWEST, FASTEST = 0.25, 4.0


def is_sound(query: Query) -> bool:
    """Whether a query is sound, which a model has to enhance first."""
    if isinstance(query, (Notes, Contour)):
        return False
    if isinstance(query, (str, os.PathLike)):
        return not is_melody(Path(os.fsdecode(query)))
    return True


def query_chroma(query: Query, runner: Runner | None) -> tuple[FloatArray, int]:
    """Chroma of a query without silence at either end, and the frames of silence before it.

    `runner` enhances sound; it is None for a query that is none. Raises OptionError
    for less than a second of melody, and FormatError or AudioError for a file that cannot be read.
    """
    chroma, before = trimmed(_chroma(query, runner))
    if len(chroma) < SHORTEST_FRAMES:
        name = printable(query) if isinstance(query, (str, os.PathLike)) else "the query"
        raise OptionError(
            f"{name}: {len(chroma) / 10:.1f} s of melody are too little to look for; a recording "
            "can be found by 3 s or more, and surely by 10 s"
        )
    return chroma, before


def melody_of(query: Query) -> Query:
    """The notes or the contour in a MIDI or CSV file; any other query as it is."""
    if not is_sound(query) and isinstance(query, (str, os.PathLike)):
        return read_query(Path(os.fsdecode(query)))
    return query


def _chroma(query: Query, runner: Runner | None) -> FloatArray:
    query = melody_of(query)
    if isinstance(query, Notes):
        return notes_chroma(query)
    if isinstance(query, Contour):
        return contour_chroma(query)
    assert runner is not None
    return solo_chroma(query, runner)


def checked_transposition(transpose: int | str) -> tuple[int, ...]:
    """The transpositions to try; raises OptionError."""
    if transpose == "any":
        return ALL_SEMITONES
    if isinstance(transpose, int) and -11 <= transpose <= 11:
        return (transpose,)
    raise OptionError(
        f"transpose is 'any' or a whole number of semitones from -11 to 11, not {transpose!r}"
    )


def tempi(slowest: float, fastest: float) -> tuple[float, ...]:
    """The tempo ratios to try: both ends, and powers of `TEMPO_STEP` between them.

    >>> [round(ratio, 2) for ratio in tempi(0.9, 1.1)]
    [0.9, 0.93, 1.0, 1.08, 1.1]
    """
    if not SLOWEST <= slowest <= fastest <= FASTEST:
        raise OptionError(
            f"tempo is a range of ratios within {SLOWEST:g} and {FASTEST:g}, such as 0.5 to 2, not "
            f"{slowest:g} to {fastest:g}"
        )
    low, high = np.log([slowest, fastest]) / np.log(TEMPO_STEP)
    between = TEMPO_STEP ** np.arange(np.ceil(low), np.floor(high) + 1)
    return tuple(np.unique(np.round([slowest, *between, fastest], 9)).tolist())
