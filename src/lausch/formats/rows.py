"""Lines of numbers: how they are written, and how they are read with errors that help."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats
from lausch.errors import AnnotationError, FormatError

T = TypeVar("T")
MOST_LINES = 3_000_000
MOST_BEATS_IN_A_BAR = 1000
SLOWEST_SECONDS = 30.0
"""Beats that are so far apart, by their median, are none."""
QUICKEST_SECONDS = 0.05
"""Nor are those that are so close: 1,200 a minute."""
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@contextmanager
def format_errors(name: str) -> Iterator[None]:
    """Turns an AnnotationError into a FormatError that names the file."""
    try:
        yield
    except AnnotationError as error:
        raise FormatError(f"{name}: {error}") from error


def needed(value: T | None, form: str, noun: str, way: str = "") -> T:
    """What a format holds, or a FormatError where an analysis has none of it."""
    if value is None:
        raise FormatError(f"{form} holds {noun}, but the analysis has none{way and '; ' + way}")
    return value


def by_rows(*columns: NDArray[Any]) -> Iterator[tuple[Any, ...]]:
    """Arrays of one length as rows of Python numbers."""
    return zip(*(column.tolist() for column in columns), strict=True)


def seconds(time: float) -> str:
    """A time with three to six decimals, the same in every locale.

    >>> seconds(0.46), seconds(1 / 3)
    ('0.460', '0.333333')
    """
    text = f"{time:.6f}"
    return text[:-3] + text[-3:].rstrip("0")


def lines(text: str, name: str) -> list[tuple[int, str]]:
    """Line numbers, from 1, and lines that are neither empty nor a comment (#)."""
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise FormatError(f"{name}: more than {MOST_LINES:,} lines; is it an annotation?")
    every = enumerate(text.splitlines(), start=1)
    return [(number, line) for number, line in every if (line.lstrip() or "#")[0] != "#"]


def is_number(cell: str) -> bool:
    """Whether a cell is a decimal number, with a point."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def is_numeric(cell: str) -> bool:
    """Whether a cell is a number, with a decimal point or a decimal comma."""
    return is_number(cell.replace(",", "."))


def number(field: str, name: str, line: int, noun: str) -> float:
    """A finite decimal number, or a FormatError that names the place."""
    value = float(field) if is_number(field) else math.nan
    if not math.isfinite(value):
        comma = "; is a decimal comma meant? write a point" if "," in field else ""
        raise FormatError(
            f"{name}, line {line}: {noun} is a number, not {field.strip()[:60]!r}{comma}"
        )
    return value


def position(field: str, name: str, line: int) -> int:
    """A beat's number in its bar; madmom and others also write it as 1.0."""
    value = number(field, name, line, "a beat's number in its bar")
    if value != math.floor(value) or not 1 <= value <= MOST_BEATS_IN_A_BAR:
        raise FormatError(
            f"{name}, line {line}: beats of a bar are counted 1, 2, 3 ..., not "
            f"{field.strip()[:60]!r}; is it counted from 0, or is another column meant?"
        )
    return int(value)


def made_beats(
    times: list[float],
    positions: list[int] | None,
    where: list[int],
    name: str,
    confidence: Sequence[float] | None = None,
) -> Beats:
    """Beats of what was read; a broken rule names the line where it breaks."""
    steps = np.diff(times, prepend=-math.inf)
    wrong = np.flatnonzero((np.asarray(times) < 0) | (steps <= 0))
    if wrong.size:
        at = int(wrong[0])
        if times[at] < 0:
            raise FormatError(
                f"{name}, line {where[at]}: {times[at]} s lies before the recording begins"
            )
        raise FormatError(
            f"{name}, line {where[at]}: times must increase, but {times[at]} s does not follow "
            f"{times[at - 1]} s; are columns swapped, or are two files in one?"
        )
    apart = float(np.median(steps[1:])) if len(times) > 7 else 1.0
    if not QUICKEST_SECONDS <= apart <= SLOWEST_SECONDS:
        units = "milliseconds, frames or samples" if apart > SLOWEST_SECONDS else "minutes or hours"
        raise FormatError(
            f"{name}: its beats are {apart:.4g} s apart; are they counted in {units}? write seconds"
        )
    with format_errors(name):
        return Beats(times, positions, confidence)
