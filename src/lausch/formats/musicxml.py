"""`.musicxml`: a lead sheet in MusicXML 3.1 (W3C), for notation programs.

A part for each staff, one quarter note to the beat: the bass line in the bass clef, an octave above
what sounds, as players of the double bass read it; where a melody was found, it stands on top, over
the chords in close position. Chords stand as symbols over the top staff, spelled in the key, and a
key that was found is that of the signature; without one the signature is estimated. Notes are
spelled in it; the tempo mark changes where the tempo does. There are no words. The times of the
beats stand in a miscellaneous field, so that reading a page gives seconds back; other programs
leave that aside and play at the tempo marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from lausch.annotation import BassLine, Beats
from lausch.annotation.analysis import Analysis
from lausch.annotation.steadiness import SAME_TEMPO, steady_segments
from lausch.errors import FormatError
from lausch.formats.chordsymbols import delayed, signature, symbols_at
from lausch.formats.markup import escaped
from lausch.formats.musicxmlfile import FIELD, USUAL_BPM, score
from lausch.formats.notation import QUARTER, Bar, Written
from lausch.formats.rows import needed
from lausch.formats.spelling import Name, fifths_of
from lausch.formats.staves import Clef, Staff, staves_of

VALUES = {
    48: ("whole", 0),
    36: ("half", 1),
    24: ("half", 0),
    12: ("quarter", 0),
    9: ("eighth", 1),
    6: ("eighth", 0),
    3: ("16th", 0),
}
"""Ticks to the kind of a note and its dots."""
TRIPLETS = {8: "quarter", 4: "eighth"}
DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)


def encode(analysis: Analysis) -> str:
    """A part for each staff, from the first beat on; a draft, as every transcription is."""
    chords = analysis.read("chords")
    if chords is None and analysis.solo is None:
        needed(analysis.bass, "musicxml", "a bass line, chords or a melody", "add --only bass")
    beats = analysis.beats
    if beats is None or not len(beats):
        beats = Beats(() if analysis.bass is None else analysis.bass.beats.times)
    notes = [] if analysis.bass is None else [analysis.bass.notes]
    notes += [] if analysis.solo is None else [analysis.solo]
    if not len(beats) and (any(map(len, notes)) or chords):
        raise FormatError(
            "a lead sheet has bars, but the analysis has no beats: none are steady, or they "
            "were not looked for; look for them with --only bass,beats, or give them with --beats"
        )
    staves = staves_of(analysis, beats)
    lines = [each.pitches() for each in staves if not each.labels]
    pitches, ticks = ([each for line in lines for each in line[part]] for part in (0, 1))
    fifths = signature(analysis, fifths_of(pitches, ticks))
    parts = [
        Part(_declared(staff.clef, at), _bars(staff, beats, fifths, analysis if at == 1 else None))
        for at, staff in enumerate(staves, start=1)
    ]
    return document(analysis, beats, parts)


@dataclass(frozen=True)
class Part:
    """A part as XML: its entry in the list of parts, and its bars."""

    entry: str
    bars: str


def _declared(clef: Clef, number: int) -> str:
    name = f"P{number}"
    return (
        f'<score-part id="{name}"><part-name>{clef.name}</part-name>\n'
        f'    <score-instrument id="{name}-I1"><instrument-name>{clef.name}</instrument-name>'
        "</score-instrument>\n"
        f'    <midi-instrument id="{name}-I1"><midi-channel>{number}</midi-channel>'
        f"<midi-program>{clef.program}</midi-program></midi-instrument></score-part>"
    )


def document(analysis: Analysis, beats: Beats, parts: Sequence[Part]) -> str:
    """A score of its parts, which says the seconds of its quarters."""
    title = "" if analysis.provenance is None else PurePath(analysis.provenance.name).stem
    field = " ".join(f"{time:.6g}" for time in np.round(beats.times, 4))
    software = f"lausch {analysis.version}".strip()
    entries = "\n    ".join(part.entry for part in parts)
    bars = "".join(
        f'  <part id="P{number}">\n{part.bars}  </part>\n'
        for number, part in enumerate(parts, start=1)
    )
    return (
        f'{DOCTYPE}<score-partwise version="3.1">\n'
        f"  <work><work-title>{escaped(title)}</work-title></work>\n"
        f"  <identification><encoding><software>{escaped(software)}</software></encoding>\n"
        f'    <miscellaneous><miscellaneous-field name="{FIELD}">{field}</miscellaneous-field>'
        "</miscellaneous></identification>\n"
        f"  <part-list>{entries}</part-list>\n{bars}</score-partwise>\n"
    )


def decode(text: str, name: str) -> Analysis:
    """The bass part of any score, see `musicxmlfile.score`, with its quarters as beats."""
    notes, beats = score(text, name)
    return Analysis(bass=BassLine(notes=notes), beats=beats)


def _bars(staff: Staff, beats: Beats, fifths: int, analysis: Analysis | None) -> str:
    """The bars of a staff; those of the top one have the symbols of an analysis, and the tempi."""
    text = ""
    page = staff.page
    symbols = {} if analysis is None else symbols_at(analysis, beats)
    marks = {} if analysis is None else tempo_marks([bar.beats for bar in page.bars], beats)
    tick = 0
    number = 0 if page.bars[0].pickup else 1
    names = iter(staff.names(fifths))
    before = 0
    for at, bar in enumerate(page.bars):
        implicit = ' implicit="yes"' if bar.pickup else ""
        text += f'    <measure number="{number + at}"{implicit}>\n'
        metre = page.bars[1].beats if bar.pickup else bar.beats
        if not at:
            text += _attributes(metre, fifths, staff.clef)
        elif metre != before:
            text += f"      <attributes>{time_of(metre)}</attributes>\n"
        if at in marks:
            text += directions(page.swing and not at, marks[at])
        before = metre
        for each in bar.written:
            inside = (place for place in symbols if tick <= place < tick + each.ticks)
            text += "".join(delayed(symbols[place], place - tick) for place in inside)
            text += _notes(each, next(names), bar, staff.clef.octaves)
            tick += each.ticks
        if at == len(page.bars) - 1:
            text += '      <barline location="right"><bar-style>light-heavy</bar-style></barline>\n'
        text += "    </measure>\n"
    return text


def tempo_marks(lengths: Sequence[int], beats: Beats) -> dict[int, float]:
    """Tempi in bpm by the bars at which they begin; only changes by more than `SAME_TEMPO`.

    `lengths` are the quarters of each bar.
    """
    marks: dict[int, float] = {0: beats.tempo_bpm or USUAL_BPM}
    segments = steady_segments(beats.times) if len(beats) > 1 else []
    if segments:
        marks[0] = 60 / segments[0][0]
    starts = np.cumsum([0, *lengths])
    first, last = 0, marks[0]
    for period, count in segments:
        bpm = 60 / period
        if abs(bpm / last - 1) > SAME_TEMPO:
            at = min(int(np.searchsorted(starts, first)), len(lengths) - 1)
            marks[at] = last = bpm
        first += count
    return marks


def _attributes(beats: int, fifths: int, clef: Clef) -> str:
    above = (
        "<transpose><diatonic>0</diatonic><chromatic>0</chromatic>"
        f"<octave-change>-{clef.octaves}</octave-change></transpose>"
        if clef.octaves
        else ""
    )
    return (
        f"      <attributes><divisions>{QUARTER}</divisions><key><fifths>{fifths}</fifths></key>"
        f"{time_of(beats)}<clef><sign>{clef.sign}</sign><line>{clef.line}</line></clef>"
        f"{above}</attributes>\n"
    )


def time_of(beats: int) -> str:
    """A time signature of quarters."""
    return f"<time><beats>{beats}</beats><beat-type>4</beat-type></time>"


def directions(swings: bool, bpm: float) -> str:
    """A mark of tempo, and the word for swing."""
    swing = "<direction-type><words>Swing</words></direction-type>" if swings else ""
    return (
        f'      <direction placement="above">{swing}<direction-type><metronome>'
        f"<beat-unit>quarter</beat-unit><per-minute>{bpm:.0f}</per-minute></metronome>"
        f'</direction-type><sound tempo="{bpm:.2f}"/></direction>\n'
    )


def _notes(each: Written, names: Sequence[Name], bar: Bar, octaves: int) -> str:
    """A note, a rest, or a chord: the notes after its first say that they sound with it."""
    ties = [kind for kind, has in (("stop", each.tied_from), ("start", each.tied_to)) if has]
    tail = f"<duration>{each.ticks}</duration>"
    tail += "".join(f'<tie type="{kind}"/>' for kind in ties) + "<voice>1</voice>"
    if each.triplet:
        tail += f"<type>{TRIPLETS[each.ticks]}</type><time-modification><actual-notes>3"
        tail += "</actual-notes><normal-notes>2</normal-notes></time-modification>"
    elif each.ticks in VALUES:
        kind, dots = VALUES[each.ticks]
        tail += f"<type>{kind}</type>" + "<dot/>" * dots
    marks = "".join(f'<tied type="{kind}"/>' for kind in ties)
    if each.triplet in ("start", "stop"):
        marks += f'<tuplet type="{each.triplet}" number="1"/>'
    if marks:
        tail += f"<notations>{marks}</notations>"
    if not names:
        whole = ' measure="yes"' if each.ticks == bar.beats * QUARTER else ""
        return f"      <note><rest{whole}/>{tail}</note>\n"
    text = ""
    for at, (step, alter, octave) in enumerate(names):
        together = "<chord/>" if at else ""
        altered = f"<alter>{alter}</alter>" if alter else ""
        pitch = f"<step>{step}</step>{altered}<octave>{octave + octaves}</octave>"
        text += f"      <note>{together}<pitch>{pitch}</pitch>{tail}</note>\n"
    return text
