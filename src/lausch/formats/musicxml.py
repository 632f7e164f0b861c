"""`.musicxml`: the bass line as a lead sheet, MusicXML 3.1 (W3C), for notation programs.

Written in the bass clef an octave above what sounds, as players of the double bass read it, one
quarter note to the beat. Without a key the signature is estimated, and notes are spelled in it; the
tempo mark changes where the tempo does. Chords stand over the notes, spelled in the key, and a key
that was found is that of the signature. There are no words. The times of the beats
stand in a miscellaneous field, so that reading a page gives seconds back; other programs leave that
aside and play at the tempo marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

import numpy as np

from lausch.annotation import BassLine, Beats
from lausch.annotation.analysis import Analysis
from lausch.annotation.steadiness import SAME_TEMPO, steady_segments
from lausch.errors import FormatError
from lausch.formats.chordsymbols import delayed, signature, symbols_at
from lausch.formats.markup import escaped
from lausch.formats.musicxmlfile import FIELD, USUAL_BPM, score
from lausch.formats.notation import QUARTER, Bar, Page, Written, written
from lausch.formats.rows import needed
from lausch.formats.spelling import fifths_of, spelled

PROGRAM = 33  # acoustic bass, counted from 1
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
    """One part, from the first beat on; a draft, as every transcription by a program is."""
    chords = analysis.read("chords")
    line = needed(
        analysis.bass if chords is None else analysis.bass or BassLine(),
        "musicxml",
        "a bass line or chords",
        "add --only bass",
    )
    beats = analysis.beats
    if beats is None or not len(beats):
        beats = Beats(line.beats.times)
    if not len(beats) and (len(line.notes) or chords):
        raise FormatError(
            "a lead sheet has bars, but the analysis has no beats: none are steady, or they "
            "were not looked for; look for them with --only bass,beats, or give them with --beats"
        )
    page = written(line.notes, beats)
    part = (
        '<score-part id="P1"><part-name>Bass</part-name>\n'
        '    <score-instrument id="P1-I1"><instrument-name>Bass</instrument-name>'
        "</score-instrument>\n"
        '    <midi-instrument id="P1-I1"><midi-channel>1</midi-channel>'
        f"<midi-program>{PROGRAM}</midi-program></midi-instrument></score-part>"
    )
    return document(analysis, beats, part, _bars(page, beats, analysis))


def document(analysis: Analysis, beats: Beats, part: str, bars: str) -> str:
    """A score of one part with its bars, which says the seconds of its quarters."""
    title = "" if analysis.provenance is None else PurePath(analysis.provenance.name).stem
    field = " ".join(f"{time:.6g}" for time in np.round(beats.times, 4))
    software = f"lausch {analysis.version}".strip()
    return (
        f'{DOCTYPE}<score-partwise version="3.1">\n'
        f"  <work><work-title>{escaped(title)}</work-title></work>\n"
        f"  <identification><encoding><software>{escaped(software)}</software></encoding>\n"
        f'    <miscellaneous><miscellaneous-field name="{FIELD}">{field}</miscellaneous-field>'
        "</miscellaneous></identification>\n"
        f"  <part-list>{part}</part-list>\n"
        f'  <part id="P1">\n{bars}  </part>\n</score-partwise>\n'
    )


def decode(text: str, name: str) -> Analysis:
    """The bass part of any score, see `musicxmlfile.score`, with its quarters as beats."""
    notes, beats = score(text, name)
    return Analysis(bass=BassLine(notes=notes), beats=beats)


def _bars(page: Page, beats: Beats, analysis: Analysis) -> str:
    text = ""
    symbols = symbols_at(analysis, beats)
    tick = 0
    sounding = [each for bar in page.bars for each in bar.written if each.pitch]
    fifths = fifths_of([each.pitch for each in sounding], [each.ticks for each in sounding])
    fifths = signature(analysis, fifths)
    marks = tempo_marks([bar.beats for bar in page.bars], beats)
    number = 0 if page.bars[0].pickup else 1
    names = iter(spelled([each.pitch for bar in page.bars for each in bar.written], fifths))
    before = 0
    for at, bar in enumerate(page.bars):
        implicit = ' implicit="yes"' if bar.pickup else ""
        text += f'    <measure number="{number + at}"{implicit}>\n'
        metre = page.bars[1].beats if bar.pickup and len(page.bars) > 1 else bar.beats
        if not at:
            text += _attributes(metre, fifths)
        elif metre != before:
            text += f"      <attributes>{time_of(metre)}</attributes>\n"
        if at in marks:
            text += directions(page.swing and not at, marks[at])
        before = metre
        for each in bar.written:
            inside = (place for place in symbols if tick <= place < tick + each.ticks)
            text += "".join(delayed(symbols[place], place - tick) for place in inside)
            text += _note(each, next(names), bar)
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


def _attributes(beats: int, fifths: int) -> str:
    return (
        f"      <attributes><divisions>{QUARTER}</divisions><key><fifths>{fifths}</fifths></key>"
        f"{time_of(beats)}<clef><sign>F</sign><line>4</line></clef>"
        "<transpose><diatonic>0</diatonic><chromatic>0</chromatic>"
        "<octave-change>-1</octave-change></transpose></attributes>\n"
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


def _note(each: Written, name: tuple[str, int, int], bar: Bar) -> str:
    text = "      <note>"
    if each.pitch:
        step, alter, octave = name
        altered = f"<alter>{alter}</alter>" if alter else ""
        text += f"<pitch><step>{step}</step>{altered}<octave>{octave + 1}</octave></pitch>"
    elif each.ticks == bar.beats * QUARTER:
        text += '<rest measure="yes"/>'
    else:
        text += "<rest/>"
    text += f"<duration>{each.ticks}</duration>"
    ties = [kind for kind, has in (("stop", each.tied_from), ("start", each.tied_to)) if has]
    text += "".join(f'<tie type="{kind}"/>' for kind in ties) + "<voice>1</voice>"
    if each.triplet:
        text += f"<type>{TRIPLETS[each.ticks]}</type><time-modification><actual-notes>3"
        text += "</actual-notes><normal-notes>2</normal-notes></time-modification>"
    elif each.ticks in VALUES:
        kind, dots = VALUES[each.ticks]
        text += f"<type>{kind}</type>" + "<dot/>" * dots
    marks = "".join(f'<tied type="{kind}"/>' for kind in ties)
    if each.triplet in ("start", "stop"):
        marks += f'<tuplet type="{each.triplet}" number="1"/>'
    if marks:
        text += f"<notations>{marks}</notations>"
    return text + "</note>\n"
