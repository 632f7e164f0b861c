"""`.tempo`: two tempi in bpm, the slower first, and its weight, on one line, as in MIREX.

`.tempo.csv` is the curve of the local tempo: time,tempo_bpm, a row for each beat.
"""

from __future__ import annotations

from lausch.annotation import Tempo, TempoCurve
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.rows import format_errors, lines, needed, number, seconds
from lausch.formats.tables import table

CURVE = "time,tempo_bpm"
WORDS = ("the slower tempo", "the faster tempo", "the weight of the slower tempo")


def encode(analysis: Analysis) -> str:
    """A single tempo stands beside 0, with all the weight; without a tempo there is no line."""
    tempo = analysis.tempo or Tempo()
    if not len(tempo):
        return ""
    pairs = [*zip(tempo.bpm, tempo.weights, strict=True), (0.0, 0.0)][:2]
    (slow, weight), (fast, other) = sorted(pairs)
    share = weight / (weight + other) if weight + other else 0.0
    return f"{slow:.3f}\t{fast:.3f}\t{share:.3f}\n"


def decode(text: str, name: str) -> Analysis:
    """The inverse; a line may also be one tempo, or two without a weight, which then are equal."""
    rows = lines(text, name)
    if not rows:
        return Analysis(tempo=Tempo())
    line, content = rows[0]
    cells = content.replace(",", " ").split()
    if len(rows) > 1 or len(cells) > len(WORDS):
        raise FormatError(
            f"{name}: a file of tempo has one line of at most 3 numbers; is it one of beats?"
        )
    values = [number(cell, name, line, WORDS[at]) for at, cell in enumerate(cells)]
    slow, fast = [*values, 0.0][:2] if len(values) < 2 else values[:2]
    share = values[2] if len(values) > 2 else 0.5
    pairs = [(slow, share), (fast, 1 - share)] if slow > 0 and fast > 0 else [(slow or fast, 1.0)]
    pairs.sort(key=lambda pair: -pair[1])
    with format_errors(name):
        return Analysis(tempo=Tempo([bpm for bpm, _ in pairs], [share for _, share in pairs]))


def encode_curve(analysis: Analysis) -> str:
    """The header, then one row for each beat; no rows where there is no tempo at all."""
    tempo = analysis.tempo or Tempo()
    known = tempo.curve if len(tempo) else TempoCurve()
    curve = needed(known, "tempocsv", "local tempi", "add --only beats,tempo")
    rows = zip(curve.times, curve.bpm, strict=True)
    return "time,tempo_bpm\n" + "".join(f"{seconds(time)},{bpm:.4f}\n" for time, bpm in rows)


def decode_curve(text: str, name: str) -> Analysis:
    """The inverse, for any table whose header names a time and a tempo."""
    rows = table(text, name, CURVE)
    tempi = rows.numbers("tempo", "a tempo_bpm")
    if "onset" not in rows.words or tempi is None:
        raise FormatError(f"{name}: no column is a time, or none a tempo; the header is {CURVE}")
    times = rows.seconds(rows.column(rows.words.index("onset")), "a time in seconds")
    with format_errors(name):
        return Analysis(tempo=Tempo(curve=TempoCurve(times, tempi)))
