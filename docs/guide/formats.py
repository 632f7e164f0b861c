"""The page of formats by example: one small analysis in every format."""

from __future__ import annotations

from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Chords,
    Contour,
    Drums,
    Form,
    Key,
    Notes,
    Onsets,
    Sections,
    Tags,
    Tempo,
    TempoCurve,
)
from lausch.annotation.analysis import Analysis
from lausch.audio import Provenance
from lausch.formats import FORMATS, Format

TWO_SECONDS = Analysis(
    beats=Beats([0.5, 1.0, 1.5], [3, 1, 2]),
    tempo=Tempo([120], [1], curve=TempoCurve([0.5, 1.0, 1.5], [121.5, 120.0, 118.0])),
    solo=Notes([0.5, 1.5], [1.25, 1.75], [60.5, 72.0], [0.25, 1.0]),
    contour=Contour([0.5, 0.6, 0.7], [220.0, 230.0, 240.0], [True, False, True]),
    bass=BassLine(
        Contour([0.5, 0.6], [82.4, 82.4], [True, True]),
        Notes([0.5], [1.0], [40.0]),
        BeatPitches([0.5, 1.0], [40.0, 41.0], [0.9, 0.8]),
    ),
    sections=Form(Sections([0, 1, 2], ["A", "B"]), Sections([0, 1, 1.5, 2], ["a", "b", "b"])),
    others={
        "onsets": Onsets([0.5, 0.75]),
        "drums": Drums([0.5, 1.0], ["kick", "hi-hat"], [1.0, 0.5]),
        "chords": Chords([(0.5, 1.0), (1.0, 2.0)], ["E:min", "G:7"]),
        "key": Key("E:min", 1.0, [(0.5, 2.0)], ["E:min"]),
        "tags": Tags(("piano",), [0.9]),
    },
    provenance=Provenance("song.wav", "", "", "", 44100, 88200, 1, 22050, "", 0.0, ""),
    duration=2.0,
)
"""Two seconds that have every layer."""
MOST_LINES, MOST_COLUMNS = 16, 96


def page() -> str:
    """The Markdown of the page."""
    head = (
        "# Formats by example\n\nOne made-up analysis of two seconds in every format. Long files "
        "are cut. [Formats](../formats.md) says what each is for.\n"
    )
    return "\n".join([head, *map(_section, FORMATS.values())])


def _section(entry: Format) -> str:
    holds = ", ".join((*entry.layers, *entry.unread))
    about = f"## {entry.name}\n\n`song{entry.suffix}` holds {holds}.\n"
    content = entry.encode(TWO_SECONDS)
    if isinstance(content, bytes):
        return f"{about}\nBinary: {len(content)} bytes, beginning with `{content[:8].hex(' ')}`.\n"
    lines = [_cut(line) for line in content.splitlines()]
    shown = lines[:MOST_LINES] + (["…"] if len(lines) > MOST_LINES else [])
    return f"{about}\n````text\n" + "\n".join(shown) + "\n````\n"


def _cut(line: str) -> str:
    return line if len(line) <= MOST_COLUMNS else f"{line[:MOST_COLUMNS]}…"
