"""Chord symbols in Harte's syntax, such as `Bb:min7/b3`, as pitch classes.

Source: Harte, Sandler, Abdallah & Gomez, "Symbolic representation of musical chords", ISMIR 2005,
with the shorthands that JAMS and mir_eval have beside those. `N` is no chord, `X` an unknown one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lausch.annotation.pitch import LETTERS, NAMES
from lausch.errors import AnnotationError

NO_CHORD = "N"
UNKNOWN = "X"
SHORTHANDS = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "aug": (0, 4, 8), "dim": (0, 3, 6), "sus4": (0, 5, 7),
    "sus2": (0, 2, 7), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10),
    "minmaj7": (0, 3, 7, 11), "maj6": (0, 4, 7, 9), "min6": (0, 3, 7, 9), "dim7": (0, 3, 6, 9),
    "hdim7": (0, 3, 6, 10), "maj9": (0, 2, 4, 7, 11), "min9": (0, 2, 3, 7, 10),
    "9": (0, 2, 4, 7, 10), "b9": (0, 1, 4, 7, 10), "#9": (0, 3, 4, 7, 10),
    "11": (0, 2, 5, 4, 7, 10), "#11": (0, 2, 4, 6, 7, 10), "min11": (0, 2, 3, 5, 7, 10),
    "maj11": (0, 2, 4, 5, 7, 11), "13": (0, 2, 4, 7, 9, 10), "b13": (0, 2, 4, 7, 8, 10),
    "maj13": (0, 2, 4, 7, 9, 11), "min13": (0, 2, 3, 7, 9, 10), "aug7": (0, 4, 8, 10),
    "1": (0,), "5": (0, 7), "": (0,),
}  # fmt: skip
"""Semitones over the root, within an octave."""
_DEGREES = (0, 2, 4, 5, 7, 9, 11)
_DEGREE = r"[#b]*(?:1[0-3]|[1-9])"
_SYMBOL = re.compile(
    rf"([A-G])([#b]*)(?::([a-z0-9#]*)(?:\((\*?{_DEGREE}(?:,\*?{_DEGREE})*)\))?)?(?:/({_DEGREE}))?"
)


@dataclass(frozen=True)
class Symbol:
    """A chord: the pitch classes of its root and bass, and its tones in semitones over the root."""

    root: int
    tones: frozenset[int]
    bass: int

    @property
    def classes(self) -> frozenset[int]:
        """The pitch classes of its tones."""
        return frozenset((self.root + tone) % 12 for tone in self.tones)


@lru_cache(maxsize=65536)
def symbol_of(label: str) -> Symbol | None:
    """The chord of a label; None for `N` and `X`.

    Raises AnnotationError for anything that is not in Harte's syntax.

    >>> sorted(symbol_of("G:7").classes), symbol_of("N")
    ([2, 5, 7, 11], None)
    """
    if label in (NO_CHORD, UNKNOWN):
        return None
    match = _SYMBOL.fullmatch(label)
    shorthand = "maj" if match is None or match[3] is None else match[3]
    if match is None or shorthand not in SHORTHANDS or label.endswith(":"):
        raise AnnotationError(
            f"a chord is written as in C:maj, Bb:min7, F#:7/3, N (none) or X (unknown), not as "
            f"{label[:60]!r}; is it a symbol such as Bbm7? see Harte et al., ISMIR 2005"
        )
    root = pitch_class(match[1] + match[2])
    tones = set(SHORTHANDS[shorthand])
    for degree in (match[4] or "").split(",") if match[4] else ():
        if degree.startswith("*"):
            tones.discard(semitones(degree[1:]))
        else:
            tones.add(semitones(degree))
    bass = semitones(match[5]) if match[5] else 0
    return Symbol(root, frozenset(tones), (root + bass) % 12)


def semitones(degree: str) -> int:
    """Semitones of a degree over the root, 0 to 11: `b3` is 3, `9` is 2."""
    number = int(degree.lstrip("#b"))
    signs = degree.count("#") - degree.count("b")
    return (_DEGREES[(number - 1) % 7] + signs) % 12


def pitch_class(name: str) -> int:
    """The pitch class of a letter with any number of sharps or flats, C = 0."""
    return (LETTERS[name[0]] + name.count("#") - name.count("b")) % 12


def root_name(label: str) -> str:
    """The root as it is written, such as `Bb`; "" for `N` and `X`."""
    match = _SYMBOL.fullmatch(label)
    return "" if match is None else match[1] + match[2]


def transposed(label: str, semitones: int) -> str:
    """A label some semitones higher; what is no chord stays so.

    >>> transposed("A:min7/b3", 3), transposed("N", 3)
    ('C:min7/b3', 'N')
    """
    name = root_name(label)
    if not name:
        return label
    return NAMES[(pitch_class(name) + semitones) % 12] + label[len(name) :]
