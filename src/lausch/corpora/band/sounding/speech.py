"""Recorded speakers as banks of syllables: what a singer's notes are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import find_peaks

from lausch.corpora.band.sounding.vocoder import COEFFICIENTS, STEP_SECONDS, Cells, analysed
from lausch.errors import CorpusError

Numbers = NDArray[np.int64]

MOST_SECONDS = 150.0
"""Of one speaker: more takes minutes to analyse, and has hardly any new sounds."""
SHORTEST_NUCLEUS, LONGEST_ONSET, LONGEST_CODA = 12, 24, 16
NUCLEUS_DB = 9.0
DIP_DB = 3.0
QUIET_DB = 45.0
NOISIEST_DB = -1.2
"""Noise in a nucleus up to 3 kHz, against all of it: whispers have none."""


@dataclass(frozen=True)
class Bank:
    """The syllables of one speaker.

    Parameters
    ----------
    hz, coded, loud_db : as of `vocoder.analysed`, of all recordings after one another.
    edges : for each syllable where its onset begins, its nucleus begins, its nucleus ends, and it
        ends, shape (syllables, 4).
    """

    hz: Cells
    coded: Cells
    loud_db: Cells
    edges: Numbers

    @property
    def pitch_hz(self) -> float:
        """The median f0 of the speaker's nuclei."""
        nuclei = np.concatenate([self.hz[row[1] : row[2]] for row in self.edges])
        return float(np.median(nuclei[nuclei > 0]))


def syllables(hz: Cells, loud_db: Cells) -> Numbers:
    """The syllables of a recording, as in `Bank`: voiced stretches, cut where their level dips.

    The nucleus is what lies within `NUCLEUS_DB` of the loudest frame; before it, up to 120 ms of
    what else sounds, with or without voice, are the onset.
    """
    soft = uniform_filter1d(loud_db, 5)
    floor = float(loud_db.max(initial=-200.0)) - QUIET_DB
    voiced = (hz > 0) & (soft > floor)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], voiced.astype(np.int8), [0]])))
    rows = []
    before = 0
    for start, stop in edges.reshape(-1, 2):
        peaks, _ = find_peaks(np.pad(soft[start:stop], 1, constant_values=floor), prominence=DIP_DB)
        tops = (peaks - 1 + start).tolist() or [start + int(soft[start:stop].argmax())]
        cuts = [left + int(np.argmin(soft[left:right])) for left, right in pairwise(tops)]
        for top, first, last in zip(tops, [start, *cuts], [*cuts, stop], strict=True):
            inside = np.flatnonzero(soft[first:last] > soft[top] - NUCLEUS_DB) + first
            begin, end = int(inside[0]), int(inside[-1]) + 1
            if end - begin >= SHORTEST_NUCLEUS:
                earliest = max(before, begin - LONGEST_ONSET)
                sounds = np.flatnonzero(soft[earliest:begin] <= floor)
                onset = earliest + int(sounds[-1]) + 1 if len(sounds) else earliest
                rows.append((onset, begin, end, min(last, end + LONGEST_CODA)))
            before = last
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


@lru_cache(maxsize=16)
def read_bank(paths: tuple[Path, ...]) -> Bank:
    """The bank of recordings of one speaker; analysing takes .2 s per second of speech.

    Raises CorpusError when no syllable was found.
    """
    hz_of: list[Cells] = []
    coded_of: list[Cells] = []
    loud_of: list[Cells] = []
    rows: list[Numbers] = []
    frames = 0
    for path in paths:
        hz, coded, loud_db = analysed(path)
        own = syllables(hz, loud_db)
        clear = [coded[row[1] : row[2], COEFFICIENTS].mean() < NOISIEST_DB for row in own]
        rows.append(own[clear] + frames)
        hz_of.append(hz)
        coded_of.append(coded)
        loud_of.append(loud_db)
        frames += len(hz)
        if frames * STEP_SECONDS > MOST_SECONDS:
            break
    edges = np.concatenate(rows) if rows else np.empty((0, 4), dtype=np.int64)
    if not len(edges):
        raise CorpusError(f"no syllables were found in {len(paths)} recordings of speech")
    parts = (np.concatenate(each) for each in (hz_of, coded_of, loud_of))
    hz, coded, loud_db = parts
    return Bank(hz, coded, loud_db, edges)
