"""An analysis as text: a few lines for one recording, one line in a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from lausch.annotation import BassLine, Beats, Drums, Form, Sections
from lausch.annotation.drums import INSTRUMENTS
from lausch.annotation.pitch import note_name
from lausch.cli import bass_summary
from lausch.files import printable

if TYPE_CHECKING:
    from lausch.annotation import Notes
    from lausch.annotation.analysis import Analysis
    from lausch.annotation.tactus import Stretch
    from lausch.cli.job import Job

FIRST_BARS = 8
FIRST_NOTES = 8
FIRST_SECTIONS = 8
TACTUS = {1 / 2: "half", 2 / 3: "two thirds", 3 / 2: "one and a half times", 2.0: "twice"}
"""Words for the ratios of `lausch.annotation.tactus`."""


Rows: TypeAlias = "list[tuple[str, str]]"


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
        rows.append(("duration", f"{clock(analysis.duration)} ({analysis.duration:.2f} s)"))
    rows.extend(("model", f"{each.name} ({each.digest[:12]})") for each in analysis.makers)
    if analysis.provenance is not None:
        rows.extend(("note", note) for note in analysis.provenance.notes)
    return rows


def line(analysis: Analysis, job: Job) -> str:
    """`song.mp3: 120.0 bpm, 4 beats in a bar, 240 beats -> song.beats`"""
    held = analysis.layers
    words = [tell(analysis) for layer, tell in LINE.items() if layer in held]
    written = ", ".join(printable(path) for path in job.targets)
    return f"{printable(job.path)}: {', '.join(word for word in words if word)}" + (
        f" -> {written}" if written else ""
    )


def clock(seconds: float) -> str:
    """Hours, minutes, seconds: 3725 is 1:02:05."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _bars_known(beats: Beats) -> bool:
    """Whether there are other beats than the first of each bar, or none at all."""
    return beats.positions is not None and (not len(beats) or bool((beats.positions > 1).any()))


def _noun(beats: Beats) -> str:
    """Beats, or downbeats when there are no others."""
    return "beats" if beats.positions is None or _bars_known(beats) else "downbeats"


def _tempo(analysis: Analysis) -> str:
    tempo = analysis.tempo
    if not tempo:
        return "none: no steady beat"
    others = "".join(f" (or {other:.1f})" for other in tempo.bpm[1:])
    return f"{tempo.bpm[0]:.1f} bpm{others}{_sure(tempo.confidence)}"


def _sure(confidence: float | None) -> str:
    """`, 93 % sure`; nothing is wholly sure."""
    return "" if confidence is None else f", {min(round(100 * confidence), 99)} % sure"


def _metre(beats: Beats) -> str:
    length = beats.beats_per_bar
    return f"{length} beats in a bar" if length else "unknown: no complete bar"


def _count(beats: Beats) -> str:
    if not len(beats):
        return "none: silent, too short, or without a steady beat"
    if not _bars_known(beats):
        return str(len(beats))
    return f"{len(beats)} in {len(beats.downbeats)} bars"


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
    shown = "  ".join(f"{label} {clock(start)}".strip() for label, start in pairs[:FIRST_SECTIONS])
    return f"{len(scale)}: {shown}" + ("  ..." if len(pairs) > FIRST_SECTIONS else "")


def _bars(beats: Beats) -> str:
    """Bar numbers and beat times; a pickup before the first downbeat is bar 0."""
    if beats.positions is None or not _bars_known(beats):
        shown = " ".join(f"{time:8.2f}" for time in beats.times[:16])
        return f"first {_noun(beats)} in seconds\n    {shown}\n"
    starts = np.flatnonzero(beats.positions == 1).tolist()
    edges = sorted({0, *starts, len(beats)})
    first = 1 if starts and starts[0] == 0 else 0
    text = "bar   beats in seconds\n"
    for bar, (start, end) in enumerate(islice(pairwise(edges), FIRST_BARS), start=first):
        text += f"{bar:3} " + "".join(f"{time:9.2f}" for time in beats.times[start:end]) + "\n"
    if len(edges) - 1 > FIRST_BARS:
        text += "...\n"
    return text


