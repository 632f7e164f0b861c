"""Beats at another phase or metrical level over a whole piece, as a user's anchors imply.

A bar pointer that has to pass one beat off its path bends around it and returns. Whoever says that
a beat is where others are half-way means the piece: it is on the off-beat from there to the next
anchor, or counted at half its speed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.anchors import TOLERANCE_SECONDS, distances
from lausch.decoding.evidence import Evidence
from lausch.decoding.recounting import in_step

Floats = NDArray[np.float64]

OFF_BEAT = 0.3
"""An anchor so far from the nearest beat, in beats, says more than that one beat is late."""
NEIGHBOURS = 0.8
"""Two anchors closer than so many beats say that there are more beats."""
FASTER = (2.0, 1.5, 3.0)
"""Levels that are tried for these, over the level that was found, likelier ones first."""
FEWEST = 0.6
"""Where the phase changes, no two beats are closer than this, in beats."""
CERTAIN = 0.9
DOUBTFUL = 0.05


class Grid(NamedTuple):
    """Other beats, as frames, and for each the beat it stands for, -1 for none; both (beats,)."""

    frames: Floats
    origins: NDArray[np.int64]


def rephased(evidence: Evidence, beats: Floats, anchors: Floats, shortest: float) -> Evidence:
    """Pulses at beats that have the anchors where a whole piece must move for them, or no change.

    Parameters
    ----------
    evidence : what the network says.
    beats, anchors : beats that were found in it, and those that are named; frames, increasing.
    shortest : frames between beats at the fastest tempo.
    """
    grid = _grid(evidence, beats, anchors, shortest)
    if grid is None:
        return evidence
    shares = 1 / (1 + np.exp(-evidence.downbeat_odds(beats)))
    own = np.where(grid.origins >= 0, shares[grid.origins], DOUBTFUL)
    either, down = np.zeros((2, len(evidence.either)))
    for offset in (-1, 0, 1):
        at = np.round(grid.frames).astype(np.int64) + offset
        inside = (at >= 0) & (at < len(either))
        height = CERTAIN * np.clip(1 - np.abs(at - grid.frames) / 2, 0, 1)[inside]
        either[at[inside]] = height
        down[at[inside]] = height * own[inside]
    if not evidence.numbered:
        return Evidence.of_beats(either, evidence.fps)
    return Evidence.of_bars(either, down, evidence.fps)


def _grid(evidence: Evidence, beats: Floats, anchors: Floats, shortest: float) -> Grid | None:
    """The beats that the anchors imply; None where the piece need not move."""
    if len(beats) < 2:
        return None
    tolerance = TOLERANCE_SECONDS * evidence.fps
    phases = _phases(anchors, beats)
    off = np.abs(phases - np.round(phases))
    moved = (off >= OFF_BEAT) & (np.abs(_frames(np.round(phases), beats) - anchors) > tolerance)
    # One that the tempo beside it leads to says nothing of the beats out there.
    for index in np.flatnonzero(moved).tolist():
        moved[index] = not in_step(beats, float(anchors[index]))
    if not moved.any():
        return None
    steps = np.diff(phases)
    period = float(np.median(np.diff(beats)))
    if ((steps < NEIGHBOURS) & (np.diff(anchors) > 2 * tolerance)).any():
        return _faster(beats, anchors, phases, tolerance, period / shortest)
    strength = evidence.either[np.round(beats).astype(np.int64)]
    return _shifted(beats, phases, moved, strength)


def _faster(
    beats: Floats, anchors: Floats, phases: Floats, tolerance: float, most: float
) -> Grid | None:
    """The first of `FASTER` that has a beat at every anchor."""
    low, high = min(phases[0], 0.0), max(phases[-1], len(beats) - 1.0)
    for ratio in FASTER:
        first = phases[0] - np.floor((phases[0] - low) * ratio) / ratio
        grid = first + np.arange(int((high - first) * ratio + 1e-6) + 1) / ratio
        frames = _frames(grid, beats)
        if ratio <= most and (distances(anchors, frames) <= tolerance).all():
            whole = np.round(grid)
            known = (np.abs(grid - whole) < 0.1) & (whole >= 0) & (whole < len(beats))
            return Grid(frames, np.where(known, whole, -1).astype(np.int64))
    return None


def _shifted(beats: Floats, phases: Floats, moved: NDArray[np.bool_], strength: Floats) -> Grid:
    """Beats between anchors moved by as much as these are; others stay."""
    last = len(beats) - 1
    changes = np.flatnonzero(np.diff(moved)) + 1
    groups = np.split(np.arange(len(phases)), changes)
    edges = [min(phases[0], 0.0) - 1]
    edges += [_weakest(phases[at - 1], phases[at], strength) for at in changes]
    edges.append(max(phases[-1], float(last)) + 1)
    grid: list[float] = []
    origins: list[int] = []
    for group, low, high in zip(groups, edges[:-1], edges[1:], strict=True):
        shift = float(np.median(phases[group] % 1)) if moved[group[0]] else 0.0
        for number in range(int(np.floor(low)), int(np.ceil(high)) + 1):
            phase = number + shift
            if low <= phase < high and (not grid or phase - grid[-1] >= FEWEST):
                grid.append(phase)
                origins.append(number if 0 <= number <= last else -1)
    inside = np.array(grid)
    keep = (inside >= min(phases[0], 0.0) - 0.01) & (inside <= max(phases[-1], last + 0.5) + 0.01)
    return Grid(_frames(inside[keep], beats), np.array(origins, dtype=np.int64)[keep])


def _weakest(low: float, high: float, strength: Floats) -> float:
    """The phase between two anchors at the faintest beat; half-way where there is none."""
    between = np.arange(max(int(np.ceil(low + 1)), 0), min(int(high - 1), len(strength) - 1) + 1)
    if not between.size:
        return (low + high) / 2
    return float(between[strength[between].argmin()])


def _phases(frames: Floats, beats: Floats) -> Floats:
    """Numbers of beats at frames, with fractions; beyond the ends the tempo goes on."""
    numbers = np.arange(len(beats))
    first, last = beats[1] - beats[0], beats[-1] - beats[-2]
    inner = np.interp(frames, beats, numbers)
    before, after = np.minimum(frames - beats[0], 0), np.maximum(frames - beats[-1], 0)
    phases: Floats = inner + before / first + after / last
    return phases


def _frames(phases: Floats, beats: Floats) -> Floats:
    """The inverse of `_phases`."""
    last = len(beats) - 1
    inner = np.interp(phases, np.arange(len(beats)), beats)
    before, after = np.minimum(phases, 0), np.maximum(phases - last, 0)
    frames: Floats = inner + before * (beats[1] - beats[0]) + after * (beats[-1] - beats[-2])
    return frames
