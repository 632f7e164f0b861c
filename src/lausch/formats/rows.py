"""Lines of numbers: how times are written, and how lines are read with errors that help."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lausch.annotation import Beats
from lausch.errors import AnnotationError, FormatError


def seconds(time: float) -> str:
    """A time with three to six decimals, the same in every locale.

    >>> seconds(0.46), seconds(1 / 3)
    ('0.460', '0.333333')
    """
    text = f"{time:.6f}"
    return text[:-3] + text[-3:].rstrip("0")


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Line numbers, from 1, and lines that are neither empty nor a comment (#)."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def number(field: str, name: str, line: int, noun: str) -> float:
    """A finite decimal number, or a FormatError that names the place."""
    try:
        value = float(field)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        comma = "; is a decimal comma meant? write a point" if "," in field else ""
        raise FormatError(f"{name}, line {line}: {noun} is a number, not {field.strip()!r}{comma}")
    return value


def position(field: str, name: str, line: int) -> int:
    """A beat's number in its bar; madmom and others also write it as 1.0."""
    value = number(field, name, line, "a beat's number in its bar")
    if value != int(value) or not 1 <= value <= 1000:
        raise FormatError(
            f"{name}, line {line}: beats of a bar are counted 1, 2, 3 ..., not {field.strip()!r}; "
            "is it counted from 0, or is another column meant?"
        )
    return int(value)


def made_beats(
    times: list[float], positions: list[int] | None, where: list[int], name: str
) -> Beats:
    """Beats of what was read; a broken rule names the line where it breaks."""
    previous = -math.inf
    for time, line in zip(times, where, strict=True):
        if time < 0:
            raise FormatError(f"{name}, line {line}: {time} s lies before the recording begins")
        if time <= previous:
            raise FormatError(
                f"{name}, line {line}: times must increase, but {time} s does not follow "
                f"{previous} s; are columns swapped, or are two files in one?"
            )
        previous = time
    try:
        return Beats(times, positions)
    except AnnotationError as error:
        raise FormatError(f"{name}: {error}") from error
