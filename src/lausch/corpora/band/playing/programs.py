"""General MIDI programs (0-127) that may stand in for one another, by role."""

from __future__ import annotations

from random import Random

PIANO = (0, 0, 1, 2, 3)
ELECTRIC_PIANO = (4, 5)
ORGAN = (16, 17, 18, 19)
ACOUSTIC_GUITAR = (24, 25)
CLEAN_GUITAR = (26, 27, 28)
DISTORTED_GUITAR = (29, 30)
ACOUSTIC_BASS = (32,)
ELECTRIC_BASS = (33, 34, 35)
SLAP_BASS = (36, 37)
SYNTH_BASS = (38, 39)
STRINGS = (44, 48, 49, 50, 51)
VOICES = (52, 53, 54, 85, 91)
BRASS = (56, 57, 60, 61, 62, 63)
REEDS = (64, 65, 66, 67, 68, 69, 71)
PIPES = (72, 73, 74, 75, 78, 79)
SYNTH_LEAD = (80, 81, 82, 84, 86, 87)
SYNTH_PAD = (88, 89, 90, 92, 94, 95)
MALLETS = (8, 9, 11, 12, 13)
PLUCKED = (45, 46, 104, 105, 106, 107)

# Percussion kits of the General MIDI / GS bank that free sound sets carry.
ROCK_KITS = (0, 0, 8, 16, 16)
ELECTRONIC_KITS = (24, 25, 25)
JAZZ_KITS = (32, 32, 0, 8)

MELODY = VOICES * 3 + REEDS + PIPES + SYNTH_LEAD + (56, 40, 41, 26, 27, 22, 11, 0, 4) + VOICES

RIFF_HORNS = (61, 56, 57, 65, 66)
"""A horn section behind a soloist."""

# Instruments of the database and what may stand in for them.
SOLOISTS = {
    "ts": (66, 66, 66, 65, 71), "as": (65, 65, 66, 64), "ss": (64, 64, 71, 68),
    "bs": (67, 67, 66), "tp": (56, 56, 59, 60), "cor": (56, 56, 59), "tb": (57, 57, 58, 60),
    "cl": (71, 71, 64, 73), "bcl": (71, 67, 70), "ts-c": (65, 66), "vib": (11, 11, 12),
    "p": (0, 1, 4), "g": (26, 26, 27, 24),
}  # fmt: skip


def soloist(instrument: str, rng: Random) -> int:
    """A program for an instrument of the database; a tenor saxophone for any that is rare."""
    return rng.choice(SOLOISTS.get(instrument, (66,)))
