"""Pianists and guitarists behind a jazz soloist, and a whole trio for a drummer who swings."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing.feel import swung
from lausch.corpora.band.playing.stage import Row, Voice
from lausch.corpora.band.sources.chord import Chords
from lausch.corpora.band.writing import melodies, voicing, walking
from lausch.corpora.band.writing.rhythm import events

# Two-bar vocabulary in eighths: the Charleston, its shifts, anticipations, red garland's
# "and of two and four", long chords. Marks: x short, X accented, a letter's dashes hold it.
_FOUR = (
    "x-.x--..|........", "x-.x--..|x-.x--..", ".x......|.x--....", "...x-...|...x-...",
    "...x...x|--......", "...x...x|...x...x", "x-------|...x----", "..x-....|..x-..x-",
    ".......x|----....", "...x--..|.x......", "x..x..x.|.x..x...", "........|..x-....",
    "x---....|x---....", "..X.....|...X...x", ".x..x...|x--.x...", "x-------|x-------",
    "x-------|--------", "........|.......x", "......x-|..x-....", ".x.x....|........",
)  # fmt: skip
_THREE = ("x----.", ".x-...", "x--x--", "...x--", "..x.x.", "x-----", ".x..x.", "x--.x.")


def comp(
    chords: Chords, positions: Sequence[int], rng: Random, *, ratio: float, busy: float
) -> list[Row]:
    """Syncopated chords, an anticipated one taken from the beat it leans on.

    `ratio` is the swing; `busy` the share of cells played (0-1).
    """
    rows: list[Row] = []
    beat = 0
    favourites = rng.sample(_FOUR, 6)
    while beat < len(chords):
        three = _bar_length(positions, beat) == 3
        cell = rng.choice(_THREE if three else favourites if rng.random() < 0.8 else _FOUR)
        length = len(cell.replace("|", "")) // 2
        if rng.random() < busy:
            for at, size, mark in events(cell, 2):
                place = beat + at
                lean = place % 1 > 0.4 and size > 0.4
                source = int(place) + (1 if lean else 0)
                if source >= len(chords):
                    continue
                chord = chords[source]
                if chord is None:
                    continue
                begin = swung(place, ratio)
                hold = size * 0.95 if size > 0.6 else rng.choice((0.2, 0.35, 0.5))
                loud = rng.randrange(62, 84) + (14 if mark == "X" else 0)
                pitches = voicing.rootless(chord, rng, size=rng.choice((3, 4, 4)))
                rows += [(begin, hold, pitch, loud) for pitch in pitches]
        beat += length
    return rows


def _bar_length(positions: Sequence[int], beat: int) -> int:
    """Beats until the bar ends and begins anew, seen from any beat."""
    ahead = positions[beat : beat + 8]
    return max(ahead) if len(ahead) else 4


def four_to_the_bar(chords: Chords, positions: Sequence[int], rng: Random) -> list[Row]:
    """Guitar or banjo on every beat, a little louder on two and four."""
    rows: list[Row] = []
    for beat, chord in enumerate(chords):
        if chord is None:
            continue
        loud = (74 if positions[beat] % 2 else 82) + rng.randrange(-5, 6)
        rows += [(beat, rng.uniform(0.35, 0.7), pitch, loud) for pitch in voicing.shell(chord)]
    return rows


def stride(chords: Chords, positions: Sequence[int], rng: Random) -> list[Row]:
    """Left hand of stride piano: bass note on odd beats, chord on even ones."""
    rows: list[Row] = []
    for beat, chord in enumerate(chords):
        if chord is None:
            continue
        if positions[beat] % 2:
            low = 36 + (chord.bass - 36) % 12
            rows += [(beat, 0.8, low, 90), (beat, 0.8, low + 12, 74)]
        else:
            rows += [(beat, 0.45, pitch, 74) for pitch in voicing.rootless(chord, rng, floor=50)]
    return rows


def held(chords: Chords, rng: Random) -> list[Row]:
    """Long chords, one per change, as behind a ballad or on an organ or vibraphone."""
    rows: list[Row] = []
    start = 0
    for beat in range(1, len(chords) + 1):
        if beat < len(chords) and chords[beat] == chords[start] and beat - start < 4:
            continue
        chord = chords[start]
        if chord is not None:
            pitches = voicing.rootless(chord, rng)
            rows += [(start, (beat - start) * 0.97, pitch, 68) for pitch in pitches]
        start = beat
    return rows


_HORNS = (66, 65, 64, 56, 57, 71, 11, 26, 0)
_BLUES = (0, 2, 3, 4, 5, 7, 9, 10)


def trio(
    chords: Chords,
    positions: Sequence[int],
    rng: Random,
    *,
    ratio: float,
    key: int,
    looseness: float,
) -> list[Voice]:
    """Players for one chord and one number in the bar per beat; any of them may be missing."""
    voices: list[Voice] = []

    def player(role: str, programs: Sequence[int], rows: list[Row]) -> None:
        touch = feel.player(role, looseness, rng)
        voices.append(Voice(role, rng.choice(programs), rows, touch, rng.gauss(-1, 2)))

    if rng.random() < 0.93:
        no_pitches = np.zeros(len(chords), dtype=np.int64)
        pitches = walking.completed(no_pitches, chords, positions, rng)
        two = rng.random() < 0.15
        rows = (
            walking.in_two(pitches, positions, rng)
            if two
            else walking.walk(pitches, positions, rng, skips=rng.choice((0.0, 0.05, 0.12)))
        )
        player("bass", (32, 32, 32, 33, 35), rows)
    if rng.random() < 0.8:
        busy = rng.uniform(0.5, 1.0)
        rows = comp(chords, positions, rng, ratio=ratio, busy=busy)
        player("comping", (0, 0, 0, 4, 16, 26), rows)
    if rng.random() < 0.25:
        player("guitar", (24, 26), four_to_the_bar(chords, positions, rng))
    if rng.random() < 0.75:
        beats = max(positions)
        rows = melodies.melody(
            chords,
            len(chords) // beats,
            beats,
            rng,
            key=key,
            degrees=_BLUES,
            ratio=ratio,
            dense=rng.choice((0.0, 0.1)),
            middle=rng.choice((60, 66, 70)),
        )
        player("solo", _HORNS, rows)
    return voices
