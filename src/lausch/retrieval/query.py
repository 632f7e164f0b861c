"""What is looked for: notes, a contour or sound, as chroma."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

from lausch.analysis.choice import Listener
from lausch.annotation import Contour, Notes
from lausch.audio import AudioSource
from lausch.errors import OptionError
from lausch.files import printable
from lausch.formats.queries import SUFFIXES, read_query
from lausch.frames import FloatArray
from lausch.retrieval.chroma import contour_roll, roll, trimmed
from lausch.retrieval.document import heard

Query: TypeAlias = "Notes | Contour | AudioSource"
SHORTEST_FRAMES = 10


def is_sound(query: Query) -> bool:
    """Whether a model must hear it first."""
    if isinstance(query, (Notes, Contour)):
        return False
    if isinstance(query, (str, os.PathLike)):
        return Path(os.fsdecode(query)).suffix.lower() not in SUFFIXES
    return True


def sought(query: Query, listener: Listener | None) -> tuple[FloatArray, int]:
    """Its chroma without silence at either end, and the frames of silence it began with.

    Parameters
    ----------
    query : notes, a contour, the path of a MIDI or CSV file, or sound in any form that
        `open_audio` takes.
    listener : hears sound; may be None for what is none.

    Raises
    ------
    OptionError
        For less than a second of melody.
    FormatError, AudioError
        For a file that cannot be read.
    """
    chroma, before = trimmed(_chroma(query, listener))
    if len(chroma) < SHORTEST_FRAMES:
        name = printable(query) if isinstance(query, (str, os.PathLike)) else "the query"
        raise OptionError(
            f"{name}: {len(chroma) / 10:.1f} s of melody are too little to look for; a recording "
            "can be found by 3 s or more, and surely by 10 s"
        )
    return chroma, before


def line(query: Query) -> Query:
    """A file of notes or of an f0 as what it holds; everything else as it is."""
    if not is_sound(query) and isinstance(query, (str, os.PathLike)):
        return read_query(Path(os.fsdecode(query)))
    return query


def _chroma(query: Query, listener: Listener | None) -> FloatArray:
    query = line(query)
    if isinstance(query, Notes):
        return roll(query)
    if isinstance(query, Contour):
        return contour_roll(query)
    assert listener is not None
    return heard(query, listener)
