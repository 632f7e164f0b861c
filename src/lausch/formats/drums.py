"""`.drums.csv`: one stroke a line: time,instrument,velocity,confidence.

`.drums.svl` is a layer of notes of Sonic Visualiser, at General MIDI percussion keys.
"""

from __future__ import annotations

from dataclasses import replace

from lausch.annotation import Drums, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.drums import INSTRUMENT_OF, INSTRUMENTS
from lausch.errors import FormatError
from lausch.formats import svl
from lausch.formats.observations import drums_of
from lausch.formats.rows import format_errors, seconds
from lausch.formats.tables import table

FORMS = "time,instrument or time,instrument,velocity,confidence"
WORDS = {
    **{name: name for name in INSTRUMENTS},
    **{str(key): name for key, name in INSTRUMENT_OF.items()},
    "bd": "kick",
    "kd": "kick",
    "sd": "snare",
    "hh": "hi-hat",
    "hihat": "hi-hat",
    "tt": "tom",
    "cy": "cymbal",
}
"""What files call the instruments: General MIDI percussion keys, and the letters of data sets."""


def encode(analysis: Analysis) -> str:
    """The header, then one row for each stroke."""
    drums = drums_in(analysis)
    rows = zip(drums.times, drums.instruments, drums.velocities, drums.confidence, strict=True)
    return "time,instrument,velocity,confidence\n" + "".join(
        f"{seconds(time)},{name},{force:.4f},{sure:.4f}\n" for time, name, force, sure in rows
    )


def decode(text: str, name: str) -> Analysis:
    """Strokes by the names or keys in `WORDS`; without a header, a time and an instrument."""
    rows = table(text, name, FORMS)
    words = rows.words or ("onset", "name")
    if not {"onset", "name"} <= set(words):
        raise FormatError(f"{name}: drums have a time and an instrument; columns are {FORMS}")
    times = rows.seconds(rows.column(words.index("onset")), "a stroke in seconds")
    instruments = [_instrument(cell, name, line) for line, cell in rows.column(words.index("name"))]
    force = rows.numbers("velocity", "a velocity")
    with format_errors(name):
        drums = Drums(times, instruments, force, rows.numbers("confidence", "a confidence"))
    return Analysis(others={"drums": drums})


def _instrument(cell: str, name: str, line: int) -> str:
    if cell.strip().lower() not in WORDS:
        raise FormatError(
            f"{name}, line {line}: {cell.strip()[:40]!r} is no instrument; there are "
            f"{', '.join(INSTRUMENTS)}, or their General MIDI keys"
        )
    return WORDS[cell.strip().lower()]


def decode_svl(text: str, name: str) -> Analysis:
    """A layer of notes of Sonic Visualiser, whose pitches are percussion keys."""
    analysis = svl.decode(text, name)
    notes = analysis.solo
    if notes is None:
        raise FormatError(f"{name}: drums are a layer of notes, and this is another one")
    return replace(analysis, solo=None, others={"drums": strokes_of(notes)})


def strokes_of(notes: Notes) -> Drums:
    """Notes at percussion keys, as hard as they are sure; of other keys there is none."""
    columns = (notes.onsets.tolist(), notes.pitches.tolist(), notes.confidence.tolist())
    rows = zip(*columns, strict=True)
    return drums_of([{"time": at, "value": key, "confidence": force} for at, key, force in rows])


def drums_in(analysis: Analysis) -> Drums:
    """The drums of an analysis; none where it does not hold the layer."""
    drums: Drums = analysis.read("drums") or Drums()
    return drums
