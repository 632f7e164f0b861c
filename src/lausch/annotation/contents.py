"""Analyses by their contents: a type checker knows which layers are there.

These classes are for checkers alone. What `analyze` returns is an `Analysis`.
"""

from __future__ import annotations

from lausch.annotation import BassLine, Beats, Contour, Form, Notes, Tempo
from lausch.annotation.analysis import Analysis
from lausch.frames import Frames


class WithBeats(Analysis):
    """The type of an analysis with `only="beats"`."""

    beats: Beats


class WithRhythm(WithBeats):
    """The type of an analysis by default, and with `only="beats,tempo"`."""

    tempo: Tempo


class WithSolo(Analysis):
    """The type of an analysis with `only="solo"`."""

    solo: Notes
    contour: Contour
    solo_activations: Frames


class WithBass(WithBeats):
    """The type of an analysis with `only="bass"`, which has the beats that it needs."""

    bass: BassLine


class WithSections(Analysis):
    """The type of an analysis with `only="sections"`."""

    sections: Form
    novelty: Frames


class WithEverything(WithBass, WithRhythm, WithSolo, WithSections):
    """The type of an analysis with `only="all"`."""
