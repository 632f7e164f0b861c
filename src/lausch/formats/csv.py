"""CSV with a header, as spreadsheets and Sonic Visualiser import it.

Beats are rows of `time,position,confidence`, without what is not known; an analysis with only a
tempo is `tempo_bpm,weight`.
"""

from __future__ import annotations

from lausch.annotation import Tempo
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.beats import beats_of
from lausch.formats.rows import format_errors, seconds
from lausch.formats.tables import table

FORMS = "time or time,position or tempo_bpm,weight"


def encode(analysis: Analysis) -> str:
    """The header, then one row for each beat or, without beats, for each tempo."""
    beats = analysis.beats
    if beats is None:
        tempo = analysis.tempo or Tempo()
        pairs = zip(tempo.bpm, tempo.weights, strict=True)
        return "tempo_bpm,weight\n" + "".join(f"{bpm:.6f},{weight:.6f}\n" for bpm, weight in pairs)
    columns = {"time": [seconds(time) for time in beats.times]}
    if beats.positions is not None:
        columns["position"] = [str(number) for number in beats.positions]
    if beats.confidence is not None:
        columns["confidence"] = [f"{confidence:.4f}" for confidence in beats.confidence]
    rows = zip(*columns.values(), strict=True)
    return "".join(",".join(row) + "\n" for row in [tuple(columns), *rows])


def decode(text: str, name: str) -> Analysis:
    """Tempi where a header says so, or else beats, also of other programs."""
    rows = table(text, name, FORMS, one_column=True)
    if not rows.words and not rows.rows:
        raise FormatError(f"{name}: no beats in it, and not even a header; that is {FORMS}")
    if "onset" in rows.words or not rows.words:
        return Analysis(beats=beats_of(rows))
    bpm = rows.numbers("tempo", "a tempo_bpm")
    weights = rows.numbers("weight", "a weight")
    if bpm is None or weights is None:
        raise FormatError(f"{name}: a tempo without a weight; the header is {FORMS}")
    with format_errors(name):
        return Analysis(tempo=Tempo(bpm.tolist(), weights.tolist()))
