"""Drum patterns: rows of how hard each instrument is struck in each part of a beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.annotation import Drums, Times
from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part

INSTRUMENTS = ("kick", "snare", "hi-hat")


@dataclass(frozen=True)
class Patterns(Part):
    """The hardest stroke of each instrument in each of the equal parts of a beat, 0 to 1.

    (Battenberg and Wessel, ISMIR 2012.) A part is centred: the first one begins half a part before
    the beat. Rows of a performance are `on_beats(strokes_in(drums, ...), times)`. Sound alone has
    no strokes: `measure` takes the three columns of `of` for them, a row each half second.

    Parameters
    ----------
    of : frames of sound with a column for each of `INSTRUMENTS`.
    divisions : number of parts of a beat.
    """

    of: Part
    divisions: int

    def __post_init__(self) -> None:
        if not 1 <= self.divisions <= 16:
            raise OptionError(f"a beat has 1 to 16 parts, not {self.divisions}")
        if len(self.of.columns) != len(INSTRUMENTS):
            raise OptionError(
                f"patterns are of {', '.join(INSTRUMENTS)}, not of {len(self.of.columns)} columns"
            )

    @property
    def clock(self) -> Clock:
        return Clock(self.of.clock.rate, self.of.clock.rate // 2)

    @property
    def reach_samples(self) -> int:
        of = self.of
        return self.clock.hop + of.reach_samples + (of.reach_frames + 1) * of.clock.hop

    @property
    def width(self) -> int:
        return self.divisions * len(INSTRUMENTS)

    @property
    def columns(self) -> tuple[str, ...]:
        parts = range(1, self.divisions + 1)
        return tuple(f"{name} in part {part}" for part in parts for name in INSTRUMENTS)

    @property
    def factor(self) -> None:
        """None: velocities must not be varied as levels are."""
        return None

    @property
    def framewise(self) -> Part:
        return self.of

    @property
    def struck(self) -> bool:
        return True

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to rows of half a second, (ceil(2 n / rate), width)."""
        times = self.clock.times(self.clock.count(len(samples)))
        return self.on_beats(self.of.finish(self.of.measure(samples)), times)

    def on_beats(self, frames: FloatArray, times: Times) -> FloatArray:
        """Frames of strokes (frames, instruments) and times of beats (s) to rows (beats, width).

        The last beat is as long as the one before it, and so is one before the first.
        """
        count = len(times)
        rows = np.zeros((count * self.divisions, len(INSTRUMENTS)), dtype=np.float32)
        if not count or not len(frames):
            return rows.reshape(count, self.width)
        first, last = (times[1] - times[0], times[-1] - times[-2]) if count > 1 else (0.5, 0.5)
        beats = np.concatenate([[times[0] - first], times, [times[-1] + last]])
        parts = (np.arange(count * self.divisions + 1) - 0.5) / self.divisions
        edges = self.of.clock.frames(np.interp(parts, np.arange(-1, count + 1), beats))
        struck = np.flatnonzero(frames.any(axis=1))
        part = np.searchsorted(edges, struck, side="right") - 1
        inside = (part >= 0) & (part < len(rows))
        np.maximum.at(rows, part[inside], frames[struck[inside]].clip(0, 1))
        return rows.reshape(count, self.width)


def strokes_in(drums: Drums, clock: Clock) -> FloatArray:
    """The velocity of strokes in the frames nearest to them, (frames, `INSTRUMENTS`); else 0."""
    at = clock.frames(drums.times)
    frames = np.zeros((int(at.max(initial=-1)) + 1, len(INSTRUMENTS)), dtype=np.float32)
    for column, name in enumerate(INSTRUMENTS):
        own = np.array([each == name for each in drums.instruments], dtype=bool)
        np.maximum.at(frames[:, column], at[own], drums.velocities[own].astype(np.float32))
    return frames
