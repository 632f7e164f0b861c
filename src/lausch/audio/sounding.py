"""The parts of a recording that sound, by its level (RMS) every 20 ms, measured while decoding.

Analyses have no events in silence. The limit is relative to the loud parts of the recording, so
its level has no effect; below an absolute floor there is nothing but the dither of 16 bits.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from lausch.frames import Clock, FloatArray, Frames, pieces

Bools = NDArray[np.bool_]

FRAMES_PER_SECOND = 50
LOUD_FRAMES, LOUD_SHARE = 50, 0.005
"""The loud parts are 1 s of the loudest frames, or this share of a short recording."""
FLOOR_DB = -88.0
"""A recording with lower loud parts is silent. Dither of 16 bits is at -96 dB (TPDF)."""
RANGE_DB = 60.0
"""Frames this far below the loud parts are silent, like decayed reverberation (ISO 3382)."""
PAUSE_SECONDS = 0.5
"""Shorter pauses count as sound."""
EDGE_SECONDS = 0.1
"""Activations extend this far beyond a sound, because windows of analysis are as long."""
QUIET_DB = -40.0
STEP_DB = 20.0
"""Loud parts below `QUIET_DB` are raised in whole steps, to between -20 and 0 dB."""


@dataclass(frozen=True, eq=False)
class Sounding:
    """The levels (frames,) of a recording every 20 ms: RMS without the mean, full scale 1."""

    levels: FloatArray
    clock: Clock

    @cached_property
    def loud_db(self) -> float:
        """Level of the loud parts in dB re full scale; -inf for digital silence."""
        if not len(self.levels):
            return -np.inf
        count = max(1, min(LOUD_FRAMES, round(LOUD_SHARE * len(self.levels))))
        level = np.partition(self.levels, -count)[-count]
        return float(20 * np.log10(level)) if level > 0 else -np.inf

    @property
    def silent(self) -> bool:
        """Whether the whole recording is silent."""
        return self.loud_db < FLOOR_DB

    @cached_property
    def _loud(self) -> Bools:
        """Whether each frame is louder than silence, shape (frames,)."""
        if self.silent:
            return np.zeros(len(self.levels), dtype=bool)
        return np.asarray(self.levels > 10 ** ((self.loud_db - RANGE_DB) / 20))

    @cached_property
    def frames(self) -> Bools:
        """Whether each frame sounds, shape (frames,); edges are included."""
        sounds = _bridged(self._loud, round(PAUSE_SECONDS * FRAMES_PER_SECOND))
        edge = round(EDGE_SECONDS * FRAMES_PER_SECOND)
        return np.asarray(sliding_window_view(np.pad(sounds, edge), 2 * edge + 1).any(axis=1))

    @property
    def raise_db(self) -> float:
        """Gain for a very quiet recording: 0, or 40, 60 or 80 dB.

        With whole steps, most recordings and their copies 40 or 60 dB below have equal results.
        """
        if self.silent or self.loud_db >= QUIET_DB:
            return 0.0
        return float(STEP_DB * np.floor(-self.loud_db / STEP_DB))

    def at(self, times: ArrayLike, *, bridged_seconds: float = 0.0) -> Bools:
        """Whether the recording sounds at these times (s); shorter pauses count as sound.

        A pause lasts from sound to sound, whose edges take up to a frame of it.
        """
        sounds = self.frames
        if bridged_seconds:
            shorter = round(bridged_seconds * FRAMES_PER_SECOND) - 1
            sounds = sounds | _bridged(self._loud, shorter)
        if not len(sounds):
            return np.zeros(np.shape(times), dtype=bool)
        nearest = np.clip(self.clock.frames(np.asarray(times)), 0, len(sounds) - 1)
        return np.asarray(sounds[nearest])

    def masked(self, frames: Frames) -> Frames:
        """Frames with zeros in silence, in place: those of a long solo are large."""
        sounds = self.at(frames.times)
        if sounds.all():
            return frames
        values = frames.values if frames.values.flags.writeable else frames.values.copy()
        for start, piece in pieces(values):
            piece[~sounds[start : start + len(piece)]] = 0
        return replace(frames, values=values)


@dataclass
class Meter:
    """Measures levels of samples at a rate (Hz), in pieces of any length."""

    rate: int
    _levels: list[FloatArray] = field(default_factory=list)
    _rest: FloatArray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    @property
    def clock(self) -> Clock:
        return Clock(self.rate, self.rate // FRAMES_PER_SECOND)

    def add(self, samples: FloatArray) -> None:
        """The next samples."""
        if len(self._rest):
            samples = np.concatenate([self._rest, samples])
        whole = len(samples) // self.clock.hop * self.clock.hop
        if whole:
            self._levels.append(_levels(samples[:whole].reshape(-1, self.clock.hop)))
        self._rest = samples[whole:].copy()

    def sounding(self) -> Sounding:
        """The levels of all samples; the last frame may be shorter."""
        last = [_levels(self._rest[None])] if len(self._rest) else []
        levels = [*self._levels, *last, np.zeros(0, dtype=np.float32)]
        return Sounding(np.concatenate(levels), self.clock)


def _levels(rows: FloatArray) -> FloatArray:
    mean = rows.mean(axis=1)
    power = np.einsum("ij,ij->i", rows, rows) / rows.shape[1] - mean * mean
    levels: FloatArray = np.sqrt(np.maximum(power, 0)).astype(np.float32)
    return levels


def _bridged(sounds: Bools, frames: int) -> Bools:
    """Sounding frames, with shorter pauses between sounds as sound."""
    edges = np.flatnonzero(np.diff(sounds))  # the frames before a change
    longer = sounds.copy()
    for before, last in pairwise(edges.tolist()):
        if sounds[before] and last - before < frames:
            longer[before + 1 : last + 1] = True
    return longer
