"""`.beats`: time, tab, number in the bar. Written by madmom and beat_this; read by mir_eval."""

from __future__ import annotations

from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.rows import lines, made_beats, number, position, seconds


def encode(analysis: Analysis) -> str:
    """One line for each beat; without numbers when the metre is unknown (the MIREX form)."""
    beats = analysis.beats
    if beats is None:
        return ""
    if beats.positions is None:
        return "".join(f"{seconds(time)}\n" for time in beats.times)
    pairs = zip(beats.times, beats.positions, strict=True)
    return "".join(f"{seconds(time)}\t{number}\n" for time, number in pairs)


def decode(text: str, name: str) -> Analysis:
    """Times in the first column, numbers in the second; columns part at tabs, blanks or commas."""
    times: list[float] = []
    positions: list[int] = []
    where: list[int] = []
    for line, content in lines(text):
        fields = content.replace(",", " ").split()
        if len(fields) > 2:
            raise FormatError(
                f"{name}, line {line}: a beat is a time and its number in the bar, but there are "
                f"{len(fields)} columns; is it a label file (.txt) or has it decimal commas?"
            )
        times.append(number(fields[0], name, line, "a beat time in seconds"))
        where.append(line)
        if len(fields) == 2:
            positions.append(position(fields[1], name, line))
        if positions and len(positions) != len(times):
            raise FormatError(
                f"{name}, line {line}: some beats have a number in the bar and some have none"
            )
    return Analysis(beats=made_beats(times, positions or None, where, name))
