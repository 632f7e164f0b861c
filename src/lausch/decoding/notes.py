"""From a contour to notes: cuts at changes of the key, and at repeated attacks.

Keys are counted from the tuning of the contour itself, so a recording a quarter-tone off does not
alternate between two of them.
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
    """Settings for notes of a contour; `cut` computes them.

    Parameters
    ----------
    hysteresis_semitones : a key changes this far beyond the midpoint between two keys.
    change_seconds : shorter keys are ornaments of the note nearest in pitch.
    apart_semitones : neighbouring notes nearer than this are one, with vibrato.
    dip : there is a new attack where the confidence falls below this share of the confidence
        before and after; 0 for never.
    shortest_seconds : shorter notes are dropped.
    whole : whether pitches are rounded to keys in the tuning of the contour.
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
        """Onset (s), offset (s), median MIDI pitch and confidence of each note, shape (notes, 4).

        All parameters have the shape (n,); times are evenly spaced, and pitches count where the
        contour is voiced.
        """
        if not voiced.any():
            return np.zeros((0, 4))
        step = float(np.median(np.diff(times))) if len(times) > 1 else self.shortest_seconds
        pitch = np.where(voiced, midi, 0.0)
        runs = _voiced_runs(voiced)
        tuning = tuning_of(np.concatenate([_without_vibrato(pitch[a:b], step) for a, b in runs]))
        rows = []
        for start, stop in self._runs(voiced, confidence, pitch - tuning, step):
            if (stop - start) * step < self.shortest_seconds - 1e-9:
                continue
            middle = float(np.median(pitch[start:stop]))
            if self.whole:
                middle = float(np.floor(middle - tuning + 0.5))
            span = max(times[start] - step / 2, 0.0), times[stop - 1] + step / 2
            rows.append((*span, min(max(middle, 0.0), 127.0), confidence[start:stop].mean()))
        return np.array(rows, dtype=np.float64).reshape(-1, 4)

    def _runs(self, voiced: Bools, confidence: Floats, pitch: Floats, step: float) -> list[Run]:
        runs: list[Run] = []
        least = max(1, round(self.shortest_seconds / step))
        for start, stop in _voiced_runs(voiced):
            inside = pitch[start:stop]
            keys = _keys(inside, 0.5 + self.hysteresis_semitones)
            notes = _by_key(keys, inside, self.change_seconds / step - 1e-6)
            for first, last in _merge(notes, inside, self.apart_semitones):
                runs += _attacks((start + first, start + last), confidence, self.dip, least)
        return runs


def tuning_of(pitch: Floats) -> float:
    """Circular mean of the deviations of MIDI pitches from keys, -0.5 to 0.5 semitones."""
    turn = np.exp(2j * np.pi * pitch).sum()
    return float(np.angle(turn) / (2 * np.pi)) if abs(turn) > 1e-9 * len(pitch) else 0.0


def _without_vibrato(pitch: Floats, step: float) -> Floats:
    """Averages over a period of vibrato, whose turning points would bias the tuning."""
    frames = max(1, min(round(_VIBRATO_SECONDS / step), len(pitch)))
    sums = np.cumsum(np.concatenate([[0.0], pitch]))
    return np.asarray((sums[frames:] - sums[:-frames]) / frames)


def _voiced_runs(voiced: Bools) -> list[Run]:
    edges = np.flatnonzero(np.diff(voiced, prepend=False, append=False))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _keys(pitch: Floats, beyond: float) -> Numbers:
    """The key of each frame; it changes when the pitch is more than `beyond` away."""
    keys = np.empty(len(pitch), dtype=np.int64)
    key = int(np.floor(pitch[0] + 0.5))
    for frame, value in enumerate(pitch.tolist()):
        if abs(value - key) > beyond:
            key = int(np.floor(value + 0.5))
        keys[frame] = key
    return keys


def _by_key(keys: Numbers, pitch: Floats, frames: float) -> list[Run]:
    """Runs of one key, of at least `frames`; shorter ones are divided between their neighbours.

    If all are shorter, the whole is one run.
    """
    edges = np.concatenate([[0], np.flatnonzero(np.diff(keys)) + 1, [len(keys)]])
    long = np.flatnonzero(np.diff(edges) >= frames)
    cuts = [0]
    for left, right in pairwise(long):
        start, stop = edges[left + 1], edges[right]
        between = pitch[start:stop]
        nearer = np.abs(between - keys[edges[left]]) - np.abs(between - keys[stop])
        cuts.append(int(start) + int(np.cumsum([0, *nearer]).argmin()))
    cuts.append(len(keys))
    return list(pairwise(cuts))


def _merge(runs: list[Run], pitch: Floats, apart: float) -> list[Run]:
    """Runs, of which neighbours of nearly the same pitch are merged."""
    notes: list[Run] = []
    middle = np.inf
    for start, stop in runs:
        own = float(np.median(pitch[start:stop]))
        if abs(own - middle) < apart:
            first = notes[-1][0]
            middle += (own - middle) * (stop - start) / (stop - first)
            notes[-1] = (first, stop)
        else:
            notes.append((start, stop))
            middle = own
    return notes


def _attacks(run: Run, confidence: Floats, dip: float, shortest: int) -> list[Run]:
    """Cut a note where its confidence dips, the deepest dip first."""
    notes: list[Run] = []
    stack = [run]
    while stack:
        start, stop = stack.pop()
        inside = confidence[start:stop]
        sides = np.minimum(np.maximum.accumulate(inside), np.maximum.accumulate(inside[::-1])[::-1])
        depth = inside / np.where(sides > 0, sides, 1)
        depth[:shortest] = depth[len(depth) - shortest + 1 :] = 1
        at = int(depth.argmin())
        if depth[at] < dip:
            stack += [(start + at, stop), (start, start + at)]
        else:
            notes.append((start, stop))
    return notes