def _beats_of(analysis: Analysis) -> Beats:
    return analysis.beats or Beats()


def _metre_rows(analysis: Analysis) -> Rows:
    beats = _beats_of(analysis)
    sure = _sure(beats.metre_confidence) if beats.beats_per_bar else ""
    return [("metre", _metre(beats) + sure)] if _bars_known(beats) else []


def _beat_rows(analysis: Analysis) -> Rows:
    beats = _beats_of(analysis)
    mean = float(beats.confidence.mean()) if beats.confidence is not None and len(beats) else None
    rows = [(_noun(beats), _count(beats) + _sure(mean))]
    doubts = ", ".join(f"{clock(start)}-{clock(end)}" for start, end in beats.doubtful)
    rows += [("doubtful", f"{_noun(beats)} at {doubts}")] if doubts else []
    return rows + [("level", text) for text in _tactus(beats)]


def _other_tactus(beats: Beats) -> list[Stretch]:
    """Stretches at another metrical level; none where only downbeats are there."""
    return beats.other_tactus if beats.positions is None or _bars_known(beats) else []


def _tactus(beats: Beats) -> Iterator[str]:
    """`half as fast at 0:00-1:02 ...`: stretches at each other level, and the options for one."""
    stretches = _other_tactus(beats)
    for ratio in dict.fromkeys(each.ratio for each in stretches):
        own = [each for each in stretches if each.ratio == ratio]
        times = ", ".join(f"{clock(each.start)}-{clock(each.end)}" for each in own)
        text = f"{TACTUS[ratio]} as fast at {times}"
        if beats.confidence is not None and beats.tempo_bpm is not None:  # a model found them
            between = round(beats.tempo_bpm * ratio**0.5)
            text += (
                f"; --min-bpm {between} has the faster level alone, --max-bpm {between} the other"
            )
        yield text


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


def _metre_word(analysis: Analysis) -> str:
    beats = _beats_of(analysis)
    return _metre(beats) if _bars_known(beats) and beats.beats_per_bar else ""


def _beats_word(analysis: Analysis) -> str:
    beats = _beats_of(analysis)
    changes = " at two metrical levels" if _other_tactus(beats) else ""
    return f"{len(beats)} {_noun(beats)}{changes}"


def _bass_table(analysis: Analysis) -> str:
    bass = analysis.bass or BassLine()
    return bass_summary.bars(bass, _beats_of(analysis)) if len(bass.beats) else ""


Tell: TypeAlias = "Callable[[Analysis], str]"
PAGE: dict[str, Callable[[Analysis], Rows]] = {
    "tempo": lambda analysis: [("tempo", _tempo(analysis))],
    "downbeats": _metre_rows,
    "beats": _beat_rows,
    "onsets": _onset_rows,
    "drums": _drum_rows,
    "solo": _solo_rows,
    "bass": lambda analysis: [("bass", bass_summary.about(analysis.bass or BassLine()))],
    "sections": _section_rows,
}
"""For each layer its rows on the page of one recording, from top to bottom."""
LINE: dict[str, Tell] = {
    "tempo": lambda each: f"{each.tempo.bpm[0]:.1f} bpm" if each.tempo else "no steady beat",
    "downbeats": _metre_word,
    "beats": _beats_word,
    "onsets": lambda analysis: f"{len(analysis.read('onsets'))} onsets",
    "drums": lambda analysis: f"{len(analysis.read('drums'))} strokes",
    "solo": lambda analysis: "" if analysis.solo is None else f"{len(analysis.solo)} notes",
    "bass": lambda analysis: f"{len((analysis.bass or BassLine()).notes)} notes of the bass",
    "sections": lambda analysis: _count_sections(analysis.sections or Form(Sections())),
}
"""For each layer what a batch says of it, from left to right; "" for nothing."""
TABLES: dict[str, Tell] = {
    "bass": _bass_table,
    "beats": lambda analysis: _bars(beats) if len(beats := _beats_of(analysis)) else "",
}
"""The table below the rows: of the first of these layers that has one."""
