"""The vocabulary of chords that is found: ten qualities on twelve roots, and no chord.

Triads and sevenths; what is richer is reduced to them, and they to major and minor triads as
mir_eval has it. Pitch classes count from C = 0.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lausch.annotation.harte import NO_CHORD, UNKNOWN, Symbol, symbol_of
from lausch.annotation.pitch import NAMES

QUALITIES = ("maj", "min", "maj7", "7", "min7", "hdim7", "dim7", "sus4", "dim", "aug")
CLASSES = (*(f"{root}:{quality}" for quality in QUALITIES for root in NAMES), NO_CHORD)
"""Labels of all classes: class 12 q + r has quality q and root r; the last one is no chord."""
TRIADS = (*CLASSES[:24], NO_CHORD)
"""Major and minor triads, and no chord, in the same order."""
NONE = -1
"""The class of what is in no vocabulary: an unknown chord, a fifth, a single note."""
_TRIADS = {"maj": 0, "maj7": 0, "7": 0, "min": 1, "min7": 1}


@lru_cache(maxsize=65536)
def class_of(label: str) -> int:
    """The number in `CLASSES` of a chord in Harte's syntax; `NONE` where it is in none of them.

    A third decides, then the fifth, then the seventh; a chord without third is a suspension if it
    has a fourth, and else in no class.

    >>> CLASSES[class_of("A#:9/5")], CLASSES[class_of("D:sus4(b7)")], class_of("C:5")
    ('Bb:7', 'D:sus4', -1)
    """
    symbol = symbol_of(label)
    if symbol is None:
        return len(CLASSES) - 1 if label == NO_CHORD else NONE
    return class_of_symbol(symbol)


def class_of_symbol(symbol: Symbol) -> int:
    """The same of a chord that is read already."""
    quality = _quality(symbol)
    return NONE if quality is None else 12 * QUALITIES.index(quality) + symbol.root


def _quality(symbol: Symbol) -> str | None:
    bass = (symbol.bass - symbol.root) % 12
    tones = symbol.tones | ({bass} & {10, 11})  # a seventh in the bass is one of the chord
    if 4 in tones:
        if 8 in tones and 7 not in tones and not tones & {10, 11}:
            return "aug"
        return "7" if 10 in tones else "maj7" if 11 in tones else "maj"
    if 3 in tones:
        if 6 in tones and 7 not in tones:
            return "hdim7" if 10 in tones else "dim7" if 9 in tones else "dim"
        return "min7" if 10 in tones else "min"
    return "sus4" if 5 in tones else None


@lru_cache(maxsize=65536)
def triad_of(label: str) -> int:
    """The number in `TRIADS` of a chord; `NONE` if its triad is neither major nor minor.

    Its fifth is perfect. mir_eval agrees, except that it ignores chords over a bass that would
    change the triad, such as a fourth.
    """
    number = class_of(label)
    symbol = symbol_of(label)
    if symbol is None:
        return len(TRIADS) - 1 if number != NONE else NONE
    quality = None if number == NONE or 7 not in symbol.tones else QUALITIES[number // 12]
    return NONE if quality not in _TRIADS else 12 * _TRIADS[quality] + symbol.root


def reduced(label: str) -> str:
    """The label of its class; `X` for a chord in none."""
    number = class_of(label)
    return UNKNOWN if number == NONE else CLASSES[number]


def triad(label: str) -> str:
    """The label of its major or minor triad; `X` for a chord with neither."""
    number = triad_of(label)
    return UNKNOWN if number == NONE else TRIADS[number]


def chroma_of(label: str) -> NDArray[np.float32]:
    """1 for each pitch class of a chord, 0 for the others, shape (12,); all 0 without a chord."""
    values = np.zeros(12, dtype=np.float32)
    symbol = symbol_of(label)
    if symbol is not None:
        values[sorted(symbol.classes)] = 1
    return values


def templates(labels: tuple[str, ...] = CLASSES) -> NDArray[np.float32]:
    """The chroma of each label, shape (labels, 12)."""
    return np.stack([chroma_of(label) for label in labels])


def moved(number: int, semitones: int) -> int:
    """A class, of `CLASSES` or `TRIADS` but for the last, some semitones higher."""
    return number - number % 12 + (number + semitones) % 12
