"""Options of a search: the transpositions and tempi to try."""

from __future__ import annotations

import numpy as np

from lausch.errors import OptionError

ALL_SEMITONES = (-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6)
TEMPO_STEP = 1.08
"""Warping makes up for more than half of this."""
SLOWEST, FASTEST = 0.25, 4.0


def checked_transposition(transpose: int | str) -> tuple[int, ...]:
    """The transpositions to try; raises OptionError."""
    if transpose == "any":
        return ALL_SEMITONES
    if isinstance(transpose, int) and -11 <= transpose <= 11:
        return (transpose,)
    raise OptionError(
        f"transpose is 'any' or a whole number of semitones from -11 to 11, not {transpose!r}"
    )


def tempi(slowest: float, fastest: float) -> tuple[float, ...]:
    """The tempo ratios to try: both ends, and powers of `TEMPO_STEP` between them.

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
