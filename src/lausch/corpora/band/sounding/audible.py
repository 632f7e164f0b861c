"""Onsets of notes, and strokes of drums, that are audible in the mix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Drums, Onsets
from lausch.annotation.drums import INSTRUMENT_OF
from lausch.annotation.onsets import TOGETHER_SECONDS, joined
from lausch.corpora.band.playing.score import NoteArray
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
    energies = [_energies(stem, gain_db) for _, gain_db, stem in parts]
    mix = np.sum(energies, axis=0)
    for (starts, _, _), own in zip(parts, energies, strict=True):
        times += list(starts[_audible(starts, own, mix)] + shift)
    onsets = joined(times)
    return Onsets(onsets[(onsets >= 0) & (onsets < seconds)])


def audible_strokes(
    groups: Sequence[tuple[NoteArray, float, FloatArray]],
    stems: Sequence[tuple[float, FloatArray]],
    shift: float,
    seconds: float,
) -> Drums:
    """The strokes of a kit that are audible in the mix as `audible_onsets` has it.

    Of two strokes of one instrument within 30 ms the first is kept.

    Parameters
    ----------
    groups : notes on the time of the stems with General MIDI keys, gain in dB, and sound.
    stems : gain in dB and samples of every part of the mix.
    shift, seconds : as for `audible_onsets`.
    """
    mix = np.sum([_energies(stem, gain_db) for gain_db, stem in stems], axis=0)
    rows: list[tuple[float, str, float]] = []
    for notes, gain_db, stem in groups:
        loud = notes[_audible(notes["start"], _energies(stem, gain_db), mix)]
        rows += [
            (float(start) + shift, INSTRUMENT_OF[int(key)], float(velocity) / 127)
            for start, _, key, velocity in loud
            if int(key) in INSTRUMENT_OF and 0 <= start + shift < seconds
        ]
    strokes: list[tuple[float, str, float]] = []
    last: dict[str, float] = {}
    for time, instrument, velocity in sorted(rows):
        if time - last.get(instrument, -1.0) > TOGETHER_SECONDS:
            last[instrument] = time
            strokes.append((time, instrument, velocity))
    times, instruments, velocities = zip(*strokes, strict=True) if strokes else ((), (), ())
    return Drums(times, instruments, np.minimum(velocities, 1.0))


def _audible(
    starts: NDArray[np.float64], own: NDArray[np.float64], mix: NDArray[np.float64]
) -> NDArray[np.bool_]:
    first = np.clip(np.round(starts * RATE / CELL_SAMPLES).astype(int), 0, mix.shape[1] - 1)
    last = np.minimum(first + ATTACK_CELLS, mix.shape[1] - 1)
    share = (own[:, last] - own[:, first]) / (mix[:, last] - mix[:, first] + 1e-12)
    loud: NDArray[np.bool_] = np.logical_or.reduce(share >= decibels(2 * FAINTEST_DB), axis=0)
    return loud


def _energies(stem: FloatArray, gain_db: float) -> NDArray[np.float64]:
    """Running sums of the energy by cells of 10 ms, of the stem and of its first difference."""
    cells = len(stem) // CELL_SAMPLES
    sums = []
    for signal in (stem, np.diff(stem, prepend=np.float32(0))):
        power = (signal[: cells * CELL_SAMPLES].reshape(cells, CELL_SAMPLES) ** 2).sum(axis=1)
        sums.append(np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)]))
    return np.array(sums) * decibels(2 * gain_db)
