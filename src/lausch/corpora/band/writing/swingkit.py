"""Jazz drumming: ride, hi-hat on two and four, feathered bass drum, snare talk, brushes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lausch.corpora.band.playing.stage import Row

KICK, SNARE, CLOSED, PEDAL, RIDE, CRASH = 36, 38, 42, 44, 51, 49
BRUSH_TAP, BRUSH_SLAP, BRUSH_SWIRL = 38, 39, 40


def swing_ratio(bpm: float) -> float:
    """Long : short of a drummer's eighths at a tempo.

    Falls linearly from about 3:1 at slow to 1:1 at fast tempi: Friberg & Sundström, Swing ratios
    and ensemble timing in jazz performance, Music Perception 19(3), 2002, figure 3.
    """
    return max(1.0, min(3.2, 3.4 - 0.0085 * max(0.0, bpm - 60)))


def ride(
    positions: Sequence[int], bpm: float, rng: Random, *, ratio: float, key: int = RIDE
) -> list[Row]:
    """Spang-a-lang, varied; at very fast tempi mostly plain quarters."""
    off = ratio / (1 + ratio)
    # Skip notes thin out where hands run out of time.
    skip = 0.85 if bpm < 220 else 0.6 if bpm < 280 else 0.35
    skip *= rng.uniform(0.6, 1.1)
    plain = rng.random() < (0.12 if bpm < 240 else 0.3)
    shifted = rng.random() < 0.08
    rows: list[Row] = []
    for beat, position in enumerate(positions):
        if rng.random() < 0.02:
            continue
        even = position % 2 == 0
        loud = 88 + (6 if even else 0) + rng.randrange(-7, 8)
        rows.append((beat, 0.3, key, loud))
        # The skip note follows the even beats; some drummers, some bars, the odd ones as well.
        chance = skip if even != shifted else skip * 0.12
        if not plain and rng.random() < chance:
            rows.append((beat + off, 0.3, key, loud - rng.randrange(8, 26)))
    return rows


def hat(positions: Sequence[int], rng: Random, *, three: bool = False) -> list[Row]:
    """The foot: two and four, or two (and three) of a waltz."""
    late = rng.random() < 0.5
    return [
        (beat, 0.2, PEDAL, rng.randrange(66, 96))
        for beat, position in enumerate(positions)
        if (position == 2 or (late and position == 3) if three else position % 2 == 0)
        and rng.random() > 0.02
    ]


def feather(positions: Sequence[int], rng: Random, *, loud: int = 44) -> list[Row]:
    """The bass drum on all beats, very soft."""
    return [
        (beat, 0.2, KICK, loud + rng.randrange(-8, 9))
        for beat, _ in enumerate(positions)
        if rng.random() < 0.95
    ]


def talk(
    positions: Sequence[int], rng: Random, *, ratio: float, busy: float, bombs: float
) -> list[Row]:
    """Snare and bass drum comments on off-beats and triplets, and fills that lead into one."""
    off = ratio / (1 + ratio)
    rows: list[Row] = []
    beat = 0
    while beat < len(positions):
        roll = rng.random()
        if roll < busy * 0.5:
            at = beat + rng.choice((off, off, 0.0, off))
            rows.append((at, 0.2, SNARE, rng.choice((38, 48, 62, 80))))
        elif roll < busy * 0.6:
            rows += [(beat + step / 3, 0.2, SNARE, rng.randrange(36, 70)) for step in (1, 2)]
        elif roll < busy * 0.6 + bombs * 0.3:
            at = beat + (off if rng.random() < 0.8 else 0.0)
            rows.append((at, 0.2, KICK, rng.randrange(78, 112)))
            if rng.random() < 0.3:
                rows.append((at, 0.4, rng.choice((CRASH, RIDE)), 96))
        beat += 1
    return rows


def fill(start: int, beats: int, rng: Random, *, ratio: float) -> list[Row]:
    """Snare, toms and bass drum for some beats; triplets or swung eighths."""
    off = ratio / (1 + ratio)
    rows: list[Row] = []
    triplets = rng.random() < 0.6
    for beat in range(beats):
        steps = (0.0, 1 / 3, 2 / 3) if triplets else (0.0, off)
        for step in steps:
            if rng.random() < 0.85:
                key = rng.choice((SNARE, SNARE, 50, 47, 43, KICK))
                rows.append((start + beat + step, 0.2, key, rng.randrange(70, 112)))
    return rows


def brushes(positions: Sequence[int], rng: Random, *, ratio: float, slow: bool) -> list[Row]:
    """Swirls and taps on the snare: the time of a ballad or a quiet trio."""
    off = ratio / (1 + ratio)
    rows: list[Row] = []
    for beat, position in enumerate(positions):
        if position % 2 == 1 or slow:
            rows.append((beat, 0.9, BRUSH_SWIRL, rng.randrange(52, 76)))
        even = position % 2 == 0
        if not slow or even or rng.random() < 0.3:
            rows.append((beat, 0.2, BRUSH_TAP, rng.randrange(60, 84) + (10 if even else 0)))
        if even and rng.random() < (0.35 if slow else 0.7):
            rows.append((beat + off, 0.2, BRUSH_TAP, rng.randrange(42, 66)))
        if even and rng.random() < 0.2:
            rows.append((beat, 0.2, BRUSH_SLAP, rng.randrange(60, 84)))
    return rows


def two_beat(positions: Sequence[int], rng: Random, *, ratio: float) -> list[Row]:
    """Traditional jazz: bass drum on one and three, press rolls or choked cymbal after it."""
    off = ratio / (1 + ratio)
    rolls = rng.random() < 0.5
    key = rng.choice((SNARE, SNARE, 76, CLOSED))
    rows: list[Row] = []
    for beat, position in enumerate(positions):
        if position % 2:
            rows.append((beat, 0.2, KICK, rng.randrange(84, 104)))
        else:
            rows.append((beat, 0.2, key, rng.randrange(76, 100)))
            if rolls:
                rows += [(beat + step / 6, 0.1, key, 52) for step in (1, 2, 3)]
        if key != SNARE and rng.random() < 0.6:
            rows.append((beat + off, 0.2, key, 62))
    return rows
