"""What sounds at every beat of a score: the chord and the key, as labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lausch.annotation.pitch import NAMES
from lausch.corpora.band.sources.chord import Chords, harte
from lausch.errors import AnnotationError

NONE, UNKNOWN = "N", "X"
"""No chord sounds; nobody knows which one does."""


@dataclass(frozen=True)
class Key:
    """A major or minor key, its tonic a pitch class."""

    tonic: int
    minor: bool = False

    def moved(self, semitones: int) -> Key:
        """The key transposed."""
        return Key((self.tonic + semitones) % 12, self.minor)

    @property
    def label(self) -> str:
        """Such as "Bb:maj" or "C:min"."""
        return f"{NAMES[self.tonic]}:{'min' if self.minor else 'maj'}"


Keys = Sequence[Key | None]
"""One for each beat; None where no key is known."""


@dataclass(frozen=True)
class Harmony:
    """One chord and one key for each beat.

    Chords are Harte labels ("Bb:7/3"), `NONE` or `UNKNOWN`; keys are "Bb:maj", "C:min", or "" where
    none is known.
    """

    chords: tuple[str, ...]
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.chords) != len(self.keys):
            raise AnnotationError(
                f"harmony has {len(self.chords)} chords and {len(self.keys)} keys; "
                "each beat has one of both"
            )

    def __len__(self) -> int:
        return len(self.chords)

    def cut(self, first: int, last: int) -> Harmony:
        """The beats `first` to `last`, not included."""
        return Harmony(self.chords[first:last], self.keys[first:last])

    @property
    def roots(self) -> tuple[int, ...]:
        """At every beat the pitch class of the chord's root, -1 without a known chord."""
        return tuple(
            -1 if label in (NONE, UNKNOWN) else NAMES.index(label.partition(":")[0])
            for label in self.chords
        )


def harmony_of(chords: Chords, keys: Keys, semitones: int = 0, *, missing: str = NONE) -> Harmony:
    """Chords and keys of a source, transposed; `missing` stands where it gives no chord."""
    return Harmony(
        tuple(missing if chord is None else harte(chord.moved(semitones)) for chord in chords),
        tuple("" if key is None else key.moved(semitones).label for key in keys),
    )
