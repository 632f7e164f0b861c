"""Tags: what sounds and in which manner, with a probability for each, and who plays when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from lausch.annotation.melody import Floats, shares
from lausch.annotation.times import freeze
from lausch.errors import AnnotationError
from lausch.frames import Frames

GROUPS: Mapping[str, tuple[str, ...]] = {
    "instrument": (
        "voice", "saxophone", "clarinet", "flute", "trumpet", "trombone", "brass section",
        "strings", "vibraphone", "guitar", "distorted guitar", "piano", "electric piano", "organ",
        "synthesizer", "double bass", "electric bass", "synth bass", "drums", "brushes",
    ),
    "ensemble": ("one player",),
    "feel": (
        "swing feel", "straight feel", "two-beat feel", "latin feel", "funk feel", "waltz feel",
        "ballad feel",
    ),
    "jazz": (
        "traditional jazz", "swing jazz", "bebop", "cool jazz", "hardbop", "postbop", "fusion",
        "free jazz",
    ),
    "groove": (
        "rock groove", "funk groove", "jazz groove", "latin groove", "hiphop groove",
        "soul groove", "afrocuban groove", "punk groove", "neworleans groove", "country groove",
        "pop groove", "reggae groove", "gospel groove", "afrobeat groove", "dance groove",
        "blues groove", "highlife groove", "middleeastern groove",
    ),
    "tempo": ("slow tempo", "medium tempo", "fast tempo"),
    "mode": ("minor mode",),
}  # fmt: skip
"""The vocabulary by groups: instruments and singing; whether one alone plays; the feel; the style
of a jazz solo as the Weimar Jazz Database has it; that of the drumming as the Groove MIDI Dataset
has it; classes of tempo, of which two of the database's are one each; the mode."""
VOCABULARY = tuple(tag for tags in GROUPS.values() for tag in tags)
INSTRUMENTS = GROUPS["instrument"]
"""The tags that may come and go in a recording: those that a curve has."""
PLACE = {tag: place for place, tag in enumerate(VOCABULARY)}
GROUP_OF = {tag: group for group, tags in GROUPS.items() for tag in tags}
PRESENT = 0.5
"""The probability from which a tag counts as present."""


@dataclass(frozen=True, eq=False)
class Tags:
    """What is known of a recording's tags; nothing is known of those that are not named.

    Parameters
    ----------
    names : of `VOCABULARY`, each once; they are kept in its order.
    probabilities : that each applies to the recording, 0 to 1; 0 or 1 where it is annotated.
    curve : the same for instruments over time, a column for each, named as in `names`; None if
        unknown.
    """

    names: tuple[str, ...]
    probabilities: Floats
    curve: Frames | None

    def __init__(
        self,
        names: Sequence[str] = (),
        probabilities: ArrayLike | None = None,
        curve: Frames | None = None,
    ) -> None:
        words = tuple(str(name) for name in names)
        unknown = sorted(set(words) - PLACE.keys())
        if unknown:
            raise AnnotationError(
                f"{', '.join(map(repr, unknown[:5]))} are no tags; there are "
                f"{', '.join(VOCABULARY)}"
            )
        if len(set(words)) < len(words):
            raise AnnotationError(f"each tag is named once, but these are {', '.join(words)}")
        chances = shares(probabilities, len(words), "tag")
        order = sorted(range(len(words)), key=lambda at: PLACE[words[at]])
        if curve is not None:
            strange = sorted(set(curve.columns) - (set(words) & set(INSTRUMENTS)))
            if strange:
                raise AnnotationError(
                    "a curve is of instruments that have a probability, not of "
                    f"{', '.join(map(repr, strange))}"
                )
            if curve.values.size and not (0 <= curve.values.min() <= curve.values.max() <= 1):
                raise AnnotationError("a curve of tags has probabilities, which are 0 to 1")
        freeze(
            self,
            names=tuple(words[at] for at in order),
            probabilities=chances[order],
            curve=curve,
        )

    def __len__(self) -> int:
        """The number of tags that are present."""
        return len(self.present)

    @property
    def present(self) -> tuple[str, ...]:
        """The tags whose probability is at least `PRESENT`."""
        return tuple(name for name, chance in self.pairs.items() if chance >= PRESENT)

    @cached_property
    def pairs(self) -> dict[str, float]:
        """Probabilities by tag, in the order of the vocabulary."""
        return dict(zip(self.names, self.probabilities.tolist(), strict=True))

    def only(self, names: Iterable[str]) -> Tags:
        """What is known of some of the tags."""
        wanted = [name for name in self.names if name in set(names)]
        chances = [self.pairs[name] for name in wanted]
        curve = self.curve
        if curve is not None:
            kept = [name for name in curve.columns if name in wanted]
            places = [curve.columns.index(name) for name in kept]
            curve = Frames(curve.values[:, places], curve.clock, tuple(kept))
        return Tags(wanted, chances, curve)

    def stretches(self, name: str) -> Floats:
        """Where an instrument's curve is at least `PRESENT`: (n, 2), starts and ends in seconds.

        A frame reaches half a step to either side; empty without a curve of that name.
        """
        if self.curve is None or name not in self.curve.columns:
            return np.zeros((0, 2))
        on = np.concatenate([[False], self.curve.column(name) >= PRESENT, [False]])
        edges = np.flatnonzero(on[1:] != on[:-1]).reshape(-1, 2)
        return np.asarray(np.maximum(self.curve.clock.seconds(edges - 0.5), 0.0))


def known(facts: Mapping[str, bool], curve: Frames | None = None) -> Tags:
    """Annotated tags: whether each of some applies to a recording."""
    return Tags(list(facts), [float(yes) for yes in facts.values()], curve)
