"""Scores of a bass line against an annotation: by frames, by beats, and as notes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import BassLine, BeatPitches, Contour, Notes
from lausch.annotation.bass import REST
from lausch.annotation.melody import midi
from lausch.frames import FloatArray
from lausch.metrics import notes

MEASURES = (
    "frame accuracy",
    "frame chroma accuracy",
    "beat accuracy",
    "beat chroma accuracy",
    "octave errors",
    *notes.MEASURES,
)


def sounding(bass: Notes, times: NDArray[np.float64]) -> NDArray[np.int64]:
    """The pitch that sounds at each time, rounded to semitones; 0 for a rest."""
    if not len(bass):
        return np.zeros(len(times), dtype=np.int64)
    place = np.searchsorted(bass.onsets, times, side="right") - 1
    inside = (place >= 0) & (times < bass.offsets[place])
    return np.where(inside, np.round(bass.pitches[place]), REST).astype(np.int64)


def frame_accuracy(bass: Notes, contour: Contour) -> tuple[float, float]:
    """Shares of the contour's points with the right pitch or rest, and the right chroma or rest."""
    if not len(contour):
        return 0.0, 0.0
    truth = sounding(bass, contour.times)
    pitch = np.zeros(len(contour), dtype=np.int64)
    voiced = contour.voiced
    pitch[voiced] = np.round(midi(contour.hz[voiced])).astype(np.int64)
    return _same(truth, pitch)


def beat_accuracy(reference: BeatPitches, estimate: BeatPitches) -> tuple[float, float, float]:
    """Shares of the beats with bass: right pitch, right chroma, and right chroma alone."""
    sounds = reference.sounds
    if not sounds.any():
        return float("nan"), float("nan"), float("nan")
    truth, estimated = reference.pitches[sounds], estimate.pitches[sounds]
    right = truth == estimated
    chroma = (estimated != REST) & ((truth - estimated) % 12 == 0)
    return float(right.mean()), float(chroma.mean()), float((chroma & ~right).mean())


def root_accuracy(
    bass: BeatPitches, positions: NDArray[np.int64], roots: NDArray[np.int64]
) -> float:
    """Share of the downbeats with a known chord on which the bass has its root; NaN without any.

    For each beat, `positions` has its number in the bar, `roots` the root's pitch class or -1.
    """
    downbeats = (positions == 1) & (roots >= 0)
    if not downbeats.any():
        return float("nan")
    pitches = bass.pitches[downbeats]
    return float(((pitches != REST) & (pitches % 12 == roots[downbeats])).mean())


def score(reference: BassLine, estimate: BassLine) -> dict[str, float]:
    """All measures that apply, by their names in `MEASURES`; those of beats need the same beats."""
    frame, chroma = frame_accuracy(reference.notes, estimate.contour)
    scores = {"frame accuracy": frame, "frame chroma accuracy": chroma}
    if len(reference.beats) and len(reference.beats) == len(estimate.beats):
        names = ("beat accuracy", "beat chroma accuracy", "octave errors")
        scores |= dict(zip(names, beat_accuracy(reference.beats, estimate.beats), strict=True))
    return scores | notes.score(reference.notes, estimate.notes)


def sparsity(values: FloatArray) -> float:
    """Mean over frames of Hoyer's measure (JMLR 5, 2004): 0 for equal columns, 1 for only one."""
    sums, norms = np.abs(values).sum(axis=1), np.sqrt((values**2).sum(axis=1))
    root = np.sqrt(values.shape[1])
    sounds = norms > 0
    return float(((root - sums[sounds] / norms[sounds]) / (root - 1)).mean())


def _same(truth: NDArray[np.int64], estimated: NDArray[np.int64]) -> tuple[float, float]:
    rests = (truth == REST) & (estimated == REST)
    both = (truth != REST) & (estimated != REST)
    chroma = both & ((truth - estimated) % 12 == 0)
    return float((rests | (truth == estimated)).mean()), float((rests | chroma).mean())
