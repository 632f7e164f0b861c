"""Arrays of any length, cut into pieces of one length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from lausch.frames import FloatArray


def recut(arrays: Iterable[FloatArray], count: int) -> Iterator[FloatArray]:
    """The same samples in pieces of exactly `count` along the first axis; the last may be shorter.

    At most one piece and one incoming array are in memory.
    """
    waiting: list[FloatArray] = []
    held = 0
    for array in arrays:
        start = 0
        while held + len(array) - start >= count:
            end = start + count - held
            waiting.append(array[start:end])
            yield waiting[0] if len(waiting) == 1 else np.concatenate(waiting)
            waiting, held, start = [], 0, end
        if start < len(array):
            waiting.append(array[start:])
            held += len(array) - start
    if waiting:
        yield waiting[0] if len(waiting) == 1 else np.concatenate(waiting)
