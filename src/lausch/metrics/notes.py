"""Scores of notes against annotated ones, by mir_eval.transcription (MIREX note tracking).

A note matches if its pitch is within half a semitone and its onset within 50 ms; with offsets,
its end must also be within 50 ms or a fifth of its length.
"""

from __future__ import annotations

import numpy as np

from lausch.annotation import Contour, Notes, midi
from lausch.metrics import mir_eval

MEASURES = ("note F", "note F with offsets")
ONSET_SECONDS = 0.05
PITCH_CENTS = 50.0
OFFSET_SHARE = 0.2


def score(reference: Notes, estimate: Notes) -> dict[str, float]:
    """Scores by the names in `MEASURES`; none if no note is annotated."""
    if not len(reference):
        return {}
    values = (note_f(reference, estimate), note_f(reference, estimate, offsets=True))
    return dict(zip(MEASURES, values, strict=True))


def note_f(reference: Notes, estimate: Notes, *, offsets: bool = False) -> float:
    """F-measure of notes by onset and pitch, with `offsets` also by offset."""
    if not len(estimate):
        return 0.0
    _, _, f_measure, _ = mir_eval("transcription").precision_recall_f1_overlap(
        reference.intervals,
        reference.hz,
        estimate.intervals,
        estimate.hz,
        onset_tolerance=ONSET_SECONDS,
        pitch_tolerance=PITCH_CENTS,
        offset_ratio=OFFSET_SHARE if offsets else None,
    )
    return float(f_measure)


def notes_at_f0(notes: Notes, contour: Contour) -> Notes:
    """The notes of a score at the pitches played: the median f0 of each in the contour.

    A score has neither tuning nor bends, so a player 40 cents sharp would be half wrong. Notes in
    which the contour is silent keep their pitch.
    """
    first = np.searchsorted(contour.times, notes.onsets)
    last = np.searchsorted(contour.times, notes.offsets)
    pitches = notes.pitches.copy()
    for number, (begin, end) in enumerate(zip(first, last, strict=True)):
        inside = contour.hz[begin:end][contour.voiced[begin:end]]
        if len(inside):
            pitches[number] = np.clip(midi(np.median(inside)), 0, 127)
    return Notes(notes.onsets, notes.offsets, pitches, notes.confidence)
