"""What is said of a recording: frozen, and checked at birth, so nobody checks again."""

from __future__ import annotations

from lausch.annotation.melody import Contour, Notes, hertz, midi
from lausch.annotation.rhythm import Beats, Onsets, Positions, Tempo
from lausch.annotation.times import Times

__all__ = [
    "Beats",
    "Contour",
    "Notes",
    "Onsets",
    "Positions",
    "Tempo",
    "Times",
    "hertz",
    "midi",
]
