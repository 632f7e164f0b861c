"""Names of pitches: C4 is middle C, MIDI 60; deviations from a key are in cents."""

from __future__ import annotations

import re

from lausch.errors import AnnotationError

NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
"""Pitch classes of the naturals, in the order of the scale."""
_SIGNS = {"": 0, "#": 1, "♯": 1, "b": -1, "♭": -1}
_FLAT = re.compile(r"(?<=[A-G])b|b(?=\d)")
_NAME = re.compile(r"([A-Ga-g])([#♯b♭]?)(-?\d{1,2})([+-]\d{1,2}(?:\.\d+)?)?")


def note_name(pitch: float) -> str:
    """The name of a MIDI pitch, with its deviation from the key in cents.

    >>> note_name(70), note_name(69.25)
    ('Bb4', 'A4+25')
    """
    key = round(pitch)
    cents = round(100 * (pitch - key), 2)
    name = f"{NAMES[key % 12]}{key // 12 - 1}"
    return f"{name}{cents:+g}" if cents else name


def with_signs(name: str) -> str:
    """A pitch, a key or a chord with the signs of music in place of letters.

    >>> with_signs("Bb major"), with_signs("F#m7b5"), with_signs("Eb4")
    ('B♭ major', 'F♯m7♭5', 'E♭4')
    """
    return _FLAT.sub("♭", name).replace("#", "♯")


def pitch_of(name: str) -> float:
    """The inverse of `note_name`; sharps and flats may be letters or signs.

    Raises AnnotationError for anything but the name of a pitch of MIDI 0 to 127.
    """
    match = _NAME.fullmatch(name.strip())
    if match:
        letter, sign, octave, cents = match.groups()
        key = 12 * (int(octave) + 1) + LETTERS[letter.upper()] + _SIGNS[sign]
        pitch = key + float(cents or 0) / 100
        if 0 <= pitch <= 127:
            return pitch
    raise AnnotationError(f"a pitch is named as in A4, Bb3 or F#5, not {name.strip()!r}")
