"""A song as it is written down: tunes, chords and sections in beats."""

from __future__ import annotations

from dataclasses import dataclass

from lausch.corpora.rendered.chord import Chord
from lausch.corpora.rendered.pulse import Pulse
from lausch.corpora.rendered.stage import Row


@dataclass(frozen=True)
class Song:
    """One song. Beat 0 of every coordinate is its first downbeat; all bars have four beats.

    Parameters
    ----------
    melody, bridge, piano : what the song itself owns; empty for a chart of chords alone.
    chords : one per beat.
    sections : (bar, label); sections of one label are played alike.
    """

    pulse: Pulse
    melody: tuple[Row, ...]
    bridge: tuple[Row, ...]
    piano: tuple[Row, ...]
    chords: tuple[Chord | None, ...]
    sections: tuple[tuple[int, str], ...]
