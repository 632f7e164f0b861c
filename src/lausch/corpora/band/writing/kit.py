"""Drum patterns as text: one letter per instrument, one character per step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from lausch.corpora.band.playing.feel import swung
from lausch.corpora.band.playing.stage import Row

# General MIDI percussion keys by the letter used in patterns.
KEYS = {
    "K": 36, "S": 38, "R": 37, "H": 42, "O": 46, "P": 44, "C": 51, "B": 53, "A": 49, "N": 52,
    "a": 57, "s": 55, "h": 50, "m": 47, "l": 45, "f": 43, "F": 41, "W": 56, "M": 70, "T": 54,
    "L": 39, "U": 62, "u": 63, "w": 64, "b": 60, "d": 61, "i": 65, "j": 66, "G": 67, "g": 68,
    "V": 75, "Y": 76, "y": 77, "Z": 81, "z": 80, "Q": 73, "q": 74, "c": 69, "E": 40,
}  # fmt: skip
_LOUDNESS = {"x": 88, "X": 112, "o": 40, "-": 62}

Hit = tuple[float, str, int]
"""A stroke: beat coordinate in the pattern, instrument letter, velocity."""


@dataclass(frozen=True)
class Groove:
    """A drum pattern.

    Parameters
    ----------
    name : a word.
    per_beat : steps per beat.
    beats : beats per bar.
    text : `K x...x... S ..X...X.`: letters and their steps; `|` and `_` are only for the eye.
    bpm : tempo range in which the pattern is played and counted that way.
    swing : long : short of the step pairs.
    """

    name: str
    per_beat: int
    beats: int
    text: str
    bpm: tuple[float, float] = (60.0, 200.0)
    swing: float = 1.0

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All strokes of one round of the pattern."""
        return _hits(self.text, self.per_beat)

    @property
    def bars(self) -> int:
        """Bars until the pattern repeats."""
        return max(1, round(_steps(self.text) / (self.per_beat * self.beats)))


@lru_cache(maxsize=4096)
def _hits(text: str, per_beat: int) -> tuple[Hit, ...]:
    out: list[Hit] = []
    words = text.split()
    longest = _steps(text)
    for letter, line in zip(words[::2], words[1::2], strict=True):
        steps = line.replace("|", "").replace("_", "")
        for round_start in range(0, longest, len(steps)):
            out += [
                ((round_start + index) / per_beat, letter, _LOUDNESS[mark])
                for index, mark in enumerate(steps)
                if mark != "."
            ]
    return tuple(sorted(out))


@lru_cache(maxsize=4096)
def _steps(text: str) -> int:
    lines = text.split()[1::2]
    return max(len(line.replace("|", "").replace("_", "")) for line in lines)


def accent(beat: float, velocity: int) -> int:
    """Metrical weight: on-beats are a little louder than off-beats."""
    phase = beat % 1.0
    if phase < 0.02:
        return velocity + 4
    return velocity - (2 if abs(phase - 0.5) < 0.02 else 8)


def strokes(
    hits: tuple[Hit, ...],
    start: float,
    beats: int,
    *,
    swing: float = 1.0,
    per_beat: int = 2,
    keys: dict[str, int] | None = None,
    rng: Random | None = None,
    density: float = 1.0,
) -> list[Row]:
    """Hits of one bar as rows from the beat `start`.

    `density` below 1 leaves out quiet strokes at random; `keys` replaces instruments (an 'H' on
    the ride, say). Hits at or after `beats` are dropped.
    """
    pitches = KEYS if keys is None else {**KEYS, **keys}
    rows: list[Row] = []
    for beat, letter, velocity in hits:
        if beat >= beats - 1e-9 or pitches[letter] < 0:
            continue
        if rng is not None and velocity < 70 and rng.random() > density:
            continue
        at = start + swung(beat, swing, per_beat)
        rows.append((at, 0.2, pitches[letter], max(1, min(127, accent(beat, velocity)))))
    return rows


def bar_of(groove: Groove, bar: int) -> tuple[Hit, ...]:
    """The strokes of bar number `bar` (counted from 0, repeating), from beat 0."""
    first = (bar % groove.bars) * groove.beats
    return tuple(
        (beat - first, letter, velocity)
        for beat, letter, velocity in groove.hits
        if first <= beat < first + groove.beats
    )
