"""Beats of music that was played to a click: a constant grid, where something sounds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lausch.annotation import Beats
from lausch.audio import load_audio
from lausch.errors import CorpusError

BEATS_PER_BAR = 4
SILENCE = 1e-3  # of the loudest sample of a stem
RATE = 11025


def click_beats(stems: Sequence[Path], period: float, *, late: float = 0.0) -> Beats:
    """Beats every `period` seconds from `late` on, the first a downbeat, four to the bar.

    Left out are those before the first sound of any stem, by more than 0.1 s, and after the last.
    Raises CorpusError when no stem has any sound.
    """
    sounds = [load_audio(stem, rate=RATE).samples for stem in stems]
    loud = np.concatenate([np.flatnonzero(np.abs(s) > SILENCE * np.abs(s).max()) for s in sounds])
    if not loud.size:
        raise CorpusError(f"nothing sounds in {stems[0].parent}")
    numbers = np.arange(int(loud.max() / RATE / period) + 2)
    times = numbers * period + late
    audible = (times > loud.min() / RATE - 0.1) & (times <= loud.max() / RATE)
    return Beats(times[audible], numbers[audible] % BEATS_PER_BAR + 1)
