"""Rules that count bars of four by drum patterns, and the scores of a take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats
from lausch.metrics.beats import event_f
from lausch.representations.patterns import INSTRUMENTS

BAR = 4
Numbers = NDArray[np.int64]


def on_the_beat(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Kick, snare and hi-hat on each beat, from rows of patterns."""
    return rows[:, : len(INSTRUMENTS)]


def kick_on_one(rows: NDArray[np.float32]) -> Numbers:
    """The downbeats are every fourth beat with the strongest kicks."""
    return _by_phase(on_the_beat(rows)[:, 0])


def backbeat(rows: NDArray[np.float32]) -> Numbers:
    """Kicks on one and three, snares on two and four; kicks say which of the two is one."""
    kick, snare = on_the_beat(rows)[:, 0], on_the_beat(rows)[:, 1]
    return _by_phase(kick - snare + 0.5 * (np.roll(snare, -1) - np.roll(kick, -1)))


def _by_phase(weight: NDArray[Any]) -> Numbers:
    """Numbers in bars of four whose first beats have the largest mean weight."""
    beats = np.arange(len(weight))
    means = [weight[phase::BAR].mean() if phase < len(weight) else -np.inf for phase in range(BAR)]
    return (beats - int(np.argmax(means))) % BAR + 1


Rule: TypeAlias = "Callable[[NDArray[np.float32]], Numbers]"
RULES: dict[str, Rule] = {
    "rule: kick on one": kick_on_one,
    "rule: kick and back-beat": backbeat,
}


def scores(truth: Beats, numbers: Numbers) -> dict[str, float]:
    """The share of beats with the right number, and F of downbeats."""
    assert truth.positions is not None
    return {
        "accuracy": float((numbers == truth.positions).mean()),
        "downbeat F": event_f(truth.downbeats, truth.times[numbers == 1]),
    }
