"""What may be asked: transpositions and tempi, from what a person says to what is tried."""

from __future__ import annotations

import numpy as np

from lausch.errors import OptionError

ALL_SEMITONES = (-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6)
TEMPO_STEP = 1.08
"""Warping makes up for half a step of tempo and more."""
SLOWEST, FASTEST = 0.25, 4.0


def checked_transposition(transpose: int | str) -> tuple[int, ...]:
    """The transpositions to be tried, or an OptionError."""
    if transpose == "any":
        return ALL_SEMITONES
    if isinstance(transpose, int) and -11 <= transpose <= 11:
        return (transpose,)
    raise OptionError(
        f"transpose is 'any' or a whole number of semitones from -11 to 11, not {transpose!r}"
    )


def tempi(slowest: float, fastest: float) -> tuple[float, ...]:
    """The tempo ratios to be tried: both ends, and between them powers of `TEMPO_STEP`.

    >>> [round(ratio, 2) for ratio in tempi(0.9, 1.1)]
    [0.9, 0.93, 1.0, 1.08, 1.1]
    """
    if not SLOWEST <= slowest <= fastest <= FASTEST:
        raise OptionError(
            f"tempo is a range of ratios within {SLOWEST:g} and {FASTEST:g}, such as 0.5 to 2, not "
            f"{slowest:g} to {fastest:g}"
        )
    low, high = np.log([slowest, fastest]) / np.log(TEMPO_STEP)
    between = TEMPO_STEP ** np.arange(np.ceil(low), np.floor(high) + 1)
    return tuple(np.unique(np.round([slowest, *between, fastest], 9)).tolist())
