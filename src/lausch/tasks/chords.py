"""Chord recognition: the pitch classes of the chord, or its class, in every frame.

Targets of pitch classes are those of Korzeniowski & Widmer (ISMIR 2016): 1 for each tone of the
annotated chord, none without a chord.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Chords, Times
from lausch.annotation.harte import UNKNOWN, transposed
from lausch.annotation.key import KEY_NAMES, respelled
from lausch.annotation.pitch import NAMES
from lausch.annotation.vocabulary import (
    CLASSES,
    NONE,
    TRIADS,
    chroma_of,
    class_of,
    templates,
    triad_of,
)
from lausch.decoding.chords import ChordDecoder, chroma_scores, class_scores
from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import chords
from lausch.tasks.task import Task

OUTPUTS = {"chroma": NAMES, "triads": TRIADS, "classes": CLASSES}
"""Columns of the activations by what a network is taught."""
VOCABULARIES = {"triads": TRIADS, "classes": CLASSES}


@dataclass(frozen=True)
class ChordRecognition(Task):
    """Chords from pitch classes, or from probabilities of chords, followed through time.

    Parameters
    ----------
    target : "chroma" (12 outputs: the tones of the chord), "triads" (25 exclusive outputs) or
        "classes" (121), see `annotation.vocabulary`.
    vocabulary : "triads" or "classes": what is found from chroma; else as the target.
    """

    kind: ClassVar[str] = "chords"
    layers: ClassVar[tuple[str, ...]] = ("chords",)
    reads: ClassVar[str] = "chords"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "weight": (0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0),
        "succession": (0.0, 0.25, 0.5, 0.75, 1.0, 1.5),
        "length": (0.0, 0.25, 0.5, 1.0),
        "no_chord": (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0),
    }

    target: str = "chroma"
    vocabulary: str = "classes"
    decoder: ChordDecoder = field(default_factory=ChordDecoder)

    def __post_init__(self) -> None:
        if self.target not in OUTPUTS or self.vocabulary not in VOCABULARIES:
            raise OptionError(
                f"the target is one of {', '.join(OUTPUTS)}, and the vocabulary one of "
                f"{', '.join(VOCABULARIES)}, not {self.target!r} and {self.vocabulary!r}"
            )
        if self.target in VOCABULARIES and self.vocabulary != self.target:
            raise OptionError(f"from {self.target} one finds {self.target}: name them twice")

    @property
    def outputs(self) -> tuple[str, ...]:
        return OUTPUTS[self.target]

    @property
    def output_summary(self) -> str:
        return f"chords, {len(self.outputs)} {'pitch classes' if self._tones else 'labels'}"

    @property
    def labels_found(self) -> tuple[str, ...]:
        """All labels that can be found."""
        return VOCABULARIES[self.vocabulary]

    @property
    def _tones(self) -> bool:
        return self.outputs == NAMES

    def moved(
        self, truth: Chords, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Chords:
        """The chords of an excerpt, transposed by whole semitones."""
        part = truth.inside(start, start + seconds * rate)
        step = round(semitones)
        names = [transposed(label, step) if step else label for label in part.labels]
        return Chords(part.intervals / rate, names, part.confidence)

    def encode(self, truth: Chords, clock: Clock, count: int) -> Frames:
        """Targets (count, outputs): the tones of each frame's chord, or 1 for its label."""
        values = np.zeros((count, len(self.outputs)), dtype=np.float32)
        labels = truth.at(clock.times(count))
        rows = {label: self._row(label) for label in set(labels)}
        for frame, label in enumerate(labels):
            values[frame] = rows[label]
        return Frames(values, clock, self.outputs)

    def _row(self, label: str) -> FloatArray:
        if self._tones:
            return chroma_of(label)
        row = np.zeros(len(self.outputs), dtype=np.float32)
        number = self._number(label)
        if number != NONE:
            row[number] = 1
        return row

    def _number(self, label: str) -> int:
        return triad_of(label) if self.outputs == TRIADS else class_of(label)

    def weights(self, truth: Chords, clock: Clock, count: int) -> FloatArray:
        """0 where the chord is not known, or in no class; else 1, shape (count, 1)."""
        labels = truth.at(clock.times(count), UNKNOWN)
        counts = {
            label: label != UNKNOWN if self._tones else self._number(label) != NONE
            for label in set(labels)
        }
        return np.array([[counts[label]] for label in labels], np.float32).reshape(count, 1)

    def events(self, truth: Chords) -> Times:
        """The beginnings of chords in seconds."""
        return truth.starts

    def scores(self, activations: Frames) -> NDArray[np.floating[Any]]:
        """Log-likelihoods of the labels in each frame, shape (frames, labels)."""
        values = activations.values.astype(np.float64)
        if self._tones:
            return chroma_scores(values, templates(self.labels_found).astype(np.float64))
        return class_scores(values)

    def decode(self, activations: Frames, *, beats: Beats | None = None) -> Chords:
        """The chords, spelled in the keys in which they stand; with beats they begin on these.

        There is nothing in silence. A chord's confidence is the share of its label by the scores.
        """
        if not len(activations):
            return Chords()
        clock = activations.clock
        path = self.decoder.path(
            self.scores(activations),
            self.labels_found,
            fps=clock.fps,
            beats=None if beats is None else beats.times * clock.fps,
            positions=None if beats is None else beats.positions,
        )
        none = len(self.labels_found) - 1
        if (path.labels == none).all():
            return Chords()
        names = [
            respelled(self.labels_found[label], KEY_NAMES[key])
            for label, key in zip(path.labels.tolist(), path.keys.tolist(), strict=True)
        ]
        edges = clock.seconds(path.edges)
        spans = np.stack([edges[:-1], edges[1:]], axis=1)
        return Chords(spans, names, path.confidence)

    def score(self, reference: Chords, estimate: Chords) -> dict[str, float]:
        """The measures of `metrics.chords`; needs the extra `eval`."""
        return chords.score(reference, estimate)

    def judge(self, reference: Chords, estimate: Chords) -> dict[str, float]:
        """Shares of time with the right triad and, if they are found, seventh."""
        names = ("majmin", "sevenths") if self.labels_found == CLASSES else ("majmin",)
        scores = chords.score(reference, estimate)
        return {name: scores[name] for name in names if name in scores}
