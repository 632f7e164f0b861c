"""Contour and notes of a melody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.times import LONGEST_SECONDS, UNITS, Times, freeze, increasing
from lausch.errors import AnnotationError
from lausch.frames import Frames

Floats = NDArray[np.float64]
HIGHEST_HZ = 200_000.0


def hertz(midi: ArrayLike) -> Floats:
    """Frequencies of MIDI pitches in equal temperament, A4 = 69 = 440 Hz."""
    return np.asarray(440.0 * 2.0 ** ((np.asarray(midi, dtype=np.float64) - 69.0) / 12.0))


def midi(hz: ArrayLike) -> Floats:
    """The inverse of `hertz`, for positive frequencies."""
    return np.asarray(69.0 + 12.0 * np.log2(np.asarray(hz, dtype=np.float64) / 440.0))


def shares(values: ArrayLike | None, count: int, noun: str) -> Floats:
    """Numbers of 0 to 1, one for each entry; by default all 1."""
    array = np.ones(count) if values is None else np.array(values, dtype=np.float64).reshape(-1)
    if array.shape != (count,):
        raise AnnotationError(f"{count} {noun}s have as many confidences, not {array.size}")
    if not ((array >= 0) & (array <= 1)).all():
        bad = int(np.flatnonzero(~((array >= 0) & (array <= 1)))[0])
        raise AnnotationError(
            f"a confidence lies between 0 and 1, but that of {noun} {bad} is {array[bad]}"
        )
    return array


@dataclass(frozen=True, eq=False)
class Contour:
    """The fundamental frequency of a melody at increasing times, and whether it sounds.

    Parameters
    ----------
    times : seconds, shape (n,), increasing.
    hz : positive where the melody sounds; elsewhere a guess, or 0.
    voiced : whether the melody sounds; by default where `hz` is positive.
    confidence : 0 to 1; by default 1.
    """

    times: Times
    hz: Floats
    voiced: NDArray[np.bool_]
    confidence: Floats

    def __init__(
        self,
        times: ArrayLike = (),
        hz: ArrayLike = (),
        voiced: ArrayLike | None = None,
        confidence: ArrayLike | None = None,
    ) -> None:
        seconds = increasing(times, "contour point")
        values = np.array(hz, dtype=np.float64).reshape(-1)
        sounds = values > 0 if voiced is None else np.array(voiced, dtype=bool).reshape(-1)
        for noun, array in (("frequencies", values), ("voicings", sounds)):
            if array.shape != seconds.shape:
                raise AnnotationError(
                    f"every time of a contour has one frequency and one voicing, but there are "
                    f"{seconds.size} times and {array.size} {noun}"
                )
        for wrong, rule in (
            (
                ~(np.isfinite(values) & (values >= 0)),
                "a frequency is positive, or 0 in silence; does a minus sign mean unvoiced?",
            ),
            (values > HIGHEST_HZ, f"it is at most {HIGHEST_HZ:g} Hz; are columns swapped?"),
            (sounds & (values == 0), "the melody sounds there, so it is positive"),
        ):
            if wrong.any():
                bad = int(np.flatnonzero(wrong)[0])
                raise AnnotationError(
                    f"the frequency at {seconds[bad]:.3f} s is {values[bad]:g} Hz, but {rule}"
                )
        confidences = shares(confidence, seconds.size, "contour point")
        freeze(self, times=seconds, hz=values, voiced=sounds, confidence=confidences)

    def __len__(self) -> int:
        return len(self.times)

    @property
    def signed_hz(self) -> Floats:
        """Frequencies as in mir_eval.melody: negative or 0 where nothing sounds."""
        return np.where(self.voiced, self.hz, -self.hz)


@dataclass(frozen=True, eq=False)
class Notes:
    """Notes by onset; they may overlap.

    Parameters
    ----------
    onsets, offsets : seconds, shape (n,); onsets do not decrease, every offset follows its onset.
    pitches : MIDI numbers, 0 to 127, not necessarily whole.
    confidence : 0 to 1; by default 1.
    """

    onsets: Times
    offsets: Times
    pitches: Floats
    confidence: Floats

    def __init__(
        self,
        onsets: ArrayLike = (),
        offsets: ArrayLike = (),
        pitches: ArrayLike = (),
        confidence: ArrayLike | None = None,
    ) -> None:
        arrays = [
            np.array(each, dtype=np.float64).reshape(-1) for each in (onsets, offsets, pitches)
        ]
        begin, end, pitch = arrays
        if not begin.shape == end.shape == pitch.shape:
            raise AnnotationError(
                f"every note has one onset, offset and pitch, but there are {begin.size} onsets, "
                f"{end.size} offsets and {pitch.size} pitches"
            )
        if not all(np.isfinite(array).all() for array in arrays):
            raise AnnotationError("onsets, offsets and pitches of notes are finite numbers")
        _refuse(begin < 0, "begins before the recording", begin)
        _refuse(end <= begin, "ends before it begins; are offsets durations?", begin)
        _refuse(np.diff(begin, prepend=0.0) < 0, "begins before the one before it", begin)
        _refuse(end > LONGEST_SECONDS, f"ends too late: {UNITS}", begin)
        _refuse((pitch < 0) | (pitch > 127), "has no MIDI pitch of 0 to 127; is it in Hz?", begin)
        confidences = shares(confidence, begin.size, "note")
        freeze(self, onsets=begin, offsets=end, pitches=pitch, confidence=confidences)

    def __len__(self) -> int:
        return len(self.onsets)

    @property
    def intervals(self) -> Times:
        """Onsets and offsets as in mir_eval.transcription, shape (n, 2)."""
        return np.stack([self.onsets, self.offsets], axis=1)

    @property
    def hz(self) -> Floats:
        """Pitches as frequencies in equal temperament."""
        return hertz(self.pitches)


def _refuse(broken: NDArray[np.bool_], what: str, onsets: Floats) -> None:
    if broken.any():
        bad = int(np.flatnonzero(broken)[0])
        raise AnnotationError(f"note {bad} at {onsets[bad]:.3f} s {what}")


@dataclass(frozen=True, eq=False)
class Melody:
    """A solo: its contour, its notes, and the strength of each semitone.

    The activations, 0 to 1, have 120 columns `midi 4` to `midi 123` and 10 frames a second.
    """

    contour: Contour
    notes: Notes
    activations: Frames
