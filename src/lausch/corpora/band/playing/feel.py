"""Human timing: delay, jitter and drift of each player."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Touch:
    """How a player's notes leave the grid.

    `late_ms` is the constant delay against the beat (negative: pushing); jitter (of each note),
    wander (a slow drift) and velocity are standard deviations; `strum_ms` is the delay from one
    string to the next in a chord.
    """

    late_ms: float = 0.0
    jitter_ms: float = 0.0
    wander_ms: float = 0.0
    strum_ms: float = 0.0
    velocity: float = 0.0


MACHINE = Touch()

# Role: (mean delay, its spread, jitter, wander, velocity spread) of a fair player. Drums carry
# the beat, so the label follows them; basses sit close, leads float (orders of magnitude from
# studies of ensemble timing: 5-30 ms asynchrony between players).
_HABITS = {
    "drums": (0.0, 1.5, 4.0, 1.5, 6.0),
    "bass": (2.0, 6.0, 6.0, 4.0, 6.0),
    "comping": (4.0, 8.0, 8.0, 5.0, 7.0),
    "guitar": (2.0, 6.0, 6.0, 4.0, 6.0),
    "pad": (0.0, 8.0, 8.0, 5.0, 4.0),
    "melody": (8.0, 12.0, 12.0, 8.0, 8.0),
    "solo": (0.0, 4.0, 0.0, 0.0, 4.0),
}


def player(role: str, looseness: float, rng: Random) -> Touch:
    """A player of `role`; looseness 0 is a machine, 1 a fair band, 2 a loose one."""
    late, spread, jitter, wander, velocity = _HABITS.get(role, _HABITS["comping"])
    return Touch(
        late_ms=looseness * (late + spread * rng.gauss(0, 1)),
        jitter_ms=looseness * jitter * rng.uniform(0.5, 1.4),
        wander_ms=looseness * wander * rng.uniform(0.5, 1.5),
        strum_ms=rng.uniform(3, 18) if role == "guitar" else rng.uniform(0, 4) * looseness,
        velocity=velocity * (0.4 + 0.6 * looseness),
    )


def delays(beats: NDArray[np.float64], touch: Touch, rng: Random) -> NDArray[np.float64]:
    """Seconds by which notes at the beat coordinates `beats` (shape (n,)) leave the grid."""
    if touch.late_ms == touch.jitter_ms == touch.wander_ms == 0:
        return np.zeros(len(beats))
    noise = np.random.default_rng(rng.getrandbits(63))
    slow = np.zeros(len(beats))
    for period_beats in (17.0, 29.0, 53.0):
        slow += np.sin(2 * np.pi * (beats / period_beats + noise.random()))
    # Notes struck together leave together: the jitter belongs to the stroke, not to the note.
    _, stroke = np.unique(np.round(beats * 48), return_inverse=True)
    shared = noise.standard_normal(len(beats))[stroke]
    own = noise.standard_normal(len(beats))
    jitter = np.clip(0.9 * shared + 0.3 * own, -2.5, 2.5)
    total = touch.late_ms + touch.wander_ms * slow / np.sqrt(1.5) + touch.jitter_ms * jitter
    return np.asarray(total / 1000.0)


def swung(beat: float, ratio: float, per_beat: int = 2) -> float:
    """A beat coordinate with its off-beats moved: `ratio` long : short (1 straight, 2 triplet).

    `per_beat` 2 swings eighths, 4 sixteenths. Positions between are stretched along.
    """
    if ratio == 1:
        return beat
    pairs = per_beat / 2
    cell, phase = divmod(beat * pairs, 1.0)
    middle = ratio / (1 + ratio)
    moved = phase * 2 * middle if phase < 0.5 else middle + (phase - 0.5) * 2 * (1 - middle)
    return float(cell + moved) / pairs
