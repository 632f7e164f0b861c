"""The sections of a piece, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

# Where the band strikes in a stop-time bar, in beats from the downbeat; the rest is silence.
STOPS = ((0.0,), (0.0, 1.5), (0.0, 2.5), (0.0, 1.0), (0.0, 3.5))


@dataclass(frozen=True)
class Section:
    """Bars played alike.

    Sections with one label share their patterns. Energy is 0 (silent drums) to 1; `time` is
    "plain", "half" or "double" (the back-beat moves, the count does not); `stops` are the beats of
    the bar on which all strike together, if any.
    """

    first_bar: int
    bars: int
    label: str
    energy: float
    time: str = "plain"
    stops: tuple[float, ...] = ()

    @property
    def chorus(self) -> bool:
        """Whether it is a chorus (B of POP909's annotators): it may have patterns of its own."""
        return self.label in ("B", "b")


def laid_out(
    cuts: Sequence[int],
    labels: Sequence[str],
    bars: int,
    rng: Random,
    *,
    bpm: float,
    contrast: float = 1.0,
) -> list[Section]:
    """Sections from their first bars and labels (as many as cuts).

    `contrast` scales how often a section drops its drums, changes to half- or double-time or
    to stop-time; half-time belongs to medium and fast tempi, double-time to slow and medium.
    """
    energies: dict[str, float] = {}
    times: dict[str, str] = {}
    out: list[Section] = []
    for start, stop, label in zip(cuts, [*cuts[1:], bars], labels, strict=True):
        low = 0.2 if label in "ioIO" else 0.4 if label in "Aa" else 0.55
        energies.setdefault(label, rng.uniform(low, 0.95 if low < 0.5 else 1.0))
        energy = energies[label]
        if label not in times:
            roll = rng.random() / contrast if contrast else 1.0
            times[label] = (
                "half" if roll < 0.06 and bpm > 100 else
                "double" if 0.06 <= roll < 0.09 and 125 < bpm < 200 else "plain"
            )  # fmt: skip
        silent = len(cuts) > 1 and rng.random() < 0.08 * contrast
        stops = rng.choice(STOPS) if rng.random() < 0.03 * contrast and stop - start <= 8 else ()
        out.append(
            Section(start, stop - start, label, 0.0 if silent else energy, times[label], stops)
        )
    return out
