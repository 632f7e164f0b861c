"""Arrays for the page: bytes that a browser inflates by itself, and numbers with few digits."""

from __future__ import annotations

import zlib
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.frames import FloatArray

Bytes = NDArray[np.uint8]
MANY = 4000
"""From so many numbers on, they are bytes."""
DIGITS = 5
"""Decimals of seconds and pitches: far below what is seen or heard."""


def numbers(values: ArrayLike, digits: int = DIGITS) -> list[Any]:
    """Rounded numbers as a list."""
    rounded: list[Any] = np.round(np.asarray(values, dtype=np.float64), digits).tolist()
    return rounded


def long_numbers(values: ArrayLike, digits: int = DIGITS) -> list[Any] | dict[str, Any]:
    """Rounded numbers as a list with None for NaN; many of them as bytes, which are read faster.

    Bytes are int32 differences of multiples of `step`, or float32 where there are NaN.
    """
    exact = np.asarray(values, dtype=np.float64)
    if len(exact) < MANY:
        return [None if value != value else value for value in numbers(exact, digits)]
    if np.isfinite(exact).all():
        whole = np.round(exact * 10**digits)
        steps = np.diff(whole, prepend=0.0)
        if np.abs(steps).max() < 2**31:
            return {"int32": _bytes(steps.astype("<i4")), "step": 10.0**-digits}
    return {"float32": _bytes(exact.astype("<f4"))}


def _bytes(values: NDArray[Any]) -> str:
    return as_text(zlib.compress(values.tobytes(), 6))


def shares_as_bytes(values: FloatArray) -> Bytes:
    """Values of 0 to 1 as 0 to 255."""
    return np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)


def deflated(values: Bytes) -> bytes:
    """The bytes of an array, in the order of its axes, compressed as zlib does."""
    return zlib.compress(np.ascontiguousarray(values).tobytes(), 6)


def as_text(data: bytes) -> str:
    """Bytes as base64."""
    return b64encode(data).decode("ascii")
