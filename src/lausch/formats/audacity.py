"""Audacity labels: start, tab, end, tab, label; a beat's start is its end."""

from __future__ import annotations

from lausch.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.rows import lines, made_beats, number, position, seconds

UNNUMBERED = "beat"


def encode(analysis: Analysis) -> str:
    """One point label for each beat, named by its number in the bar."""
    beats = analysis.beats
    if beats is None:
        return ""
    labels = [UNNUMBERED] * len(beats) if beats.positions is None else beats.positions.tolist()
    pairs = zip(beats.times, labels, strict=True)
    return "".join(f"{seconds(time)}\t{seconds(time)}\t{label}\n" for time, label in pairs)


def decode(text: str, name: str) -> Analysis:
    """Labels as beats; a label is a number in the bar, or `beat` where the metre is unknown."""
    times: list[float] = []
    positions: list[int] = []
    where: list[int] = []
    for line, content in lines(text):
        if content.startswith("\\"):  # Audacity's second line of a label: its range of frequencies
            continue
        fields = content.rstrip("\r\n").split("\t")
        if len(fields) != 3:
            raise FormatError(
                f"{name}, line {line}: a label is start, tab, end, tab, text, but there are "
                f"{len(fields)} columns; did an editor turn tabs into blanks?"
            )
        times.append(number(fields[0], name, line, "a label's start in seconds"))
        number(fields[1], name, line, "a label's end in seconds")
        where.append(line)
        if fields[2].strip() != UNNUMBERED:
            positions.append(position(fields[2], name, line))
        if positions and len(positions) != len(times):
            raise FormatError(f"{name}, line {line}: some labels are numbers and some are not")
    return Analysis(beats=made_beats(times, positions or None, where, name))
