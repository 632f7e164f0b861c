"""Chords and keys as text: how many, the key, and the chords bar by bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lausch.annotation import Chords, Key
from lausch.annotation.symbols import lead_symbol
from lausch.annotation.times import clock_time
from lausch.cli.rhythm_summary import Rows, beats_of, numbered
from lausch.formats.key import in_words

if TYPE_CHECKING:
    from lausch.annotation.analysis import Analysis

FIRST_CHORDS = 8
FIRST_BARS = 16
WIDTH = 8


def chord_rows(analysis: Analysis) -> Rows:
    """`84, 9 different: Cm7 0:00  F7 0:02 ...`"""
    chords: Chords = analysis.read("chords")
    if not len(chords):
        return [("chords", "none: silent, or without harmony")]
    rows = list(zip(chords.labels, chords.starts.tolist(), strict=True))
    shown = "  ".join(
        f"{lead_symbol(label)} {clock_time(start)}" for label, start in rows[:FIRST_CHORDS]
    )
    more = "  ..." if len(rows) > FIRST_CHORDS else ""
    return [("chords", f"{len(rows)}, {len(set(chords.labels))} different: {shown}{more}")]


def key_rows(analysis: Analysis) -> Rows:
    """`Bb major, 78 % sure`, and the regions if there are several."""
    key: Key = analysis.read("key")
    if not key.name:
        return [("key", "none: silent, or without harmony")]
    rows = [("key", f"{in_words(key.name)}, {key.confidence:.0%} sure".replace("%", " %"))]
    if key.changes:
        parts = zip(key.labels, key.intervals[:, 0].tolist(), strict=True)
        rows.append(("keys", "  ".join(f"{in_words(name)} {clock_time(at)}" for name, at in parts)))
    return rows


def key_word(analysis: Analysis) -> str:
    """`Bb major`; "" for none."""
    return in_words(analysis.read("key").name)


def bars(analysis: Analysis) -> str:
    """The chord of every beat on which another one begins; "" without beats."""
    chords: Chords = analysis.read("chords")
    beats = beats_of(analysis)
    if not len(chords) or not len(beats):
        return ""
    halfway = np.append(np.diff(beats.times), 0.0) / 2
    labels = chords.at(beats.times + halfway)
    rows = list(numbered(beats))
    text = "bar   chords on the beats\n"
    before = ""
    for bar, start, end in rows[:FIRST_BARS]:
        cells = []
        for beat, label in enumerate(labels[start:end]):
            cells.append(lead_symbol(label) if label != before or not beat else ".")
            before = label
        text += f"{bar:3}   " + "".join(f"{cell:{WIDTH}}" for cell in cells).rstrip() + "\n"
    return text + ("...\n" if len(rows) > FIRST_BARS else "")
