"""Times in seconds, checked: finite, not negative, increasing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.errors import AnnotationError

Times = NDArray[np.float64]

LONGEST_SECONDS = 86_400.0
"""The latest time in a recording: a day."""
UNITS = (
    "a recording lasts 24 h (86400 s) at most; are times in milliseconds, samples or HTK's units "
    "of 100 ns? write seconds"
)


def freeze(instance: object, **values: Any) -> None:
    """Set the fields of a frozen dataclass; arrays become read-only."""
    for name, value in values.items():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
        object.__setattr__(instance, name, value)


def increasing(times: ArrayLike, noun: str) -> Times:
    """An array of increasing seconds; `noun` names its entries in errors."""
    array = np.array(times, dtype=np.float64)
    if array.size == 0:
        array = array.reshape(0)
    if array.ndim != 1:
        raise AnnotationError(f"{noun} times are a list of seconds, not of shape {array.shape}")
    if not np.isfinite(array).all():
        bad = int(np.flatnonzero(~np.isfinite(array))[0])
        raise AnnotationError(f"{noun} {bad} has the time {array[bad]}; times are finite seconds")
    if array.size and array[0] < 0:
        raise AnnotationError(
            f"{noun} 0 is at {array[0]:.3f} s; times count from the start of the recording: "
            "was an offset subtracted twice?"
        )
    steps = np.diff(array)
    if (steps <= 0).any():
        bad = int(np.flatnonzero(steps <= 0)[0]) + 1
        raise AnnotationError(
            f"{noun} times must increase, but {noun} {bad} ({array[bad]:.3f} s) does not follow "
            f"{noun} {bad - 1} ({array[bad - 1]:.3f} s); is the column order right?"
        )
    if array.size and array[-1] > LONGEST_SECONDS:
        raise AnnotationError(f"the last {noun} is at {array[-1]:.10g} s, but {UNITS}")
    return array


def clock_time(seconds: float, step: float = 1.0) -> str:
    """Minutes and seconds, such as 1:05; with hours from one hour on, with decimals of small steps.

    >>> clock_time(65), clock_time(3665), clock_time(0.25, 0.05)
    ('1:05', '1:01:05', '0:00.25')
    """
    digits = 0 if step >= 1 else len(f"{step:g}") - 2
    minutes, rest = divmod(round(seconds, digits), 60)
    hours, minutes = divmod(int(minutes), 60)
    tail = f"{rest:0{3 + digits if digits else 2}.{digits}f}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"
