"""From the contour of a line to its notes: where the key changes, and where it is struck again.

Keys are counted from the tuning of the line itself, so that a recording a quarter-tone off does
not waver between two of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Bools = NDArray[np.bool_]
Run = tuple[int, int]

_VIBRATO_SECONDS = 0.18  # 5 to 6 Hz (Prame, JASA 96(4), 1994)


@dataclass(frozen=True)
class NoteSettings:
    """How a contour is cut into notes; `cut` does it.

    Parameters
    ----------
    hysteresis_semitones : a key is left this far beyond the half-way to the next one.
    change_seconds : keys held for less than this are ornaments of the note nearest in pitch.
    apart_semitones : neighbouring notes nearer than this are one, with vibrato.
    dip : the same key is struck again where the confidence falls below this part of what it is
        before and after; 0 never.
    shortest_seconds : shorter notes are dropped.
    whole : whether pitches are rounded to keys of the line's tuning.
    """

    hysteresis_semitones: float = 0.2
    change_seconds: float = 0.06
    apart_semitones: float = 0.6
    dip: float = 0.5
    shortest_seconds: float = 0.05
    whole: bool = False

    def __post_init__(self) -> None:
        for name in ("hysteresis_semitones", "change_seconds", "apart_semitones"):
            if not getattr(self, name) >= 0:
                raise OptionError(f"{name} is at least 0, not {getattr(self, name):g}")
        if not 0 <= self.dip < 1:
            raise OptionError(f"dip is a part of 0 to 1, not {self.dip:g}")

    def cut(self, times: Floats, midi: Floats, voiced: Bools, confidence: Floats) -> Floats:
        """The notes of a line; each has its median pitch.

        Parameters
        ----------
        times : seconds, evenly spaced, shape (n,).
        midi : pitches, shape (n,); they count where the line is voiced.
        voiced : where the line sounds, shape (n,).
        confidence : 0 to 1, shape (n,).

        Returns
        -------
        Onset (s), offset (s), MIDI pitch and confidence of each note, shape (notes, 4).
        """
        if not voiced.any():
            return np.zeros((0, 4))
        step = float(np.median(np.diff(times))) if len(times) > 1 else self.shortest_seconds
        pitch = np.where(voiced, midi, 0.0)
        level = [_level(pitch[a:b], step) for a, b in _stretches(voiced)]
        tuning = tuning_of(np.concatenate(level))
        rows = []
        for start, stop in self._runs(voiced, confidence, pitch - tuning, step):
            if (stop - start) * step < self.shortest_seconds - 1e-9:
                continue
            middle = float(np.median(pitch[start:stop]))
            if self.whole:
                middle = float(np.floor(middle - tuning + 0.5))
            begin = max(times[start] - step / 2, 0.0)
            rows.append(
                (
                    begin,
                    times[stop - 1] + step / 2,
                    min(max(middle, 0.0), 127.0),
                    confidence[start:stop].mean(),
                )
            )
        return np.array(rows, dtype=np.float64).reshape(-1, 4)

    def _runs(self, voiced: Bools, confidence: Floats, pitch: Floats, step: float) -> list[Run]:
        runs: list[Run] = []
        least = max(1, round(self.shortest_seconds / step))
        for start, stop in _stretches(voiced):
            inside = pitch[start:stop]
            keys = _keys(inside, 0.5 + self.hysteresis_semitones)
            notes = _held(keys, inside, self.change_seconds / step - 1e-6)
            for first, last in _joined(notes, inside, self.apart_semitones):
                runs += _struck((start + first, start + last), confidence, self.dip, least)
        return runs


def tuning_of(pitch: Floats) -> float:
    """By how many semitones these MIDI pitches lie off the keys, -0.5 to 0.5: a circular mean."""
    turn = np.exp(2j * np.pi * pitch).sum()
    return float(np.angle(turn) / (2 * np.pi)) if abs(turn) > 1e-9 * len(pitch) else 0.0


def _level(pitch: Floats, step: float) -> Floats:
    """Averages over a period of vibrato: its turning points are not where the tuning is."""
    frames = max(1, min(round(_VIBRATO_SECONDS / step), len(pitch)))
    sums = np.cumsum(np.concatenate([[0.0], pitch]))
    return np.asarray((sums[frames:] - sums[:-frames]) / frames)


def _stretches(voiced: Bools) -> list[Run]:
    edges = np.flatnonzero(np.diff(voiced, prepend=False, append=False))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _keys(pitch: Floats, beyond: float) -> Numbers:
    """The key of each frame; it is held until the pitch is further than `beyond` from it."""
    keys = np.empty(len(pitch), dtype=np.int64)
    key = int(np.floor(pitch[0] + 0.5))
    for frame, value in enumerate(pitch.tolist()):
        if abs(value - key) > beyond:
            key = int(np.floor(value + 0.5))
        keys[frame] = key
    return keys


def _held(keys: Numbers, pitch: Floats, frames: float) -> list[Run]:
    """Runs of keys that are held; what is shorter goes to the ones beside it, where it fits best.

    Where no key is held the whole is one run.
    """
    edges = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1, append=keys[-1] - 1))
    long = np.flatnonzero(np.diff(edges) >= frames)
    cuts = [0]
    for left, right in pairwise(long):
        start, stop = edges[left + 1], edges[right]
        between = pitch[start:stop]
        nearer = np.abs(between - keys[start - 1]) - np.abs(between - keys[stop])
        cuts.append(int(start) + int(np.cumsum([0, *nearer]).argmin()))
    cuts.append(len(keys))
    return list(pairwise(cuts))


def _joined(runs: list[Run], pitch: Floats, apart: float) -> list[Run]:
    """Runs with neighbours of nearly the same pitch made one."""
    joined: list[Run] = []
    middle = np.inf
    for start, stop in runs:
        own = float(np.median(pitch[start:stop]))
        if abs(own - middle) < apart:
            first = joined[-1][0]
            middle += (own - middle) * (stop - start) / (stop - first)
            joined[-1] = (first, stop)
        else:
            joined.append((start, stop))
            middle = own
    return joined


def _struck(run: Run, confidence: Floats, dip: float, shortest: int) -> list[Run]:
    """Cut a note where its confidence dips, the deepest dip first."""
    notes: list[Run] = []
    pending = [run]
    while pending:
        start, stop = pending.pop()
        inside = confidence[start:stop]
        sides = np.minimum(np.maximum.accumulate(inside), np.maximum.accumulate(inside[::-1])[::-1])
        depth = inside / np.where(sides > 0, sides, 1)
        depth[:shortest] = depth[len(depth) - shortest + 1 :] = 1
        at = int(depth.argmin())
        if depth[at] < dip:
            pending += [(start + at, stop), (start, start + at)]
        else:
            notes.append((start, stop))
    return notes
