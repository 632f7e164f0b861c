"""Key signatures estimated from notes, and names of pitches in a key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

MAJOR = (5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0)
MINOR = (5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0)
"""Weights of the twelve pitch classes above a tonic (Temperley, Music Perception 17, 1999)."""
STEPS = "FCGDAEB"
"""Steps on the line of fifths; C is at 0, and seven fifths are a sharp."""
Name = tuple[str, int, int]


def fifths_of(pitches: ArrayLike, lengths: ArrayLike) -> int:
    """The key signature, from -6 (flats) to 5 (sharps), whose key fits the notes best; 0 for none.

    The profile of a key correlates most with how long each pitch class sounds (Krumhansl 1990). It
    is an estimate: a relative key has the same signature.

    Parameters
    ----------
    pitches : MIDI numbers, shape (notes,).
    lengths : of the notes, in any unit.
    """
    classes = np.round(np.asarray(pitches, dtype=np.float64)).astype(np.int64) % 12
    sounding = np.bincount(classes, np.asarray(lengths, dtype=np.float64), 12)
    if not sounding.std():
        return 0
    scores = {
        (tonic, minor): float(np.corrcoef(np.roll(profile, tonic), sounding)[0, 1])
        for minor, profile in enumerate((MAJOR, MINOR))
        for tonic in range(12)
    }
    tonic, minor = max(scores, key=lambda key: scores[key])
    major = (tonic + 3 * minor) % 12
    return (7 * major + 6) % 12 - 6


def spelled(pitches: Sequence[int], fifths: int = 0) -> list[Name]:
    """Step, alteration (-1, 0, 1) and octave of each MIDI number; ("", 0, 0) for a rest (0).

    Notes of the key are named as the signature has them. Another is raised where it moves up by a
    semitone, and lowered where it moves down; else it has the name nearest to the key on the line
    of fifths.

    >>> spelled([42, 43, 0, 42, 41])
    [('F', 1, 2), ('G', 0, 2), ('', 0, 0), ('G', -1, 2), ('F', 0, 2)]
    >>> spelled([39, 44, 46], -3)
    [('E', -1, 2), ('A', -1, 2), ('B', -1, 2)]
    """
    names: list[Name] = []
    following = place = 0
    for pitch in reversed(pitches):
        if not pitch:
            names.append(("", 0, 0))
            continue
        if pitch != following:
            place = _place(pitch, following - pitch if following else 0, fifths)
            following = pitch
        alter = (place + 1) // 7
        names.append((STEPS[(place + 1) % 7], alter, (pitch - alter) // 12 - 1))
    return names[::-1]


def _place(pitch: int, motion: int, fifths: int) -> int:
    """The place of a pitch on the line of fifths, between Fb and B#."""
    inside = _named(pitch, range(fifths - 1, fifths + 6))
    if inside:
        return inside[0]
    plain = _named(pitch, range(-6, 11))  # one name without a sign, or one flat and one sharp
    if abs(motion) == 1:
        return max(plain) if motion > 0 else min(plain)
    sharper = 1 if fifths >= 0 else -1  # of two names as near to the key
    return min(plain, key=lambda place: (abs(place - fifths - 1), -sharper * place))


def _named(pitch: int, places: range) -> list[int]:
    """Those places on the line of fifths that sound like a pitch."""
    return [place for place in places if (7 * place - pitch) % 12 == 0]
