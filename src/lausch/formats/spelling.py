"""How pitches are spelled where no key is known: leading notes lead."""

from __future__ import annotations

from collections.abc import Sequence

FLATS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
SHARPS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
USUAL = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

Name = tuple[str, int, int]


def spelled(pitches: Sequence[int]) -> list[Name]:
    """Step, alteration (-1, 0, 1) and octave of each MIDI number; ("", 0, 0) for a rest (0).

    A black key that moves up to the next white one is a sharp, one that moves down a flat. Others
    are flats where Eb, Ab and Bb are played more than E, A and B; else C# and F# are sharps.

    >>> spelled([42, 43, 0, 42, 41])
    [('F', 1, 2), ('G', 0, 2), ('', 0, 0), ('G', -1, 2), ('F', 0, 2)]
    """
    found: list[Name] = []
    played = [pitch % 12 for pitch in pitches if pitch]
    flat = sum(pitch in (3, 8, 10) for pitch in played) > sum(p in (4, 9, 11) for p in played)
    usual = FLATS if flat else USUAL
    following, name = 0, ""
    for pitch in reversed(pitches):
        if not pitch:
            found.append(("", 0, 0))
            continue
        if pitch != following:
            leads = {1: SHARPS, -1: FLATS}.get(following - pitch, usual)
            following, name = pitch, leads[pitch % 12]
        alter = {"#": 1, "b": -1}.get(name[1:], 0)
        found.append((name[0], alter, pitch // 12 - 1))
    return found[::-1]
