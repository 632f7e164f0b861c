"""Drums: strokes of a kit, each with its instrument and how hard it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.melody import Floats, shares
from lausch.annotation.times import Times, freeze, increasing
from lausch.errors import AnnotationError

INSTRUMENTS = ("kick", "snare", "hi-hat", "tom", "cymbal")
"""The instruments of a kit, in the order in which strokes at one time are listed."""
KEYS = {
    "kick": (36, 35),
    "snare": (38, 40),
    "hi-hat": (42, 44, 46, 22, 26),
    "tom": (45, 41, 43, 47, 48, 50),
    "cymbal": (49, 51, 52, 53, 55, 57, 59),
}
"""General MIDI percussion keys of each instrument; the first one is written. Side sticks and hand
percussion are none of them."""
INSTRUMENT_OF = {key: name for name, keys in KEYS.items() for key in keys}


@dataclass(frozen=True, eq=False)
class Drums:
    """Strokes in order of time; several instruments may be struck at once.

    Parameters
    ----------
    times : seconds, shape (n,).
    instruments : of each stroke, one of `INSTRUMENTS`.
    velocities : how hard it is, 0 to 1 (MIDI velocity over 127); by default 1.
    confidence : of each stroke, 0 to 1; by default 1.
    """

    times: Times
    instruments: tuple[str, ...]
    velocities: Floats
    confidence: Floats

    def __init__(
        self,
        times: ArrayLike = (),
        instruments: Sequence[str] = (),
        velocities: ArrayLike | None = None,
        confidence: ArrayLike | None = None,
    ) -> None:
        seconds = np.array(times, dtype=np.float64).reshape(-1)
        names = tuple(instruments)
        if len(names) != seconds.size:
            raise AnnotationError(
                f"each stroke has one instrument, but there are {seconds.size} strokes and "
                f"{len(names)} instruments"
            )
        unknown = sorted(set(names) - set(INSTRUMENTS))
        if unknown:
            raise AnnotationError(
                f"a stroke is of {', '.join(INSTRUMENTS)}, not of {', '.join(map(repr, unknown))}"
            )
        force = shares(velocities, seconds.size, "stroke")
        sure = shares(confidence, seconds.size, "stroke")
        rank = np.array([INSTRUMENTS.index(name) for name in names], dtype=np.int64)
        order = np.lexsort((rank, seconds))
        for index, name in enumerate(INSTRUMENTS):
            increasing(seconds[order][rank[order] == index], f"{name} stroke")
        freeze(
            self,
            times=seconds[order],
            instruments=tuple(names[index] for index in order.tolist()),
            velocities=force[order],
            confidence=sure[order],
        )

    def __len__(self) -> int:
        return len(self.times)

    def of(self, instrument: str) -> Drums:
        """The strokes of one instrument."""
        return self.only(np.array([name == instrument for name in self.instruments], dtype=bool))

    def only(self, mask: NDArray[np.bool_]) -> Drums:
        """The strokes where `mask` is true, shape (n,)."""
        names = [self.instruments[index] for index in np.flatnonzero(mask).tolist()]
        return Drums(self.times[mask], names, self.velocities[mask], self.confidence[mask])
