"""Voicings of chords: pitches for piano, guitar, pad and power chord."""

from __future__ import annotations

from random import Random

from lausch.corpora.band.sources.chord import Chord


def _up(pitch_class: int, floor: int) -> int:
    """The lowest pitch of a class at or above `floor`."""
    return floor + (pitch_class - floor) % 12


def nearest(pitch_class: int, around: int) -> int:
    """The pitch of a class nearest to `around`."""
    return around + (pitch_class - around + 6) % 12 - 6


def within(pitch: int, low: int, high: int) -> int:
    """The pitch in the octave where it lies between `low` and `high`."""
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    return pitch


def close(chord: Chord, floor: int) -> list[int]:
    """All tones in close position, the lowest at or above `floor`."""
    return sorted({_up(pitch, floor) for pitch in chord.classes})


def rootless(chord: Chord, rng: Random, *, floor: int = 52, size: int = 4) -> list[int]:
    """A jazz left hand: third and seventh (or sixth) below, colours above, no root."""
    guide = [tone for tone in chord.tones if tone % 12 in (3, 4, 5, 9, 10, 11)]
    colour = [tone for tone in chord.tones if tone > 11 or tone in (6, 7, 8)]
    if 7 in chord.tones and 14 not in chord.tones and 13 not in chord.tones and rng.random() < 0.5:
        colour.append(14)
    tones = list(dict.fromkeys(tone % 12 for tone in guide[:2] + colour))[: max(2, size)]
    start = floor + rng.randrange(-2, 5)
    return sorted({_up((chord.root + tone) % 12, start) for tone in tones})


def shell(chord: Chord) -> list[int]:
    """Freddie Green's guitar: root, seventh and third only."""
    root = _up(chord.root, 43)
    third = next((tone for tone in chord.tones if tone in (3, 4, 5)), 4)
    seventh = next((tone for tone in chord.tones if tone in (9, 10, 11)), 7)
    return [root, root + seventh, root + 12 + third]


# Tones over the root for chords on the low strings: E-shape and A-shape barre.
_BARRE_E = (0, 7, 12, None, 19, 24)
_BARRE_A = (0, 7, 12, None, 19)


def strum(chord: Chord) -> list[int]:
    """A barre chord on six or five strings, as a rhythm guitar plays it."""
    third = 12 + next((tone for tone in chord.tones if tone in (3, 4, 2, 5)), 4)
    root = _up(chord.bass if chord.bass == chord.root else chord.root, 40)
    shape = _BARRE_E if root <= 46 else _BARRE_A
    return sorted(root + (third if tone is None else tone) for tone in shape)


def power(chord: Chord, floor: int = 36) -> list[int]:
    """Root, fifth and octave; drop tunings reach below the E string with `floor` 35 or less."""
    root = _up(chord.bass, floor if floor < 44 else 38)
    fifth = root + (chord.fifth if chord.bass == chord.root else 7)
    return [root, fifth, root + 12]


def pad(chord: Chord, before: list[int] | None, floor: int = 52) -> list[int]:
    """Close position, the inversion nearest to what was held before."""
    choices = [close(chord, floor + step) for step in range(0, 12, 2)]
    if not before:
        return choices[0]
    middle = sum(before) / len(before)
    return min(choices, key=lambda held: abs(sum(held) / len(held) - middle))


def two_hands(chord: Chord, floor: int = 48) -> list[int]:
    """Bass note in the left hand, close position in the right."""
    return [_up(chord.bass, floor - 12), *close(chord, floor + 8)]
