"""The deep chroma and its chord classifier (Korzeniowski & Widmer, ISMIR 2016, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Chords
from lausch.annotation.harte import UNKNOWN, symbol_of
from lausch.annotation.pitch import NAMES
from lausch.annotation.vocabulary import CLASSES, NONE, TRIADS, chroma_of, class_of, templates
from lausch.decoding.chords import chroma_scores, class_scores
from lausch.frames import Clock, FloatArray, Frames
from lausch.tasks.chords import VOCABULARIES, ChordRecognition

TONES = len(NAMES)


@dataclass(frozen=True)
class DeepChroma(ChordRecognition):
    """Twelve pitch classes, of which 1 is a tone of the chord, and exclusive labels beside them.

    What is found are `CLASSES`: the score of a chord is that of its tones by the pitch classes,
    and `classifier` times that of its label.

    Parameters
    ----------
    classes : "triads", of which every chord is one as the paper has it, or "classes".
    """

    kind: ClassVar[str] = "deep_chroma"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "weight": (0.25, 0.5, 1.0),
        "classifier": (1.0, 2.0, 4.0, 8.0),
        "succession": (0.5, 1.0),
        "no_chord": (-2.0, 0.0, 2.0),
    }

    classes: str = "triads"
    classifier: float = 0.5

    @property
    def outputs(self) -> tuple[str, ...]:
        noun = "triad" if self.classes == "triads" else "chord"
        return (*NAMES, *(f"{noun} {label}" for label in VOCABULARIES[self.classes]))

    @property
    def output_summary(self) -> str:
        return f"chords, {TONES} pitch classes and {len(self.outputs) - TONES} labels"

    def encode(self, truth: Chords, clock: Clock, count: int) -> Frames:
        """Targets (count, outputs): the tones of each frame's chord, and 1 for its label."""
        names = truth.at(clock.times(count))
        rows = {name: self._both(name) for name in set(names)}
        values = np.zeros((count, len(self.outputs)), np.float32)
        for frame, name in enumerate(names):
            values[frame] = rows[name]
        return Frames(values, clock, self.outputs)

    def _both(self, name: str) -> FloatArray:
        row = np.zeros(len(self.outputs), dtype=np.float32)
        row[:TONES] = chroma_of(name)
        number = paper_triad(name) if self.classes == "triads" else class_of(name)
        if number != NONE:
            row[TONES + number] = 1
        return row

    def weights(self, truth: Chords, clock: Clock, count: int) -> FloatArray:
        """0 where the chord is not known, else 1, shape (count, 1)."""
        known = [label != UNKNOWN for label in truth.at(clock.times(count), UNKNOWN)]
        return np.array(known, np.float32).reshape(count, 1)

    def scores(self, activations: Frames) -> FloatArray:
        """Log-likelihoods of `CLASSES` in each frame, shape (frames, classes)."""
        values = activations.values.astype(np.float64)
        found = chroma_scores(values[:, :TONES], templates())
        labels = class_scores(values[:, TONES:])
        if self.classes == "triads":
            labels = labels[:, _triads()]
        return np.asarray(found + self.classifier * labels, np.float32)

    def tuned(self, setting: str, value: float) -> Self:
        """The task with another value of one of its `choices`."""
        if setting == "classifier":
            return replace(self, classifier=value)
        return super().tuned(setting, value)

    def judge(self, reference: Chords, estimate: Chords) -> dict[str, float]:
        """Shares of time with the right triad and seventh; 1 where there is nothing to compare."""
        return {"majmin": 1.0, "sevenths": 1.0} | super().judge(reference, estimate)


def paper_triad(label: str) -> int:
    """The number in `TRIADS` as the paper has it: chords with a minor third are minor.

    All others are major, so a diminished chord counts as minor, and an augmented or suspended one
    as major; no chord and an unknown one are the last class.
    """
    symbol = symbol_of(label)
    if symbol is None:
        return len(TRIADS) - 1
    minor = 3 in symbol.tones and 4 not in symbol.tones
    return 12 * minor + symbol.root


@lru_cache(maxsize=1)
def _triads() -> NDArray[np.int64]:
    """`paper_triad` of each of `CLASSES`."""
    return np.array([paper_triad(label) for label in CLASSES], dtype=np.int64)
