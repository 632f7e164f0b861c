"""Estimated notes held against played ones, by mir_eval.transcription (MIREX note tracking)."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Contour, Notes, midi
from lausch.metrics.beats import mir_eval

ONSET_SECONDS = 0.05
PITCH_CENTS = 50.0
OFFSET_SHARE = 0.2


def sounding(notes: Notes, contour: Contour) -> Notes:
    """The notes at the pitches that sound: the median of the f0 inside each.

    A score knows neither tuning nor bends; a player 40 cents sharp would be half wrong.

    Parameters
    ----------
    notes : at the pitches written.
    contour : the f0 of the same line; where it is silent, the written pitch stays.
    """
    first = np.searchsorted(contour.times, notes.onsets)
    last = np.searchsorted(contour.times, notes.offsets)
    pitches = notes.pitches.copy()
    for number, (begin, end) in enumerate(zip(first, last, strict=True)):
        inside = contour.hz[begin:end][contour.voiced[begin:end]]
        if len(inside):
            pitches[number] = np.clip(midi(np.median(inside)), 0, 127)
    return Notes(notes.onsets, notes.offsets, pitches, notes.confidence)


def score_notes(reference: Notes, estimate: Notes) -> dict[str, float]:
    """F of notes by onset (50 ms) and pitch (50 cents), without and with offsets (20 %).

    Raises
    ------
    MissingExtraError : mir_eval is not installed.
    """
    score = mir_eval("transcription").precision_recall_f1_overlap
    if not len(reference):
        return {}
    if not len(estimate):
        return {"note F": 0.0, "note F with offsets": 0.0}
    scores = {}
    for name, offsets in (("note F", None), ("note F with offsets", OFFSET_SHARE)):
        scores[name] = float(
            score(
                reference.intervals,
                reference.hz,
                estimate.intervals,
                estimate.hz,
                onset_tolerance=ONSET_SECONDS,
                pitch_tolerance=PITCH_CENTS,
                offset_ratio=offsets,
            )[2]
        )
    return scores
