"""Analysis: all that was found in one recording, with what made it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.annotation import Beats, Tempo, Times
from lausch.audio import Provenance
from lausch.errors import AnnotationError
from lausch.frames import Frames

LAYERS = ("beats", "downbeats", "tempo")


@dataclass(frozen=True, eq=False)
class Analysis:
    """The annotations of one recording. What was not asked for, or is not known, is None.

    Parameters
    ----------
    beats : times in seconds with their numbers in the bar; when only downbeats were asked for,
        only the beats numbered 1 are left.
    tempo : beats per minute.
    activations : what the network gave to the decoder.
    provenance : where the samples came from; None for an analysis read from a file without it.
    duration : seconds of the recording, None when unknown.
    model : name of the model; "" when unknown.
    model_digest : SHA-256 of the model's file; "" when unknown.
    version : version of lausch; "" when unknown.
    options : what the decoder was told, by name.
    """

    beats: Beats | None = None
    tempo: Tempo | None = None
    activations: Frames | None = None
    provenance: Provenance | None = None
    duration: float | None = None
    model: str = ""
    model_digest: str = ""
    version: str = ""
    options: tuple[tuple[str, float | tuple[int, ...]], ...] = ()

    def __post_init__(self) -> None:
        if self.duration is not None and not (np.isfinite(self.duration) and self.duration >= 0):
            raise AnnotationError(f"a recording lasts 0 s or longer, not {self.duration} s")

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
        return tuple(found)
