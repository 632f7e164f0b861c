"""Chord symbols as lead sheets have them: `Bb7`, `F#m7b5`, `Cmaj7`."""

from __future__ import annotations

from lausch.annotation.harte import NO_CHORD, UNKNOWN, root_name, symbol_of
from lausch.annotation.key import spelling

SYMBOLS = {
    "": "", "maj": "", "min": "m", "maj7": "maj7", "7": "7", "min7": "m7", "hdim7": "m7b5",
    "dim7": "dim7", "sus4": "sus4", "dim": "dim", "aug": "aug", "maj6": "6", "min6": "m6",
    "minmaj7": "m(maj7)", "sus4(b7)": "7sus4", "9": "9", "maj9": "maj9", "min9": "m9", "13": "13",
    "sus2": "sus2", "5": "5", "aug7": "7#5",
}  # fmt: skip
"""What stands behind the root; of other shorthands they stand as they are."""
NONE = "N.C."


def lead_symbol(label: str, key: str = "") -> str:
    """A chord in Harte's syntax as musicians write it, with its bass; "?" if it is not known.

    >>> lead_symbol("Bb:hdim7"), lead_symbol("C:maj/3"), lead_symbol("N")
    ('Bbm7b5', 'C/E', 'N.C.')
    """
    if label in (NO_CHORD, UNKNOWN):
        return NONE if label == NO_CHORD else "?"
    symbol = symbol_of(label)
    assert symbol is not None
    root = root_name(label)
    kind = label[len(root) :].lstrip(":").partition("/")[0]
    bass = "" if symbol.bass == symbol.root else f"/{spelling(key)[symbol.bass]}"
    return f"{root}{SYMBOLS.get(kind, kind)}{bass}"
