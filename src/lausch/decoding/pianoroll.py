"""Pitch activations of any resolution as the pianoroll of an analysis."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lausch.frames import Clock, FloatArray, Frames, release

LOW_MIDI, SEMITONES = 4, 120
ROLL_CLOCK = Clock(22050, 2205)
_PIECE_FRAMES = 600
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

    def semitones(rows: FloatArray) -> FloatArray:
        strongest = np.zeros((len(rows), SEMITONES), dtype=np.float32)
        for key in range(max(keys[0], LOW_MIDI), min(keys[-1], LOW_MIDI + SEMITONES - 1) + 1):
            strongest[:, key - LOW_MIDI] = rows[:, keys == key].max(axis=1)
        return strongest

    length = ROLL_CLOCK.count(-(-count * clock.hop * ROLL_CLOCK.rate // clock.rate))
    if clock.fps <= ROLL_CLOCK.fps:
        nearest = np.clip(clock.frames(ROLL_CLOCK.times(length)), 0, max(count - 1, 0))
        return Frames(semitones(values)[nearest], ROLL_CLOCK, COLUMNS)
    home = np.minimum(ROLL_CLOCK.frames(clock.times(count)), max(length - 1, 0))
    edges = np.append(np.searchsorted(home, np.arange(length)), count)
    roll = np.zeros((length, SEMITONES), dtype=np.float32)
    for first in range(0, length, _PIECE_FRAMES):  # semitones of hours at once are large
        starts = edges[first : first + _PIECE_FRAMES + 1]
        sizes = np.diff(starts)[:, None]
        rows = semitones(values[starts[0] : starts[-1]])
        sums = np.add.reduceat(rows, starts[:-1] - starts[0], axis=0)
        roll[first : first + _PIECE_FRAMES] = sums / sizes
        release(values)
    return Frames(roll, ROLL_CLOCK, COLUMNS)
