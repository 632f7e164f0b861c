"""Analysis: all that was found in one recording, with what made it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.annotation import BassLine, Beats, Contour, Form, Notes, Tempo, Times
from lausch.audio import Provenance
from lausch.errors import AnnotationError
from lausch.frames import Frames

LAYERS = ("beats", "downbeats", "tempo", "solo", "bass", "sections")
USUAL_LAYERS = ("beats", "downbeats", "tempo")
"""What is looked for when nothing is said."""


@dataclass(frozen=True)
class Maker:
    """A model that had a part in an analysis.

    Parameters
    ----------
    name : of the model.
    digest : SHA-256 of the model's file, or of its settings when it has no file.
    layers : which of `LAYERS` it was asked for.
    """

    name: str
    digest: str = ""
    layers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Analysis:
    """The annotations of one recording. What was not asked for, or is not known, is None.

    Parameters
    ----------
    beats : times in seconds with their numbers in the bar; when only downbeats were asked for,
        only the beats numbered 1 are left.
    tempo : beats per minute.
    activations : what the network gave to the decoder of beats.
    solo : the notes of the solo.
    contour : its fundamental frequency, with voicing and confidence.
    solo_activations : how strongly each semitone sounds as part of the solo, 0 to 1: 120 columns
        `midi 4` to `midi 123`, 10 frames a second.
    bass : the line of the bass: its contour, its notes, a pitch for every beat, and the salience.
    sections : the form, on one level or two.
    novelty : how likely a boundary is in each frame, one column for each level.
    structure : chroma and cepstra, two frames a second, by which sections are labelled.
    provenance : where the samples came from; None for an analysis read from a file without it.
    duration : seconds of the recording, None when unknown.
    makers : the models, in the order of their layers; empty when unknown.
    version : version of lausch; "" when unknown.
    options : what the decoder was told, by name.
    """

    beats: Beats | None = None
    tempo: Tempo | None = None
    activations: Frames | None = None
    solo: Notes | None = None
    contour: Contour | None = None
    solo_activations: Frames | None = None
    bass: BassLine | None = None
    sections: Form | None = None
    novelty: Frames | None = None
    structure: Frames | None = None
    provenance: Provenance | None = None
    duration: float | None = None
    makers: tuple[Maker, ...] = ()
    version: str = ""
    options: tuple[tuple[str, float | tuple[int, ...]], ...] = ()

    def __post_init__(self) -> None:
        if self.duration is not None and not (np.isfinite(self.duration) and self.duration >= 0):
            raise AnnotationError(f"a recording lasts 0 s or longer, not {self.duration} s")

    @property
    def model(self) -> str:
        """Names of the models with commas between them; "" when unknown."""
        return ", ".join(maker.name for maker in self.makers)

    @property
    def beat_times(self) -> Times:
        """Seconds, shape (beats,), as mir_eval.beat wants them; empty without beats."""
        return np.zeros(0) if self.beats is None else self.beats.times

    @property
    def downbeats(self) -> Times:
        """Seconds of the first beats of bars; empty when the metre is unknown."""
        return np.zeros(0) if self.beats is None else self.beats.downbeats

    @property
    def layers(self) -> tuple[str, ...]:
        """Which of `LAYERS` this analysis holds."""
        found = []
        if self.beats is not None:
            found.append("beats")
            if self.beats.positions is not None:
                found.append("downbeats")
        if self.tempo is not None:
            found.append("tempo")
        if self.solo is not None or self.contour is not None:
            found.append("solo")
        if self.bass is not None:
            found.append("bass")
        if self.sections is not None:
            found.append("sections")
        return tuple(found)
