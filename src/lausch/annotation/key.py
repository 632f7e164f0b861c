"""Keys: the tonic and mode of a piece and, where these change, of its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from lausch.annotation.chords import changes, spans_of
from lausch.annotation.harte import pitch_class
from lausch.annotation.melody import Floats, shares
from lausch.annotation.times import Times, freeze
from lausch.errors import AnnotationError

MODES = ("maj", "min")
KEY_NAMES = (
    "C:maj", "Db:maj", "D:maj", "Eb:maj", "E:maj", "F:maj",
    "Gb:maj", "G:maj", "Ab:maj", "A:maj", "Bb:maj", "B:maj",
    "C:min", "C#:min", "D:min", "Eb:min", "E:min", "F:min",
    "F#:min", "G:min", "G#:min", "A:min", "Bb:min", "B:min",
)  # fmt: skip
"""The keys by number, see `key_number`."""
_MODE = {
    "": "maj", "maj": "maj", "major": "maj", "ionian": "maj", "lydian": "maj", "mixolydian": "maj",
    "ion": "maj", "lyd": "maj", "mix": "maj", "dur": "maj", "blues": "maj",
    "m": "min", "min": "min", "minor": "min", "aeolian": "min", "dorian": "min", "phrygian": "min",
    "aeo": "min", "dor": "min", "phr": "min", "moll": "min", "locrian": "min",
}  # fmt: skip
"""What files call the modes; modes of the church count by their third, a blues is major."""
_KEY = re.compile(r"([A-Ga-g])([#♯b♭]?)[\s:_-]*([A-Za-z]*)")
_FIFTHS = {"F": -1, "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5}
FEWEST_FLATS, MOST_SHARPS = -6, 10
"""Roots between Gb and A# on the line of fifths: none is written as Cb, E# or with two signs."""


def key_name(text: str) -> str:
    """A key as `C:maj` or `F#:min`, from that or from `F# minor`, `F#m`, `Gb:dorian`.

    Raises AnnotationError for anything else.

    >>> key_name("Bb"), key_name("f# minor"), key_name("D:dorian")
    ('Bb:maj', 'F#:min', 'D:min')
    """
    match = _KEY.fullmatch(text.strip())
    mode = None if match is None else match[3]
    known = None if mode is None else _MODE.get("maj" if mode == "M" else mode.lower())
    if match is None or known is None:
        raise AnnotationError(
            f"a key is a tonic and a mode, as in C:maj or F# minor, not {text.strip()[:40]!r}"
        )
    sign = match[2].replace("♯", "#").replace("♭", "b")
    return f"{match[1].upper()}{sign}:{known}"


def key_number(name: str) -> int:
    """The pitch class of the tonic of a key, C = 0; 12 more in minor."""
    tonic, _, mode = name.partition(":")
    return pitch_class(tonic) + 12 * MODES.index(mode)


def fifths_of(name: str) -> int:
    """Sharps of the key signature; flats count below 0. C# major has 7, Cb major -7."""
    tonic, _, mode = name.partition(":")
    place = _FIFTHS[tonic[0]] + 7 * (tonic.count("#") - tonic.count("b"))
    return place - 3 * (mode == "min")


def spelling(name: str) -> tuple[str, ...]:
    """The names of the twelve pitch classes, C first, as chords in a key are called by.

    Eleven neighbours of the tonic on the line of fifths: Bb, not A#, in C. Minor keys have the
    sharp leading note. Without a key ("") they are those of C.

    >>> spelling("E:maj")[10], spelling("A:min")[8], spelling("C:maj")[8]
    ('A#', 'G#', 'Ab')
    """
    signs = fifths_of(name) if name else 0
    first = signs - (3 if name.endswith("min") else 5)
    first = min(max(first, FEWEST_FLATS), MOST_SHARPS - 11)
    letters = "FCGDAEB"
    names = [""] * 12
    for place in range(first, first + 12):
        octave, letter = divmod(place + 1, 7)
        names[7 * place % 12] = letters[letter] + ("#" * octave if octave > 0 else "b" * -octave)
    return tuple(names)


def respelled(label: str, key: str) -> str:
    """A chord or key with its root as it is called in a key; a bass in Harte's syntax is a degree.

    >>> respelled("A#:7/3", "F:maj"), respelled("N", "F:maj")
    ('Bb:7/3', 'N')
    """
    match = re.match(r"[A-G][#b]*", label)
    if match is None:
        return label
    return spelling(key)[pitch_class(match[0])] + label[match.end() :]


@dataclass(frozen=True, eq=False)
class Key:
    """The key of a recording, and the regions where it is another.

    Parameters
    ----------
    name : of the whole, such as "C:maj" or "A:min"; "" if unknown.
    confidence : of the name, 0 to 1; by default 1.
    intervals : start and end of each region in seconds, shape (regions, 2); they do not overlap,
        and there may be none.
    labels : the key of each region.
    region_confidence : of each region, 0 to 1; by default 1.
    """

    name: str
    confidence: float
    intervals: Times
    labels: tuple[str, ...]
    region_confidence: Floats

    def __init__(
        self,
        name: str = "",
        confidence: float = 1.0,
        intervals: ArrayLike = (),
        labels: Sequence[str] = (),
        region_confidence: ArrayLike | None = None,
    ) -> None:
        words = tuple(str(label) for label in labels)
        for each in {str(name), *words} - {""}:
            if key_name(each) != each:
                raise AnnotationError(f"a key is written as {key_name(each)}, not as {each}")
        if "" in words:
            raise AnnotationError("a region has a key; leave out regions of unknown key")
        freeze(
            self,
            name=str(name),
            confidence=float(shares([float(confidence)], 1, "key")[0]),
            intervals=spans_of(intervals, len(words), "region"),
            labels=words,
            region_confidence=shares(region_confidence, len(words), "region"),
        )

    def __len__(self) -> int:
        """1 if the key is known, else 0."""
        return int(bool(self.name))

    @property
    def changes(self) -> bool:
        """Whether there are regions of several keys."""
        return len(set(self.labels)) > 1


def key_of_regions(
    intervals: ArrayLike, labels: Sequence[str], confidence: ArrayLike | None = None
) -> Key:
    """The key of regions in order: that which lasts longest; "" is unknown and left out.

    Equal neighbours become one region.
    """
    spans = np.array(intervals, dtype=np.float64).reshape(-1, 2)
    sure = shares(confidence, len(labels), "region")
    lasting: dict[str, float] = {}
    rows: list[tuple[float, float, str, float]] = []
    for first, last in pairwise(changes(spans, labels)):
        label, length = labels[first], float(spans[last - 1, 1] - spans[first, 0])
        if label and length > 0:
            lasting[label] = lasting.get(label, 0.0) + length
            mean = float(sure[first:last].mean())
            rows.append((float(spans[first, 0]), float(spans[last - 1, 1]), label, mean))
    if not rows:
        return Key()
    name = max(lasting, key=lambda label: lasting[label])
    own = [(end - start, share) for start, end, label, share in rows if label == name]
    lengths, shares_ = np.array(own).T
    return Key(
        name,
        float(np.clip(np.average(shares_, weights=lengths), 0, 1)),
        [(start, end) for start, end, _, _ in rows],
        [label for _, _, label, _ in rows],
        [share for *_, share in rows],
    )
