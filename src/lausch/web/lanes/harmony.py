"""Lanes of chords and keys."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Chords, Key
from lausch.annotation.analysis import Analysis
from lausch.annotation.harte import NO_CHORD
from lausch.annotation.pitch import with_signs
from lausch.annotation.symbols import lead_symbol
from lausch.formats.key import in_words, rows_of
from lausch.web.lanes.lane import PLAIN, Lane, percent, words
from lausch.web.shapes import spans


def chords_lane(analysis: Analysis) -> Lane:
    """Chords as musicians write them."""
    chords: Chords = analysis.read("chords")
    symbols = ["" if name == NO_CHORD else with_signs(lead_symbol(name)) for name in chords.labels]
    shape = spans(chords.starts, chords.ends, symbols, sure=chords.confidence)
    head = f"{len(chords)} chords, {len(set(chords.labels))} different" if len(chords) else "none"
    return Lane("Chords", head, 42, "harmony", PLAIN, (shape,))


def key_lane(analysis: Analysis) -> Lane:
    """The keys of the regions."""
    key: Key = analysis.read("key")
    rows = rows_of(key, analysis.duration)
    shape = spans(
        [row[0] for row in rows],
        [row[1] for row in rows],
        [with_signs(in_words(row[2])) for row in rows],
        sure=np.array([row[3] for row in rows]),
    )
    head = words(
        with_signs(in_words(key.name)) or "unknown", percent(key.confidence) if key.name else ""
    )
    return Lane("Key", head, 30, "harmony", PLAIN, (shape,))
