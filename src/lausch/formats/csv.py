"""CSV with a header, as spreadsheets and Sonic Visualiser import it.

Beats are rows of `time,position` (or `time`); an analysis with only a tempo is `tempo_bpm,weight`.
"""

from __future__ import annotations

from lausch.annotation import Tempo
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.rows import lines, made_beats, number, position, seconds

HEADERS = (["time"], ["time", "position"], ["tempo_bpm", "weight"])


def encode(analysis: Analysis) -> str:
    """The header, then one row for each beat or, without beats, for each tempo."""
    beats = analysis.beats
    if beats is None:
        tempo = analysis.tempo or Tempo()
        pairs = zip(tempo.bpm, tempo.weights, strict=True)
        return "tempo_bpm,weight\n" + "".join(f"{bpm:.6f},{weight:.6f}\n" for bpm, weight in pairs)
    if beats.positions is None:
        return "time\n" + "".join(f"{seconds(time)}\n" for time in beats.times)
    rows = zip(beats.times, beats.positions, strict=True)
    return "time,position\n" + "".join(f"{seconds(time)},{number}\n" for time, number in rows)


def decode(text: str, name: str) -> Analysis:
    """The inverse of `encode`."""
    rows = [(line, content.strip().split(",")) for line, content in lines(text)]
    header = [field.strip().lower() for field in rows[0][1]] if rows else []
    if header not in HEADERS:
        forms = " or ".join(",".join(form) for form in HEADERS)
        raise FormatError(f"{name}, line 1: the header is {forms}, not {','.join(header)!r}")
    for line, fields in rows[1:]:
        if len(fields) != len(header):
            raise FormatError(
                f"{name}, line {line}: {len(fields)} columns under a header of {len(header)}; "
                "is a decimal comma meant? write a point"
            )
    first = [number(fields[0], name, line, f"a {header[0]}") for line, fields in rows[1:]]
    if header[0] == "tempo_bpm":
        weights = [number(fields[1], name, line, "a weight") for line, fields in rows[1:]]
        try:
            return Analysis(tempo=Tempo(first, weights))
        except ValueError as error:
            raise FormatError(f"{name}: {error}") from error
    where = [line for line, _ in rows[1:]]
    positions = None
    if len(header) == 2:
        positions = [position(fields[1], name, line) for line, fields in rows[1:]]
    return Analysis(beats=made_beats(first, positions, where, name))
