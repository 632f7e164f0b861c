"""Made-up lead lines: sung phrases, guitar leads, unison riffs."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lausch.corpora.band.playing.feel import swung
from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.chord import Chords

_MINOR_PENTATONIC = (0, 3, 5, 7, 10)
_MAJOR_PENTATONIC = (0, 2, 4, 7, 9)
_MINOR = (0, 2, 3, 5, 7, 8, 10)
_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)

# Onsets of a two-beat cell in eighths: what syllables and licks are made of.
_CELLS = ((0,), (0, 2), (0, 1, 2), (0, 1, 2, 3), (1, 2, 3), (1, 3), (0, 3), (3,), (1,), (0, 1, 3),
          (0, 2, 3), (), (2, 3), ())  # fmt: skip


def scale(minor: bool, family: str, rng: Random) -> tuple[int, ...]:
    """A scale over the key that suits a family of progressions."""
    if family == "metal":
        return rng.choice((_MINOR, _PHRYGIAN, _MINOR_PENTATONIC))
    if family in ("funk", "blues"):
        return _MINOR_PENTATONIC
    if minor:
        return rng.choice((_MINOR, _MINOR_PENTATONIC))
    return rng.choice((_MAJOR, _MAJOR_PENTATONIC))


def _rhythm(length_beats: int, rng: Random, dense: float) -> list[float]:
    onsets: list[float] = []
    for start in range(0, length_beats, 2):
        cell = rng.choice(_CELLS)
        for step in cell:
            at = start + step / 2
            if at < length_beats:
                onsets.append(at)
                if rng.random() < dense:
                    onsets.append(at + 0.25)
    return sorted(set(onsets))


def melody(
    chords: Chords,
    bars: int,
    beats: int,
    rng: Random,
    *,
    key: int,
    degrees: Sequence[int],
    ratio: float = 1.0,
    ternary: bool = False,
    middle: int = 66,
    dense: float = 0.05,
) -> list[Row]:
    """Two-bar phrases in the form a a' b a', each ending in a rest, on-beats near the chord.

    A phrase may begin before its bar: a pick-up is the commonest trap for a downbeat tracker.
    """
    ladder = sorted(
        12 * octave + (key + degree) % 12 for octave in range(3, 9) for degree in degrees
    )
    length = 2 * beats
    motifs = [_rhythm(length - rng.choice((0, 1, 2)), rng, dense) for _ in range(2)]
    pickup = rng.choice((0.0, 0.0, 0.5, 1.0, 1.5, -0.5))
    order = rng.choice(((0, 0, 1, 0), (0, 1, 0, 1), (0, 0, 0, 1)))
    rows: list[Row] = []
    place = min(range(len(ladder)), key=lambda i: abs(ladder[i] - middle))
    home = place
    for phrase in range((bars + 1) // 2):
        if rng.random() < 0.12:
            continue
        onsets = motifs[order[phrase % 4]]
        for index, onset in enumerate(onsets):
            at = phrase * length + onset - pickup
            if at < 0 or at >= bars * beats:
                continue
            place += rng.choice((-2, -1, -1, 0, 0, 1, 1, 2)) + (1 if place < home - 4 else 0)
            place += -1 if place > home + 4 else 0
            place = max(0, min(len(ladder) - 1, place))
            pitch = ladder[place]
            chord = chords[min(len(chords) - 1, int(at))]
            if chord is not None and at % 1 < 0.01 and rng.random() < 0.6:
                near = [p for p in range(pitch - 3, pitch + 4) if p % 12 in chord.classes]
                pitch = rng.choice(near) if near else pitch
            after = onsets[index + 1] if index + 1 < len(onsets) else onset + rng.choice((1.0, 2.0))
            size = max(0.2, (after - onset) * rng.uniform(0.6, 1.0))
            begin = swung(at, 2.0 if ternary else ratio) if ternary or ratio > 1 else at
            rows.append((begin, size, pitch, 92 + rng.randrange(-10, 11)))
    return rows


def riff(
    chords: Chords,
    bars: int,
    beats: int,
    rng: Random,
    *,
    degrees: Sequence[int],
    per_beat: int = 2,
    kicks: Sequence[float] = (),
    low: int = 40,
) -> list[Row]:
    """A one- or two-bar figure over the root, repeated and moved with the harmony.

    With `kicks` (beat coordinates of the bass drum) the figure takes its rhythm from the first
    bars of the drums, as a band that plays tight does.
    """
    round_bars = rng.choice((1, 1, 2))
    span = round_bars * beats
    steps = sorted({round(kick * per_beat) for kick in kicks if 0 <= kick < span - 0.2})
    if len(steps) < 2 or rng.random() < 0.4:
        chance = rng.uniform(0.35, 0.85)
        steps = [0] + [s for s in range(1, span * per_beat) if rng.random() < chance]
    tones: list[int] = []
    for _ in steps:
        tones.append(0 if not tones or rng.random() < 0.5 else rng.choice(tuple(degrees)))
    rows: list[Row] = []
    for start in range(0, bars * beats, span):
        for index, (step, tone) in enumerate(zip(steps, tones, strict=True)):
            at = start + step / per_beat
            if at >= bars * beats:
                break
            chord = chords[min(len(chords) - 1, start)]
            if chord is None:
                continue
            after = steps[index + 1] if index + 1 < len(steps) else span * per_beat
            size = min(1.5, (after - step) / per_beat) * 0.85
            pitch = low + (chord.root - low) % 12 + tone
            rows.append((at, size, pitch, 100 if step % (beats * per_beat) == 0 else 86))
    return rows
