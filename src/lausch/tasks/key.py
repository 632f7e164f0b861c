"""Key finding: the probability of each of 24 keys in every frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Chords, Key, Times
from lausch.annotation.key import KEY_NAMES, key_number, key_of_regions
from lausch.annotation.vocabulary import NONE, class_of
from lausch.decoding.harmony import harmony
from lausch.decoding.key_profiles import with_tones
from lausch.decoding.keys import KeyTracker
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import key
from lausch.tasks.task import Task


@dataclass(frozen=True)
class KeyFinding(Task):
    """The key of the whole and of its regions from 24 outputs, or from chords that are known."""

    kind: ClassVar[str] = "key"
    layers: ClassVar[tuple[str, ...]] = ("key",)
    reads: ClassVar[str] = "key"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "change": (1e-5, 1e-4, 5e-4, 2e-3, 1e-2),
        "weight": (0.2, 0.35, 0.5, 0.75, 1.0),
    }
    decoder: KeyTracker = field(default_factory=KeyTracker)

    @property
    def outputs(self) -> tuple[str, ...]:
        return KEY_NAMES

    @property
    def output_summary(self) -> str:
        return "key, 24 labels"

    def moved(
        self, truth: Key, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Key:
        """The key of an excerpt, transposed by whole semitones."""
        step = round(semitones)
        spans = np.clip((truth.intervals - start) / rate, 0, seconds)
        kept = np.flatnonzero(spans[:, 1] > spans[:, 0])
        labels = [_transposed(truth.labels[index], step) for index in kept.tolist()]
        if not labels:
            return Key(_transposed(truth.name, step) if truth.name else "", truth.confidence)
        return key_of_regions(spans[kept], labels, truth.region_confidence[kept])

    def encode(self, truth: Key, clock: Clock, count: int) -> Frames:
        """Targets (count, 24): 1 for the key of each frame's region, or of the whole."""
        values = np.zeros((count, len(KEY_NAMES)), dtype=np.float32)
        if truth.name:
            values[:, key_number(truth.name)] = 1
        for (start, end), label in zip(truth.intervals.tolist(), truth.labels, strict=True):
            first, last = clock.frames(np.array([start, end])).tolist()
            values[first:last] = 0
            values[first:last, key_number(label)] = 1
        return Frames(values, clock, self.outputs)

    def weights(self, truth: Key, clock: Clock, count: int) -> FloatArray:
        """0 where the key is not known, else 1, shape (count, 1)."""
        return np.asarray(self.encode(truth, clock, count).values.sum(axis=1, keepdims=True))

    def events(self, truth: Key) -> Times:
        """The beginnings of regions in seconds."""
        return np.asarray(truth.intervals[:, 0])

    def decode(self, activations: Frames, *, chords: Chords | None = None) -> Key:
        """The key, that of most of the time; of chords that are known, or else of the outputs."""
        clock = activations.clock
        if chords is not None:
            spans, shares = self.by_chords(chords)
        else:
            sounds = activations.values.sum(axis=1) > 0
            shares = activations.values[sounds].astype(np.float64)
            starts = clock.times(len(activations))[sounds]
            spans = np.stack([starts, starts + clock.hop / clock.rate], axis=1)
        if not len(spans):
            return Key()
        shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
        lengths = spans[:, 1] - spans[:, 0]
        path = self.decoder.regions(shares, lengths)
        whole = np.average(shares, axis=0, weights=lengths)
        regions = key_of_regions(
            _without_gaps(spans),
            [KEY_NAMES[number] for number in path],
            shares[range(len(path)), path],
        )
        best = int(whole.argmax())
        return Key(
            KEY_NAMES[best],
            float(whole[best]),
            regions.intervals,
            regions.labels,
            regions.region_confidence,
        )

    def by_chords(self, chords: Chords) -> tuple[Times, NDArray[np.float64]]:
        """The intervals (s) of known chords, and P(key) while each lasts, shape (chords, 24)."""
        numbers = np.array([class_of(label) for label in chords.labels], dtype=np.int64)
        known = numbers != NONE
        seconds = (chords.ends - chords.starts)[known]
        shares = self.decoder.posteriors(harmony(), numbers[known], seconds)
        return chords.intervals[known], with_tones(numbers[known], seconds, shares)

    def score(self, reference: Key, estimate: Key) -> dict[str, float]:
        """The measures of `metrics.key`; needs the extra `eval`."""
        return key.score(reference, estimate)

    def judge(self, reference: Key, estimate: Key) -> dict[str, float]:
        """The weighted score."""
        return {"weighted": key.weighted(reference.name, estimate.name)}


def _transposed(name: str, semitones: int) -> str:
    number = key_number(name)
    return KEY_NAMES[number - number % 12 + (number + semitones) % 12]


def _without_gaps(spans: Times) -> Times:
    """Intervals of which each ends where the next begins."""
    return np.stack([spans[:, 0], np.append(spans[1:, 0], spans[-1:, 1])], axis=1)
