"""A reference beside what was found: hits, misses and false alarms, and the score.

The tolerances are those of the measures: 70 ms for beats, 50 ms for onsets, drums and notes, half a
second for boundaries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import LauschError
from lausch.metrics import bass, beats, chords, drums, key, melody, notes, onsets, sections, tempo
from lausch.metrics.beats import matched_events
from lausch.web.lanes import lanes_of
from lausch.web.lanes.lane import Lane, words
from lausch.web.shapes import Shape

HIT, MISS, FALSE = 1, 2, 3
ONSET_SECONDS = onsets.TOLERANCES[""]
SECONDS = {
    "beats": 0.07,
    "downbeats": 0.07,
    "drums": drums.TOLERANCE,
    "onsets": ONSET_SECONDS,
    "sections": sections.TOLERANCES[0],
}
"""Tolerances of layers that are compared by moments."""
PITCH_SEMITONES = notes.PITCH_CENTS / 100

Codes = NDArray[np.int64]
Compared: TypeAlias = "tuple[Codes, Codes]"
"""What became of each entry of the reference, and of each entry that was found."""


def with_reference(lane: Lane, analysis: Analysis, references: Sequence[Analysis]) -> Lane:
    """A lane with the first reference that has its layer in a row of its own."""
    for reference in references:
        for true in lanes_of(reference):
            if true.layer == lane.layer:
                return _beside(lane, true, score(lane.layer, reference, analysis))
    return lane


def _beside(lane: Lane, true: Lane, scored: str) -> Lane:
    shapes, references = list(lane.shapes), list(true.shapes)
    places = {_row(shape): at for at, shape in reversed(list(enumerate(lane.shapes)))}
    hits = misses = false = 0
    for place, reference in enumerate(true.shapes):
        matcher, at = MATCHERS.get(reference["kind"]), places.get(_row(reference))
        if matcher is None or at is None:
            continue
        expected, estimated = matcher(lane.layer, reference, shapes[at])
        references[place] = {**reference, "outcome": expected.tolist()}
        shapes[at] = {**shapes[at], "outcome": estimated.tolist()}
        hits += int(np.count_nonzero(expected == HIT))
        misses += int(np.count_nonzero(expected == MISS))
        false += int(np.count_nonzero(estimated == FALSE))
    counts = f"{hits} hits, {misses} missed, {false} false" if hits or misses or false else ""
    said = words(scored, counts)
    return replace(lane, shapes=tuple(shapes), reference=tuple(references), said=said)


def _row(shape: Shape) -> tuple[str, int | None]:
    """What a shape shares with the one that it is compared with."""
    return shape["kind"], shape.get("row")


def _marks(layer: str, reference: Shape, estimate: Shape) -> Compared:
    return _moments(reference["times"], estimate["times"], SECONDS.get(layer, ONSET_SECONDS))


def _moments(reference: ArrayLike, estimate: ArrayLike, tolerance: float) -> Compared:
    hits = matched_events(reference, estimate, tolerance)
    right = matched_events(estimate, reference, tolerance)
    return np.where(hits, HIT, MISS), np.where(right, HIT, FALSE)


def _spans(layer: str, reference: Shape, estimate: Shape) -> Compared:
    """Spans of `SECONDS` are compared by where they begin, others by what they are called."""
    if layer in SECONDS:
        return _moments(reference["starts"], estimate["starts"], SECONDS[layer])
    return (
        np.where(_agreed(reference, estimate), HIT, MISS),
        np.where(_agreed(estimate, reference), HIT, FALSE),
    )


def _agreed(spans: Shape, others: Shape) -> NDArray[np.bool_]:
    """Whether each span has a name that the others have for at least half of its time."""
    starts, ends = (np.array(others[name], dtype=np.float64) for name in ("starts", "ends"))
    names = np.array(others["labels"], dtype=object)
    agreed = []
    for start, end, label in zip(spans["starts"], spans["ends"], spans["labels"], strict=True):
        first, last = np.searchsorted(ends, start, "right"), np.searchsorted(starts, end)
        near = slice(first, last)
        same = names[near] == label
        shared = np.minimum(ends[near], end) - np.maximum(starts[near], start)
        agreed.append(2 * float(shared[same].clip(0).sum()) >= end - start)
    return np.array(agreed, dtype=bool)


def _notes(layer: str, reference: Shape, estimate: Shape) -> Compared:
    """Notes with an onset within 50 ms and a pitch within half a semitone, each once."""
    expected = np.full(len(reference["starts"]), MISS)
    estimated = np.full(len(estimate["starts"]), FALSE)
    starts = np.array(estimate["starts"], dtype=np.float64)
    pitches = np.array(estimate["pitches"], dtype=np.float64)
    pairs = zip(reference["starts"], reference["pitches"], strict=True)
    for at, (start, pitch) in enumerate(pairs):
        first = np.searchsorted(starts, start - notes.ONSET_SECONDS)
        last = np.searchsorted(starts, start + notes.ONSET_SECONDS, "right")
        near = np.arange(first, last)
        same = np.abs(pitches[near] - pitch) <= PITCH_SEMITONES
        free = near[(estimated[near] == FALSE) & same]
        if len(free):
            expected[at] = estimated[free[0]] = HIT
    return expected, estimated


MATCHERS: dict[str, Callable[[str, Shape, Shape], Compared]] = {
    "marks": _marks,
    "spans": _spans,
    "notes": _notes,
}
"""How shapes of a kind are compared with those of a reference; a layer has its tolerance."""


def _melody(reference: Analysis, estimate: Analysis) -> dict[str, float]:
    scores: dict[str, float] = {}
    if reference.contour is not None and estimate.contour is not None:
        scores |= melody.score(reference.contour, estimate.contour)
    if reference.solo is not None and estimate.solo is not None:
        scores |= notes.score(reference.solo, estimate.solo)
    return scores


def _bass(reference: Analysis, estimate: Analysis) -> dict[str, float]:
    if reference.bass is None or estimate.bass is None:
        return {}
    both = (reference.bass, estimate.bass)
    scores = bass.score(*both)
    return scores | notes.score(*(line.notes or Notes() for line in both))


def _by(measure: Callable[[Any, Any], dict[str, float]], layer: str) -> Scorer:
    return lambda reference, estimate: measure(reference.read(layer), estimate.read(layer))


Scorer: TypeAlias = "Callable[[Analysis, Analysis], dict[str, float]]"
SCORES: dict[str, Scorer] = {
    "beats": _by(beats.score, "beats"),
    "tempo": _by(tempo.score, "tempo"),
    "onsets": _by(onsets.score, "onsets"),
    "drums": _by(drums.score, "drums"),
    "solo": _melody,
    "bass": _bass,
    "chords": _by(chords.score, "chords"),
    "key": _by(key.score, "key"),
    "sections": _by(sections.score, "sections"),
}
"""The measures of each layer; others are compared without."""


def score(layer: str, reference: Analysis, estimate: Analysis) -> str:
    """The first measure of a layer in words; "" where nothing computes them."""
    measure = SCORES.get(layer)
    if measure is None:
        return ""
    try:
        scores = measure(reference, estimate)
    except LauschError:  # mir_eval is not installed, or there is nothing to be scored
        return ""
    known = (f"{name} {value:.3f}" for name, value in scores.items() if value == value)
    return next(known, "")
