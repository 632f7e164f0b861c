"""The bass line: its contour, its notes, and one pitch for every beat."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.melody import Contour, Floats, Notes, shares
from lausch.annotation.times import Times, freeze, increasing
from lausch.errors import AnnotationError
from lausch.frames import Clock, Frames

LOW_MIDI, SEMITONES = 28, 40
"""E1 to G4, the range of the salience (Abeßer et al., AES Semantic Audio 2017)."""
REST = 0
"""The pitch of a beat on which the bass does not sound."""

Pitches = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class BeatPitches:
    """One pitch for every beat, as in the notation of a walking bass.

    Parameters
    ----------
    times : times of the beats in seconds, shape (n,), increasing.
    pitches : MIDI numbers, 1 to 127; `REST` (0) where the bass does not sound.
    confidence : strength of the pitch, or for a rest of the strongest one, 0 to 1; by default 1.
    """

    times: Times
    pitches: Pitches
    confidence: Floats

    def __init__(
        self,
        times: ArrayLike = (),
        pitches: ArrayLike = (),
        confidence: ArrayLike | None = None,
    ) -> None:
        seconds = increasing(times, "beat")
        midi = np.array(pitches, dtype=np.float64).reshape(-1)
        if midi.shape != seconds.shape:
            raise AnnotationError(
                f"every beat has one pitch, or {REST} for a rest, but there are {seconds.size} "
                f"beats and {midi.size} pitches"
            )
        whole = np.isfinite(midi) & (midi >= 0) & (midi <= 127) & (midi == np.round(midi))
        if not whole.all():
            bad = int(np.flatnonzero(~whole)[0])
            raise AnnotationError(
                f"the pitch of a beat is a whole MIDI number of 0 (a rest) to 127, but at "
                f"{seconds[bad]:.3f} s it is {midi[bad]:g}; is it in Hz?"
            )
        confidences = shares(confidence, seconds.size, "beat")
        freeze(self, times=seconds, pitches=midi.astype(np.int64), confidence=confidences)

    def __len__(self) -> int:
        return len(self.times)

    @property
    def sounds(self) -> NDArray[np.bool_]:
        """Whether the bass sounds on each beat, shape (n,)."""
        return np.asarray(self.pitches != REST)


def _no_frames() -> Frames:
    columns = tuple(f"midi {pitch}" for pitch in range(LOW_MIDI, LOW_MIDI + SEMITONES))
    return Frames(np.zeros((0, SEMITONES), dtype=np.float32), Clock(22050, 1024), columns)


@dataclass(frozen=True, eq=False)
class BassLine:
    """A bass line; unknown parts are empty.

    Parameters
    ----------
    contour : its fundamental frequency, frame by frame.
    notes : its notes, also those between the beats.
    beats : one pitch for every beat.
    activations : salience of each semitone, 0 to 1: columns `midi 28` (E1) to `midi 67` (G4).
    """

    contour: Contour = field(default_factory=Contour)
    notes: Notes = field(default_factory=Notes)
    beats: BeatPitches = field(default_factory=BeatPitches)
    activations: Frames = field(default_factory=_no_frames)
