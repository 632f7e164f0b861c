"""A line of syllables: notes are filled, frame by frame, with what a speaker said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.corpora.band.sounding.speech import Bank, Numbers
from lausch.corpora.band.sounding.vocoder import STEP_SECONDS, Cells

SILENT_FRAMES = 12
SILENCE = -30.0
"""Logarithm of the power of silence."""
MOST_ONSET, BITTEN_OFF = 20, 14
"""Frames of a consonant, and how many of them the note before may lose."""
FAINT_DB = 30.0
"""What lies further under its note is no voice that anyone hears: lips are closed."""


@dataclass(frozen=True)
class Manner:
    """How one singer makes syllables of notes.

    Parameters
    ----------
    throat : what formants are multiplied by.
    tilt_db : an octave above 500 Hz: speech is too bright for singing.
    effort_db : of tilt, for every 10 dB by which a note is louder.
    uneven_db : standard deviation of the level of notes.
    slurs : share of notes without pause that go on with the syllable before.
    noise_power : see `vocoder.spoken`.
    breath : whether gasps stand in pauses, and air beside the tone.
    """

    throat: float
    tilt_db: float
    effort_db: float
    uneven_db: float
    slurs: float
    noise_power: float
    breath: bool


class Line:
    """The frames of a voice, filled note by note."""

    def __init__(self, count: int, bank: Bank, manner: Manner) -> None:
        self.bank, self.manner = bank, manner
        self.coded = np.zeros((count, bank.coded.shape[1]))
        self.coded[:, 0] = SILENCE
        self.sounds = np.zeros(count, dtype=bool)
        self.voiced = np.zeros(count, dtype=bool)
        self.audible = np.zeros(count, dtype=bool)
        self.tilt_db = np.full(count, manner.tilt_db)
        self.syllable = 0
        self.begin = self.end = 0

    def add(self, start: float, stop: float, velocity: float, rng: np.random.Generator) -> None:
        """Sing one note; its consonants stand before it, in a pause or in the note before."""
        first = int(start / STEP_SECONDS + 0.5)
        last = min(len(self.coded), max(first + 6, int(stop / STEP_SECONDS + 0.5)))
        if not 0 <= first < last:
            return
        slurred = 0 < self.end >= first - 2 and rng.random() < self.manner.slurs
        if not slurred:
            self.syllable = int(rng.integers(len(self.bank.edges)))
        onset, begin, end, close = self.bank.edges[self.syllable].tolist()
        coda = np.arange(end, end + min(close - end, (last - first) // 3))
        index, other, share = self._nucleus(last - first - len(coda), begin, end, rng)
        bitten = min(BITTEN_OFF, (self.end - self.begin) // 3)
        ahead = 0 if slurred else min(begin - onset, MOST_ONSET, first - self.end + bitten, first)
        lead = np.arange(begin - max(0, ahead), begin)
        index, other = (np.concatenate([lead, each, coda]) for each in (index, other))
        share = np.concatenate([np.zeros(len(lead)), share, np.zeros(len(coda))])
        part = slice(first - len(lead), last)
        rows = self.bank.coded[index] * (1 - share[:, None])
        rows += self.bank.coded[other] * share[:, None]
        usual_db = float(np.median(self.bank.loud_db[begin:end]))
        louder_db = 24 * np.log10(velocity / 90) + rng.normal(0, self.manner.uneven_db)
        # A note has its own level, whatever that of the recording was.
        gain_db = louder_db - usual_db + rng.normal(0, 2.0) * np.linspace(-1, 1, len(index))
        rows[:, 0] += gain_db * np.log(10) / 10
        self.coded[part] = rows
        self.sounds[part] = True
        self.voiced[part] = self.bank.hz[index] > 0
        self.audible[part] = self.voiced[part] & (self.bank.loud_db[index] > usual_db - FAINT_DB)
        self.tilt_db[part] = self.manner.tilt_db + self.manner.effort_db * louder_db / 10
        self.begin, self.end = first, last

    def _nucleus(
        self, size: int, begin: int, end: int, rng: np.random.Generator
    ) -> tuple[Numbers, Numbers, Cells]:
        """Frames of a nucleus that lasts `size`, in which a long one fades into others like it.

        Returns
        -------
        indices, indices of what they are blended with, and its share, each shape (size,).
        """
        index = _forth(size, begin, end, rng)
        other, share = index.copy(), np.zeros(size)
        middle = self._colour(begin, end)
        at = int(rng.integers(60, 140))
        while at + 30 < size:
            some = self.bank.edges[rng.integers(len(self.bank.edges), size=12), 1:3].tolist()
            away = [float(np.abs(self._colour(*each) - middle).sum()) for each in some]
            cross = min(int(rng.integers(20, 80)), size - at)
            near, far = some[int(np.argmin(away))]
            other[at:] = _forth(size - at, near, far, rng)
            share[at : at + cross] = np.linspace(0, 1, cross)
            index[at + cross :], share[at + cross :] = other[at + cross :], 0.0
            at += cross + int(rng.integers(60, 140))
        return index, other, share

    def _colour(self, begin: int, end: int) -> Cells:
        """The mean spectrum of a nucleus, without its level."""
        mean: Cells = self.bank.coded[begin:end, 1:20].mean(axis=0)
        return mean

    def stretches(self) -> list[tuple[int, int]]:
        """First and last frame of what sounds without a longer pause, a little silence around."""
        inside = np.flatnonzero(self.sounds)
        if not len(inside):
            return []
        cuts = np.flatnonzero(np.diff(inside) > SILENT_FRAMES)
        firsts = [int(inside[0]), *inside[cuts + 1].tolist()]
        lasts = [*inside[cuts].tolist(), int(inside[-1])]
        pairs = zip(firsts, lasts, strict=True)
        return [(first, last + 1) for first, last in pairs if last - first > 4]


def _forth(size: int, begin: int, end: int, rng: np.random.Generator) -> Numbers:
    """Indices between two frames, shape (size,); what is longer goes to and fro in the middle."""
    longest = end - begin
    if size <= longest:
        return np.rint(begin + np.linspace(0, longest - 1, size)).astype(np.int64)
    low, high = begin + longest // 4, end - longest // 4
    span = max(2, high - low - 1)
    # The edges lead into consonants, so only the middle half can last.
    after = np.arange(size) * float(rng.uniform(0.4, 1.0)) - (low - begin)
    place = np.where(after < 0, low + after, low + span - np.abs(after % (2 * span) - span))
    return np.clip(np.rint(place), begin, end - 1).astype(np.int64)
