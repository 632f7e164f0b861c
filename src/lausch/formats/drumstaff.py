"""`.drums.musicxml`: a drum staff in MusicXML 3.1 on the grid of the beats, for notation programs.

One quarter note to the beat and five lines with a percussion clef: hands above with stems up, the
kick below with stems down. In each beat strokes stand on halves, thirds or quarters of it,
whichever fits them; where most pairs are long and short they are even eighths under the word swing.
A stroke lasts up to the next of its voice, or to the end of its beat. Its force is MusicXML's
`dynamics`, in percent of a velocity of 90.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from lausch.annotation import Beats, Drums
from lausch.annotation.analysis import Analysis
from lausch.annotation.drums import KEYS
from lausch.errors import FormatError
from lausch.formats.musicxml import (
    TRIPLETS,
    VALUES,
    Part,
    directions,
    document,
    tempo_marks,
    time_of,
)
from lausch.formats.musicxmlfile import FORTE, drum_score
from lausch.formats.notation import (
    QUARTER,
    Ticks,
    bars_of,
    grids_of,
    is_swing,
    pairs_of,
    positions_in,
    snapped,
    straight,
    triplet_at,
)

GRIDS = ((1, 0.0), (2, 0.01), (4, 0.05), (3, 0.1))
"""As those of notes, but triplets are dearer: hands rush more than they swing."""
DOTTED, EIGHTH = 9, 6
LONGEST = (48, 24, 12)
"""Rests from a beat on, in ticks."""


class Place(NamedTuple):
    """Where an instrument stands on the staff: step, octave, notehead and voice."""

    step: str
    octave: int
    head: str
    voice: int


PLACES = {
    "kick": Place("F", 4, "", 2),
    "snare": Place("C", 5, "", 1),
    "hi-hat": Place("G", 5, "x", 1),
    "tom": Place("D", 5, "", 1),
    "cymbal": Place("A", 5, "x", 1),
}
VOICES = {1: "up", 2: "down"}
"""The direction of stems in each voice."""


@dataclass(frozen=True)
class Struck:
    """A chord or, without strokes, a rest: its length in ticks, and of each stroke the force."""

    ticks: int
    strokes: tuple[tuple[str, float], ...] = ()
    triplet: str = ""


@dataclass(frozen=True)
class Staff:
    """Bars of drums: their lengths in beats, and of each voice what fills them.

    `pickup` says that the first bar comes before the first downbeat; `swing` that pairs of eighths
    are long and short.
    """

    lengths: tuple[int, ...]
    pickup: bool
    swing: bool
    voices: dict[int, tuple[tuple[Struck, ...], ...]]


def encode(analysis: Analysis) -> str:
    """One part, from the first beat on; a draft, as every transcription by a program is."""
    drums: Drums = analysis.read("drums") or Drums()
    beats = analysis.beats or Beats()
    if len(drums) and not len(beats):
        raise FormatError(
            "a drum staff has bars, but the analysis has no beats: none are steady, or they were "
            "not looked for; look for them with --only drums,beats, or give them with --beats"
        )
    staff = staff_of(drums, beats if len(beats) else Beats([0.0]))
    return document(analysis, beats, [Part(_part(), _bars(staff, beats))])


def decode(text: str, name: str) -> Analysis:
    """The first part of unpitched notes in any score, see `musicxmlfile.drum_score`."""
    drums, beats = drum_score(text, name)
    return Analysis(beats=beats, others={"drums": drums})


def staff_of(drums: Drums, beats: Beats) -> Staff:
    """Strokes on the grid of one or more beats; what comes before the first beat is left out."""
    lengths, pickup = bars_of(beats)
    total = sum(lengths)
    onsets = positions_in(drums.times, beats.times)
    grids = grids_of(onsets, total, GRIDS)
    swing, even = is_swing(onsets, grids), pairs_of(onsets, grids)
    ticks = straight(snapped(onsets, grids), even)
    grids[even] = 2
    placed: dict[int, dict[int, dict[str, float]]] = {voice: {} for voice in VOICES}
    for tick, name, force in zip(
        ticks.tolist(), drums.instruments, drums.velocities.tolist(), strict=True
    ):
        if 0 <= tick < total * QUARTER:
            chord = placed[PLACES[name].voice].setdefault(tick, {})
            chord[name] = max(force, chord.get(name, 0.0))
    edges = np.concatenate([[0], np.cumsum(lengths)]) * QUARTER
    voices = {
        voice: tuple(
            tuple(_filled(chords, int(first), int(end), grids)) for first, end in pairwise(edges)
        )
        for voice, chords in placed.items()
    }
    return Staff(tuple(lengths), pickup, swing, voices)


def _filled(
    chords: dict[int, dict[str, float]], first: int, end: int, grids: Ticks
) -> Iterator[Struck]:
    """What fills a bar of one voice: chords, and rests before and between them."""
    struck = sorted(tick for tick in chords if first <= tick < end)
    if not struck:
        yield Struck(end - first)
        return
    at = first
    for tick in [*struck, end]:
        while at < tick:
            length = _rest(at, tick)
            yield Struck(length, (), triplet_at(at, length, grids))
            at += length
        if tick == end:
            return
        later = next((each for each in struck if each > tick), end)
        length = min(later, (tick // QUARTER + 1) * QUARTER) - tick
        if length == DOTTED and tick % QUARTER:
            length = EIGHTH  # and a rest: no dot stands beside the beat
        yield Struck(length, tuple(chords[tick].items()), triplet_at(tick, length, grids))
        at = tick + length


def _rest(at: int, stop: int) -> int:
    """The longest rest from `at` that does not hide the beats; within one nothing else follows."""
    if at % QUARTER:
        return QUARTER - at % QUARTER
    whole = (stop - at) // QUARTER * QUARTER
    return next((each for each in LONGEST if each <= whole), stop - at)


def _part() -> str:
    names = "".join(
        f'    <score-instrument id="P1-I{KEYS[name][0]}"><instrument-name>{name.capitalize()}'
        "</instrument-name></score-instrument>\n"
        for name in PLACES
    )
    keys = "".join(
        f'    <midi-instrument id="P1-I{KEYS[name][0]}"><midi-channel>10</midi-channel>'
        f"<midi-program>1</midi-program><midi-unpitched>{KEYS[name][0] + 1}</midi-unpitched>"
        "</midi-instrument>\n"
        for name in PLACES
    )
    return f'<score-part id="P1"><part-name>Drums</part-name>\n{names}{keys}  </score-part>'


def _bars(staff: Staff, beats: Beats) -> str:
    marks = tempo_marks(staff.lengths, beats)
    number = 0 if staff.pickup else 1
    text, before = "", 0
    for at, length in enumerate(staff.lengths):
        pickup = staff.pickup and not at
        implicit = ' implicit="yes"' if pickup else ""
        metre = staff.lengths[1] if pickup else length
        text += f'    <measure number="{number + at}"{implicit}>\n'
        if not at:
            text += (
                f"      <attributes><divisions>{QUARTER}</divisions><key><fifths>0</fifths></key>"
                f"{time_of(metre)}<clef><sign>percussion</sign><line>2</line></clef></attributes>\n"
            )
        elif metre != before:
            text += f"      <attributes>{time_of(metre)}</attributes>\n"
        before = metre
        if at in marks:
            text += directions(staff.swing and not at, marks[at])
        for voice, bars in staff.voices.items():
            if voice > 1 and not any(each.strokes for each in bars[at]):
                continue  # a second voice stands only where it plays
            if voice > 1:
                text += f"      <backup><duration>{length * QUARTER}</duration></backup>\n"
            for each in bars[at]:
                text += _chord(each, voice, length * QUARTER)
        if at == len(staff.lengths) - 1:
            text += '      <barline location="right"><bar-style>light-heavy</bar-style></barline>\n'
        text += "    </measure>\n"
    return text


def _chord(each: Struck, voice: int, whole: int) -> str:
    if not each.strokes:
        measure = ' measure="yes"' if each.ticks == whole else ""
        return f"      <note><rest{measure}/>{_value(each, voice, '')}</note>\n"
    text = ""
    for at, (name, force) in enumerate(each.strokes):
        place, key = PLACES[name], KEYS[name][0]
        percent = 100 * 127 * force / FORTE
        chord = "<chord/>" if at else ""
        head = f"<notehead>{place.head}</notehead>" if place.head else ""
        tuplet = Struck(each.ticks, (), each.triplet if not at else each.triplet and "inside")
        text += (
            f'      <note dynamics="{percent:.2f}">{chord}<unpitched><display-step>{place.step}'
            f"</display-step><display-octave>{place.octave}</display-octave></unpitched>"
            + _value(
                tuplet,
                voice,
                f'<instrument id="P1-I{key}"/>',
                f"<stem>{VOICES[voice]}</stem>{head}",
            )
            + "</note>\n"
        )
    return text


def _value(each: Struck, voice: int, instrument: str, look: str = "") -> str:
    text = f"<duration>{each.ticks}</duration>{instrument}<voice>{voice}</voice>"
    if each.triplet:
        text += f"<type>{TRIPLETS[each.ticks]}</type><time-modification><actual-notes>3"
        text += "</actual-notes><normal-notes>2</normal-notes></time-modification>"
    elif each.ticks in VALUES:
        kind, dots = VALUES[each.ticks]
        text += f"<type>{kind}</type>" + "<dot/>" * dots
    mark = f'<notations><tuplet type="{each.triplet}" number="1"/></notations>'
    return text + look + (mark if each.triplet in ("start", "stop") else "")
