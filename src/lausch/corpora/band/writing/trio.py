"""Walking bass, comping and a horn over chords: a jazz band for a drummer who swings already."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing.stage import Row, Voice
from lausch.corpora.band.sources.chord import Chords
from lausch.corpora.band.writing import comping, lines, walking

_HORNS = (66, 65, 64, 56, 57, 71, 11, 26, 0)
_BLUES = (0, 2, 3, 4, 5, 7, 9, 10)


def trio(
    chords: Chords, positions: Sequence[int], rng: Random, *, ratio: float, key: int,
    looseness: float,
) -> list[Voice]:  # fmt: skip
    """Players for one chord and one number in the bar per beat; any of them may be missing."""
    voices: list[Voice] = []

    def player(role: str, programs: Sequence[int], rows: list[Row]) -> None:
        touch = feel.player(role, looseness, rng)
        voices.append(Voice(role, rng.choice(programs), rows, touch, rng.gauss(-1, 2)))

    if rng.random() < 0.93:
        nothing_heard = np.zeros(len(chords), dtype=np.int64)
        line = walking.completed(nothing_heard, chords, positions, rng)
        two = rng.random() < 0.15
        rows = (
            walking.in_two(line, positions, rng)
            if two
            else walking.walk(line, positions, rng, skips=rng.choice((0.0, 0.05, 0.12)))
        )
        player("bass", (32, 32, 32, 33, 35), rows)
    if rng.random() < 0.8:
        busy = rng.uniform(0.5, 1.0)
        rows = comping.comp(chords, positions, rng, ratio=ratio, busy=busy)
        player("comping", (0, 0, 0, 4, 16, 26), rows)
    if rng.random() < 0.25:
        player("guitar", (24, 26), comping.four_to_the_bar(chords, positions, rng))
    if rng.random() < 0.75:
        beats = max(positions)
        rows = lines.melody(
            chords, len(chords) // beats, beats, rng, key=key, degrees=_BLUES, ratio=ratio,
            dense=rng.choice((0.0, 0.1)), middle=rng.choice((60, 66, 70)),
        )  # fmt: skip
        player("solo", _HORNS, rows)
    return voices
