"""Chord symbols of two dialects, read into pitch classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lausch.annotation.pitch import LETTERS, NAMES


@dataclass(frozen=True)
class Chord:
    """A chord: root and bass as pitch classes, tones as semitones over the root, root first."""

    root: int
    tones: tuple[int, ...]
    bass: int

    @property
    def minor(self) -> bool:
        """Whether the third is minor."""
        return 3 in self.tones and 4 not in self.tones

    @property
    def fifth(self) -> int:
        """Semitones of the fifth over the root: 6, 7 or 8."""
        return next((tone for tone in (7, 6, 8) if tone in self.tones), 7)

    @property
    def classes(self) -> tuple[int, ...]:
        """Pitch classes, root first."""
        return tuple((self.root + tone) % 12 for tone in self.tones)

    def moved(self, semitones: int) -> Chord:
        """The chord transposed."""
        return Chord((self.root + semitones) % 12, self.tones, (self.bass + semitones) % 12)


Chords = Sequence[Chord | None]
"""One for each beat; None where no chord is known."""


def pitch_class(text: str) -> tuple[int, str]:
    """The pitch class a symbol begins with, and the rest of the symbol."""
    value = LETTERS[text[0]]
    rest = text[1:]
    while rest[:1] in ("#", "b"):
        value += 1 if rest[0] == "#" else -1
        rest = rest[1:]
    return value % 12, rest


_JAZZ = {
    "": (0, 4, 7), "6": (0, 4, 7, 9), "69": (0, 4, 7, 9, 14), "6911#": (0, 4, 7, 9, 14, 18),
    "+": (0, 4, 8), "+j7": (0, 4, 8, 11), "-": (0, 3, 7), "-6": (0, 3, 7, 9),
    "-69": (0, 3, 7, 9, 14), "-j7": (0, 3, 7, 11), "-7": (0, 3, 7, 10), "m7b5": (0, 3, 6, 10),
    "o": (0, 3, 6), "o7": (0, 3, 6, 9), "j7": (0, 4, 7, 11), "7": (0, 4, 7, 10),
    "sus": (0, 5, 7), "sus7": (0, 5, 7, 10), "7alt": (0, 4, 8, 10, 13, 15), "+7": (0, 4, 8, 10),
}  # fmt: skip
_EXTENSIONS = (("13b", 20), ("13#", 22), ("13", 21), ("11#", 18), ("11", 17), ("9b", 13),
               ("9#", 15), ("9", 14))  # fmt: skip


@lru_cache(maxsize=4096)
def read_jazz(symbol: str) -> Chord | None:
    """A chord symbol of the Weimar Jazz Database (`Bb7`, `F#m7b5`, `Ej7911#/G#`), None for NC."""
    if not symbol or symbol == "NC" or symbol[0] not in LETTERS:
        return None
    root, rest = pitch_class(symbol)
    rest, _, under = rest.partition("/")
    bass = pitch_class(under)[0] if under[:1] in LETTERS else root
    extra: list[int] = []
    quality = rest
    while quality not in _JAZZ:
        for ending, tone in _EXTENSIONS:
            if quality.endswith(ending):
                quality = quality[: -len(ending)]
                extra.insert(0, tone)
                break
        else:
            quality = quality[:-1]
    return Chord(root, tuple(dict.fromkeys((*_JAZZ[quality], *extra))), bass)


_HARTE = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "sus2": (0, 2, 7),
    "sus4": (0, 5, 7), "maj6": (0, 4, 7, 9), "min6": (0, 3, 7, 9), "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10), "minmaj7": (0, 3, 7, 11), "dim7": (0, 3, 6, 9),
    "hdim7": (0, 3, 6, 10), "sus4(b7)": (0, 5, 7, 10), "1": (0,), "5": (0, 7),
    "9": (0, 4, 7, 10, 14), "min9": (0, 3, 7, 10, 14), "maj9": (0, 4, 7, 11, 14),
    "11": (0, 7, 10, 14, 17), "min11": (0, 3, 7, 10, 17), "13": (0, 4, 7, 10, 21),
    "maj13": (0, 4, 7, 11, 21),
}  # fmt: skip
_DEGREES = {"2": 2, "b3": 3, "3": 4, "4": 5, "b5": 6, "5": 7, "#5": 8, "6": 9, "b7": 10, "7": 11}


@lru_cache(maxsize=4096)
def read_harte(symbol: str) -> Chord | None:
    """A chord symbol in Harte's syntax (`C#:min7/b3`), None for N.

    Source: Harte, Sandler, Abdallah, Gomez: Symbolic representation of musical chords, ISMIR 2005.
    """
    if not symbol or symbol[0] not in LETTERS:
        return None
    name, _, degree = symbol.partition("/")
    root, rest = pitch_class(name)
    quality = rest.lstrip(":") or "maj"
    # Tones in brackets are ornaments, except where the table knows the whole.
    tones = _HARTE.get(quality) or _HARTE.get(quality.partition("(")[0], (0, 4, 7))
    return Chord(root, tones, (root + _DEGREES.get(degree, 0)) % 12)


_INTERVALS = {1: "b2", 2: "2", 3: "b3", 4: "3", 5: "4", 6: "b5", 7: "5", 8: "#5", 9: "6", 10: "b7",
              11: "7"}  # fmt: skip
_BY_TONES = {tones: quality for quality, tones in _HARTE.items()}


def harte(chord: Chord) -> str:
    """The label of a chord in Harte's syntax: the quality up to the seventh, and the bass.

    Of what stands over the seventh nothing is said, nor of an altered fifth of a seventh chord:
    "G7alt" is "G:7".
    """
    over = [tone for tone in chord.tones if tone < 12]
    quality = _BY_TONES.get(tuple(over)) or _by_third(over)
    degree = (chord.bass - chord.root) % 12
    return f"{NAMES[chord.root]}:{quality}" + (f"/{_INTERVALS[degree]}" if degree else "")


def _by_third(tones: Sequence[int]) -> str:
    """The quality of tones that no table knows: by third, then seventh."""
    third = "min" if 3 in tones and 4 not in tones else "maj"
    if 10 in tones:
        return "min7" if third == "min" else "7" if 4 in tones else "sus4(b7)"
    if 11 in tones:
        return "minmaj7" if third == "min" else "maj7"
    if third == "min" or 4 in tones:
        return third
    return "sus4" if 5 in tones else "sus2" if 2 in tones else "5"
