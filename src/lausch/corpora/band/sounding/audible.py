"""Onsets of notes that are audible in the mix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Onsets
from lausch.annotation.onsets import joined
from lausch.corpora.band.sounding.effects import decibels
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray

CELL_SAMPLES = 441
ATTACK_CELLS = 5
FAINTEST_DB = -20.0


def audible_onsets(
    parts: Sequence[tuple[NDArray[np.float64], float, FloatArray]], shift: float, seconds: float
) -> Onsets:
    """The audible onsets, those within 30 ms joined.

    An onset is audible where its part, in the 50 ms that follow, is at most 20 dB under the mix, by
    its samples or by their first difference, which gives weight to high frequencies: a hi-hat is
    faint beside a bass, but not masked by it.

    Parameters
    ----------
    parts : onsets in seconds of the stem, gain in dB, and the stem, shape (n,), of every part.
    shift : what is added to times of the stems.
    seconds : the length of the recording; onsets outside of it are left out.
    """
    times: list[float] = []
    energies = [_energies(stem) * decibels(2 * gain_db) for _, gain_db, stem in parts]
    mix = np.sum(energies, axis=0)
    for (starts, _, _), own in zip(parts, energies, strict=True):
        first = np.clip(np.round(starts * RATE / CELL_SAMPLES).astype(int), 0, mix.shape[1] - 1)
        last = np.minimum(first + ATTACK_CELLS, mix.shape[1] - 1)
        share = (own[:, last] - own[:, first]) / (mix[:, last] - mix[:, first] + 1e-12)
        times += list(starts[(share >= decibels(2 * FAINTEST_DB)).any(axis=0)] + shift)
    onsets = joined(times)
    return Onsets(onsets[(onsets >= 0) & (onsets < seconds)])


def _energies(stem: FloatArray) -> NDArray[np.float64]:
    """Running sums of the energy by cells of 10 ms, of the stem and of its first difference."""
    cells = len(stem) // CELL_SAMPLES
    sums = []
    for signal in (stem, np.diff(stem, prepend=np.float32(0))):
        power = (signal[: cells * CELL_SAMPLES].reshape(cells, CELL_SAMPLES) ** 2).sum(axis=1)
        sums.append(np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)]))
    return np.array(sums)
