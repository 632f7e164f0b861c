"""Annotations of a recording: frozen, and validated when they are made."""

from __future__ import annotations

from lausch.annotation.bass import BassLine, BeatPitches
from lausch.annotation.chords import Chords
from lausch.annotation.drums import Drums
from lausch.annotation.form import Form, Sections
from lausch.annotation.key import Key
from lausch.annotation.melody import Contour, Melody, Notes, hertz, midi
from lausch.annotation.onsets import Onsets
from lausch.annotation.pitch import note_name, pitch_of
from lausch.annotation.rhythm import Beats, Positions, Tempo
from lausch.annotation.tags import Tags
from lausch.annotation.tempocurve import TempoCurve
from lausch.annotation.times import Times

__all__ = [
    "BassLine",
    "BeatPitches",
    "Beats",
    "Chords",
    "Contour",
    "Drums",
    "Form",
    "Key",
    "Melody",
    "Notes",
    "Onsets",
    "Positions",
    "Sections",
    "Tags",
    "Tempo",
    "TempoCurve",
    "Times",
    "hertz",
    "midi",
    "note_name",
    "pitch_of",
]
