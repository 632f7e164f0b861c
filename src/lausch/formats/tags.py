"""`.tags.csv`: one tag a line with its probability. `.tags.curve.csv`: who plays when.

A curve has a header, time and the instruments, and then a row for each frame.
"""

from __future__ import annotations

import numpy as np

from lausch.annotation.analysis import Analysis
from lausch.annotation.tags import INSTRUMENTS, Tags
from lausch.annotation.times import LONGEST_SECONDS, UNITS
from lausch.errors import FormatError
from lausch.formats.rows import format_errors, lines, number, seconds
from lausch.frames import Clock, Frames

FORMS = "tag,probability"
HEADS = ("tag", "label", "name")
"""What a header calls the first column."""
CURVE_FORMS = "time and then instruments"
TICKS = 10_000
"""Ticks of a second that the times of a curve in a file are read with."""


def encode(analysis: Analysis) -> str:
    """The header, then each tag with its probability."""
    pairs = tags_in(analysis).pairs
    return f"{FORMS}\n" + "".join(f"{name},{chance:.4f}\n" for name, chance in pairs.items())


def decode(text: str, name: str) -> Analysis:
    """Tags and probabilities; a tag alone applies, as one that people wrote."""
    cells = _cells(text, name)
    if cells and cells[0][1][0].lower() in HEADS:
        cells = cells[1:]
    words = [row[0].lower() for _, row in cells]
    chances = [
        number(row[1], name, line, "a probability") if len(row) > 1 else 1.0 for line, row in cells
    ]
    with format_errors(name):
        return Analysis(others={"tags": Tags(words, chances)})


def encode_curve(analysis: Analysis) -> str:
    """The header, then for each frame its time and the probability of each instrument."""
    curve = tags_in(analysis).curve
    if curve is None:
        return "time\n"
    rows = zip(curve.times.tolist(), curve.values.tolist(), strict=True)
    return ",".join(("time", *curve.columns)) + "\n" + "".join(
        f"{seconds(time)},{','.join(f'{value:.4f}' for value in values)}\n" for time, values in rows
    )  # fmt: skip


def decode_curve(text: str, name: str) -> Analysis:
    """The curve; each instrument's probability for the recording is the largest of its column."""
    cells = _cells(text, name)
    head = tuple(word.lower() for word in cells[0][1]) if cells else ("time",)
    unknown = sorted(set(head[1:]) - set(INSTRUMENTS))
    if head[0] != "time" or unknown:
        raise FormatError(f"{name}: columns of a curve are {CURVE_FORMS}: {', '.join(INSTRUMENTS)}")
    rows = [_numbers(row, len(head), name, line) for line, row in cells[1:]]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), len(head))
    values = table[:, 1:].astype(np.float32)
    with format_errors(name):
        if not len(head[1:]):
            return Analysis(others={"tags": Tags()})
        chances = values.max(axis=0, initial=0.0)
        frames = Frames(values, _clock(table[:, 0], name), head[1:])
        return Analysis(others={"tags": Tags(head[1:], chances, frames)})


def _clock(times: np.ndarray[tuple[int], np.dtype[np.float64]], name: str) -> Clock:
    """The clock of evenly spaced times from 0."""
    if len(times) < 2:
        return Clock(TICKS, TICKS)
    step = float(times[-1] - times[0]) / (len(times) - 1)
    if times[-1] > LONGEST_SECONDS:
        raise FormatError(f"{name}: the last time of the curve is {times[-1]:g}, but {UNITS}")
    even = np.abs(times - step * np.arange(len(times))).max()
    if step * TICKS < 1 or even > 0.5 * step:
        raise FormatError(f"{name}: the times of a curve begin at 0 and have one distance")
    return Clock(TICKS, round(step * TICKS))


def _numbers(row: tuple[str, ...], width: int, name: str, line: int) -> list[float]:
    if len(row) != width:
        raise FormatError(f"{name}, line {line}: {len(row)} columns where there are {width} above")
    return [number(cell, name, line, "a time or a probability") for cell in row]


def _cells(text: str, name: str) -> list[tuple[int, tuple[str, ...]]]:
    """Line numbers and cells, which a comma, a semicolon or a tab parts."""
    content = lines(text, name)
    mark = next((each for each in ";\t," if content and each in content[0][1]), ",")
    return [(at, tuple(cell.strip() for cell in line.split(mark))) for at, line in content]


def tags_in(analysis: Analysis) -> Tags:
    """The tags of an analysis; none where it does not hold the layer."""
    tags: Tags | None = analysis.read("tags")
    return Tags() if tags is None else tags
