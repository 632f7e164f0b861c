"""Pitch activations of any resolution as the pianoroll of an analysis."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lausch.frames import Clock, Frames

LOW_MIDI, SEMITONES = 4, 120
ROLL_CLOCK = Clock(22050, 2205)
COLUMNS = tuple(f"midi {pitch}" for pitch in range(LOW_MIDI, LOW_MIDI + SEMITONES))


def pianoroll(
    activations: ArrayLike, clock: Clock, *, low_midi: float, bins_per_semitone: int
) -> Frames:
    """120 semitones, MIDI 4 to 123, at 10 frames per second, from activations (frames, bins).

    A semitone is the maximum of its bins, a frame the mean of those within 50 ms. `low_midi` is
    the pitch of the first bin.
    """
    values = np.asarray(activations, dtype=np.float32)
    count, bins = values.shape
    keys = np.floor(low_midi + np.arange(bins) / bins_per_semitone + 0.5 + 1e-9).astype(int)
    semitones = np.zeros((count, SEMITONES), dtype=np.float32)
    for key in range(max(keys[0], LOW_MIDI), min(keys[-1], LOW_MIDI + SEMITONES - 1) + 1):
        semitones[:, key - LOW_MIDI] = values[:, keys == key].max(axis=1)
    length = ROLL_CLOCK.count(-(-count * clock.hop * ROLL_CLOCK.rate // clock.rate))
    if clock.fps <= ROLL_CLOCK.fps:
        nearest = np.clip(clock.frames(ROLL_CLOCK.times(length)), 0, max(count - 1, 0))
        return Frames(semitones[nearest], ROLL_CLOCK, COLUMNS)
    home = np.minimum(ROLL_CLOCK.frames(clock.times(count)), max(length - 1, 0))
    starts = np.searchsorted(home, np.arange(length))
    sums = np.add.reduceat(semitones, starts, axis=0) if count else semitones
    sizes = np.diff(starts, append=count)[:, None]
    return Frames((sums / sizes).astype(np.float32), ROLL_CLOCK, COLUMNS)
