"""A reference beside what was found: hits, misses and false alarms, and the score.

The tolerances are those of the measures: 70 ms for beats, 50 ms for onsets, drums and notes, half a
second for boundaries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Notes
from lausch.annotation.analysis import Analysis
from lausch.errors import LauschError
from lausch.metrics import bass, beats, chords, drums, key, melody, notes, onsets, sections, tempo
from lausch.metrics.beats import matched_events
from lausch.web.lanes import lanes_of
from lausch.web.lanes.lane import Lane, words
from lausch.web.shapes import Shape

HIT, MISS, FALSE = 1, 2, 3
BEAT_SECONDS, BOUNDARY_SECONDS = 0.07, 0.5
PITCH_SEMITONES = 0.5

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
    found_shapes, true_shapes = list(lane.shapes), list(true.shapes)
    counts = np.zeros(4, dtype=int)
    compared = [(at, each) for at, each in enumerate(lane.shapes) if each["kind"] in MATCHERS]
    for place, shape in enumerate(true.shapes):
        matches = (each for each in compared if _same_row(each[1], shape))
        at, estimate = next(matches, (None, None))
        if at is None or estimate is None:
            continue
        codes_true, codes_found = MATCHERS[shape["kind"]](lane, shape, estimate)
        true_shapes[place] = {**shape, "outcome": codes_true.tolist()}
        found_shapes[at] = {**estimate, "outcome": codes_found.tolist()}
        counts += np.bincount(codes_true, minlength=4) + np.array([0, 0, 0, 1]) * np.count_nonzero(
            codes_found == FALSE
        )
    told = ""
    if counts.any():
        told = f"{counts[HIT]} hits, {counts[MISS]} missed, {counts[FALSE]} false"
    return replace(
        lane,
        shapes=tuple(found_shapes),
        reference=tuple(true_shapes),
        said=words(scored, told),
        axis=lane.axis,
    )


def _same_row(estimate: Shape, reference: Shape) -> bool:
    same = estimate["kind"] == reference["kind"]
    return same and estimate.get("row") == reference.get("row")


def _marks(lane: Lane, reference: Shape, estimate: Shape) -> Compared:
    tolerance = BEAT_SECONDS if lane.edit == "grid" else onsets.TOLERANCES[""]
    return _moments(np.array(reference["times"]), np.array(estimate["times"]), tolerance)


def _moments(
    reference: NDArray[np.float64], estimate: NDArray[np.float64], tolerance: float
) -> Compared:
    hits = matched_events(reference, estimate, tolerance)
    right = matched_events(estimate, reference, tolerance)
    return np.where(hits, HIT, MISS), np.where(right, HIT, FALSE)


def _spans(lane: Lane, reference: Shape, estimate: Shape) -> Compared:
    """Spans that have tools are compared by where they begin, others by what they are called."""
    true, found = (np.array(each["starts"], dtype=np.float64) for each in (reference, estimate))
    if lane.edit:
        return _moments(true, found, BOUNDARY_SECONDS)
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


def _notes(lane: Lane, reference: Shape, estimate: Shape) -> Compared:
    """Notes with an onset within 50 ms and a pitch within half a semitone, each once."""
    true = np.full(len(reference["starts"]), MISS)
    found = np.full(len(estimate["starts"]), FALSE)
    starts = np.array(estimate["starts"], dtype=np.float64)
    pitches = np.array(estimate["pitches"], dtype=np.float64)
    tolerance = onsets.TOLERANCES[""]
    for at, (start, pitch) in enumerate(
        zip(reference["starts"], reference["pitches"], strict=True)
    ):
        first = np.searchsorted(starts, start - tolerance)
        last = np.searchsorted(starts, start + tolerance, "right")
        near = np.arange(first, last)
        fitting = near[(found[near] == FALSE) & (np.abs(pitches[near] - pitch) <= PITCH_SEMITONES)]
        if len(fitting):
            true[at] = found[fitting[0]] = HIT
    return true, found


MATCHERS: dict[str, Callable[[Lane, Shape, Shape], Compared]] = {
    "marks": _marks,
    "spans": _spans,
    "notes": _notes,
}
"""How shapes of a kind are compared with those of a reference."""


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
    "beats": lambda true, found: beats.score(true.beats, found.beats),  # type: ignore[arg-type]
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
