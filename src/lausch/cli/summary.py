"""An analysis as text: a few lines for one recording, one line in a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from lausch.annotation import BassLine, Drums, Form, Sections
from lausch.annotation.drums import INSTRUMENTS
from lausch.annotation.pitch import note_name
from lausch.annotation.tags import GROUPS, Tags
from lausch.annotation.times import clock_time
from lausch.cli import bass_summary, harmony_summary
from lausch.cli.rhythm_summary import (
    Rows,
    bars,
    beat_rows,
    beats_of,
    beats_word,
    metre_rows,
    metre_word,
    tempo,
)
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.annotation import Notes
    from lausch.annotation.analysis import Analysis, ModelRef
    from lausch.cli.job import Job

FIRST_NOTES = 8
FIRST_SECTIONS = 8
PLAYERS = "instrument"
"""The group of tags that is simply called tags."""


def page(analysis: Analysis, job: Job) -> str:
    """The rows, the first bars, and the files written."""
    text = "".join(f"{name:9} {printable(value)}\n" for name, value in rows(analysis))
    tables = (table(analysis) for layer, table in TABLES.items() if layer in analysis.layers)
    text += next((f"\n{table}" for table in tables if table), "")
    return text + "".join(_written(job))


def _written(job: Job) -> Iterator[str]:
    """A line for each file, with what is to be known of its format."""
    from lausch.formats import format_of

    remarks = {path: format_of(path, name).remark for name, path in job.files}
    for path in job.targets:
        remark = remarks.get(path)
        yield f"wrote     {printable(path)}" + (f" ({remark})\n" if remark else "\n")


def rows(analysis: Analysis) -> Rows:
    """Rows of each layer, the duration, the models, and the notes on decoding."""
    held = analysis.layers
    rows = [row for layer, tell in PAGE.items() if layer in held for row in tell(analysis)]
    if analysis.duration is not None:
        rows.append(("duration", f"{clock_time(analysis.duration)} ({analysis.duration:.2f} s)"))
    rows.extend(("model", _model(each)) for each in analysis.makers)
    if analysis.provenance is not None:
        rows.extend(("note", note) for note in analysis.provenance.notes)
    return rows


def _model(maker: ModelRef) -> str:
    """`boeck2014 (2b3c4d5e6f70), followed: beat by jazz`"""
    followed = f", followed: {maker.followed}" if maker.followed else ""
    return f"{maker.name} ({maker.digest[:12]}){followed}"


def line(analysis: Analysis, job: Job) -> str:
    """`song.mp3: 120.0 bpm, 4 beats in a bar, 240 beats -> song.beats`"""
    held = analysis.layers
    words = [tell(analysis) for layer, tell in LINE.items() if layer in held]
    written = ", ".join(printable(path) for path in job.targets)
    return f"{printable(job.path)}: {', '.join(word for word in words if word)}" + (
        f" -> {written}" if written else ""
    )


def _solo(analysis: Analysis) -> str:
    """`81 notes from D4 to Bb5, sounding 62 % of the time`"""
    notes, contour = analysis.solo, analysis.contour
    if notes is None or not len(notes):
        return "none: silent, or without a leading voice"
    low, high = (note_name(round(pitch)) for pitch in (notes.pitches.min(), notes.pitches.max()))
    text = f"{len(notes)} {'note' if len(notes) == 1 else 'notes'} from {low} to {high}"
    if contour is None or not len(contour):
        return text
    return f"{text}, sounding {contour.voiced.mean():.0%} of the time".replace("%", " %")


def _first_notes(notes: Notes) -> str:
    """The names of the first ones, each with its second."""
    pairs = list(zip(notes.pitches, notes.onsets, strict=True))
    shown = "  ".join(f"{note_name(round(p))} {onset:.2f}" for p, onset in pairs[:FIRST_NOTES])
    return shown + ("  ..." if len(pairs) > FIRST_NOTES else "")


def _count_sections(form: Form) -> str:
    """`6 sections of 14 phrases`"""
    coarse = f"{len(form.coarse)} {'section' if len(form.coarse) == 1 else 'sections'}"
    return coarse if form.fine is None else f"{coarse} of {len(form.fine)} phrases"


def _sections(scale: Sections) -> str:
    """How many, and the first ones: `6: A 0:00  B 0:32  A 1:04`"""
    pairs = list(zip(scale.labels, scale.boundaries[:-1].tolist(), strict=True))
    shown = "  ".join(
        f"{label} {clock_time(start)}".strip() for label, start in pairs[:FIRST_SECTIONS]
    )
    return f"{len(scale)}: {shown}" + ("  ..." if len(pairs) > FIRST_SECTIONS else "")


def _solo_rows(analysis: Analysis) -> Rows:
    notes = analysis.solo
    if notes is None:
        return []
    first = [("notes", _first_notes(notes))] if len(notes) else []
    return [("solo", _solo(analysis)), *first]


def _onset_rows(analysis: Analysis) -> Rows:
    """`412, 3.4 a second: 0.51 0.76 1.02 ...`"""
    times = analysis.read("onsets").times
    if not len(times):
        return [("onsets", "none: silent, or without an attack")]
    pace = f", {len(times) / analysis.duration:.1f} a second" if analysis.duration else ""
    shown = " ".join(f"{time:.2f}" for time in times[:FIRST_NOTES])
    return [("onsets", f"{len(times)}{pace}: {shown}{' ...' if len(times) > FIRST_NOTES else ''}")]


def _drum_rows(analysis: Analysis) -> Rows:
    """`kick 63, snare 35, cymbal 5`"""
    drums: Drums = analysis.read("drums")
    counts = {name: len(drums.of(name)) for name in INSTRUMENTS}
    words = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    return [("drums", words or "none")]


def _section_rows(analysis: Analysis) -> Rows:
    form = analysis.sections or Form(Sections())
    fine = [] if form.fine is None else [("phrases", _sections(form.fine))]
    return [("sections", _sections(form.coarse)), *fine]


def _tag_rows(analysis: Analysis) -> Rows:
    """`voice 93 %, piano 71 %` and a row for each other group of tags."""
    tags: Tags = analysis.read("tags")
    words = {
        group: ", ".join(
            f"{name} {100 * tags.pairs[name]:.0f} %" for name in names if name in tags.present
        )
        for group, names in GROUPS.items()
    }
    rows = [("tags" if group == PLAYERS else group, text) for group, text in words.items() if text]
    return rows or [("tags", "none")]


def _bass_table(analysis: Analysis) -> str:
    bass = analysis.bass or BassLine()
    return bass_summary.bars(bass, beats_of(analysis)) if len(bass.beats) else ""


Tell: TypeAlias = "Callable[[Analysis], str]"
PAGE: dict[str, Callable[[Analysis], Rows]] = {
    "tempo": lambda analysis: [("tempo", tempo(analysis))],
    "downbeats": metre_rows,
    "beats": beat_rows,
    "onsets": _onset_rows,
    "drums": _drum_rows,
    "solo": _solo_rows,
    "bass": lambda analysis: [("bass", bass_summary.about(analysis.bass or BassLine()))],
    "chords": harmony_summary.chord_rows,
    "key": harmony_summary.key_rows,
    "sections": _section_rows,
    "tags": _tag_rows,
}
"""For each layer its rows on the page of one recording, from top to bottom."""
LINE: dict[str, Tell] = {
    "tempo": lambda each: f"{each.tempo.bpm[0]:.1f} bpm" if each.tempo else "no steady beat",
    "downbeats": metre_word,
    "beats": beats_word,
    "onsets": lambda analysis: f"{len(analysis.read('onsets'))} onsets",
    "drums": lambda analysis: f"{len(analysis.read('drums'))} strokes",
    "solo": lambda analysis: "" if analysis.solo is None else f"{len(analysis.solo)} notes",
    "bass": lambda analysis: f"{len((analysis.bass or BassLine()).notes)} notes of the bass",
    "chords": lambda analysis: f"{len(analysis.read('chords'))} chords",
    "key": harmony_summary.key_word,
    "sections": lambda analysis: _count_sections(analysis.sections or Form(Sections())),
    "tags": lambda analysis: f"{', '.join(analysis.read('tags').present) or 'none'}",
}
"""For each layer what a batch says of it, from left to right; "" for nothing."""
TABLES: dict[str, Tell] = {
    "chords": harmony_summary.bars,
    "bass": _bass_table,
    "beats": lambda analysis: bars(beats) if len(beats := beats_of(analysis)) else "",
}
"""The table below the rows: of the first of these layers that has one."""
