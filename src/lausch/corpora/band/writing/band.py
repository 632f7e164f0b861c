"""Bass and chord players of a style over a chart: what every rhythm section shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing.stage import Row, Voice, moved
from lausch.corpora.band.sources.chord import Chords
from lausch.corpora.band.writing import accompaniment, bassline, melodies
from lausch.corpora.band.writing.form import Section
from lausch.corpora.band.writing.styles import Comp, Style

_RIFF_DEGREES = (0, 3, 5, 7, 10, 12, 1, 6)


@dataclass(frozen=True)
class Chart:
    """What a rhythm section reads: bars of equal length, a chord per beat, sections.

    `beats` are those of a bar; `ratio` is the swing of the off-beats (1 straight) of `grain` (2
    eighths, 4 sixteenths); `kicks` are beat coordinates of the bass drum, increasing.
    """

    beats: int
    bars: int
    bpm: float
    chords: Chords
    sections: Sequence[Section]
    ratio: float = 1.0
    grain: int = 2
    kicks: Sequence[float] = field(default=())

    def span(self, section: Section) -> tuple[int, int]:
        """First beat of a section and the first after it."""
        first = section.first_bar * self.beats
        return first, first + section.bars * self.beats


def kicks(drums: Sequence[Row]) -> list[float]:
    """Beat coordinates of the bass drum, increasing."""
    return sorted({round(row[0], 3) for row in drums if row[2] in (35, 36) and row[3] > 30})


def bass_rows(style: Style, chart: Chart, rng: Random) -> list[Row]:
    """A bass line: one or two figures of the style, by section."""
    figures = rng.sample(style.basses, min(2, len(style.basses)))
    low = rng.choice((28, 28, 28, 26, 31))
    rows: list[Row] = []
    for section in chart.sections:
        figure = figures[-1] if section.chorus else figures[0]
        begin, end = chart.span(section)
        bars = [chart.beats] * section.bars
        if section.stops:
            rows += accompaniment.struck(
                section.stops, chart.chords, bars, held="power2", first_beat=begin, floor=low
            )[::2]
            continue
        if figure == "locked":
            hit = [kick for kick in chart.kicks if begin - 0.2 <= kick < end - 0.2]
            if len(hit) > section.bars * 0.8:
                rows += bassline.locked(hit, chart.chords, end, rng, low=low)
                continue
            figure = "eights"
        rows += bassline.bass(
            figure, chart.chords, bars, rng, first_beat=begin, first_bar=section.first_bar,
            swing=chart.ratio, grain=chart.grain, low=low,
        )  # fmt: skip
    return rows


def _section_rows(
    rhythm: str, comp: Comp, chart: Chart, section: Section, rng: Random, *, push: float,
    shape: str, per_beat: int,
) -> list[Row]:  # fmt: skip
    begin, end = chart.span(section)
    bars = [chart.beats] * section.bars
    if section.stops:
        return accompaniment.struck(
            section.stops, chart.chords, bars, held=comp.held, first_beat=begin, floor=comp.floor
        )
    if rhythm == "arpeggio":
        return accompaniment.arpeggio(
            chart.chords, bars, rng, first_beat=begin, swing=chart.ratio, shape=shape,
            per_beat=per_beat,
        )  # fmt: skip
    if rhythm == "riff":
        local = [kick - begin for kick in chart.kicks if begin <= kick < end]
        rows = melodies.riff(
            chart.chords[begin:end], section.bars, chart.beats, rng, degrees=_RIFF_DEGREES,
            per_beat=3 if per_beat == 3 else rng.choice((2, 4)), kicks=local, low=comp.floor,
        )  # fmt: skip
        if comp.held == "power" and rng.random() < 0.5:
            rows += moved(rows, semitones=7)
        return moved(rows, begin)
    return accompaniment.chords_in(
        rhythm, chart.chords, bars, rng, held=comp.held, first_beat=begin,
        first_bar=section.first_bar, swing=chart.ratio, grain=chart.grain, push=push,
        floor=comp.floor,
    )  # fmt: skip


def comp_voice(comp: Comp, style: Style, chart: Chart, rng: Random, *, looseness: float) -> Voice:
    """One chord player: a rhythm per kind of section, now and then a section of silence."""
    push = style.push * rng.choice((0, 0, 1, 2))
    shape = rng.choice(accompaniment.ARPEGGIOS)
    per_beat = 3 if style.ternary else 4 if chart.bpm < 76 else 2
    chosen: dict[str, str] = {}
    rows: list[Row] = []
    for section in chart.sections:
        rhythm = chosen.setdefault(section.label, rng.choice(comp.rhythms))
        if rng.random() < 0.15 and len(chart.sections) > 2:
            continue
        rows += _section_rows(
            rhythm, comp, chart, section, rng, push=push, shape=shape, per_beat=per_beat
        )
    touch = feel.player(comp.role, looseness, rng)
    gain_db = comp.gain_db + rng.gauss(-2, 2)
    return Voice(comp.role, rng.choice(comp.programs), rows, touch, gain_db)


def rhythm_section(
    style: Style, chart: Chart, rng: Random, *, looseness: float, bass: float, alone: float
) -> list[Voice]:
    """Bass with chance `bass`, and the style's chord players; none at all with chance `alone`.

    A guitarist's riff is sometimes doubled by the bass, as much of rock is.
    """
    there = [comp for comp in style.comps if rng.random() < comp.chance]
    if not there and rng.random() >= alone:
        there = [rng.choice(style.comps)]
    voices = [comp_voice(comp, style, chart, rng, looseness=looseness) for comp in there]
    if rng.random() < bass:
        rows = bass_rows(style, chart, rng)
        if there and "riff" in there[0].rhythms and rng.random() < 0.35:
            rows = _lowest(voices[0].rows) or rows
        touch = feel.player("bass", looseness, rng)
        program = rng.choice(style.bass_programs)
        voices.insert(0, Voice("bass", program, rows, touch, rng.uniform(-3, 2)))
    return voices


def _lowest(rows: Sequence[Row]) -> list[Row]:
    """The lowest note of every chord, in the bass register."""
    lowest: dict[float, Row] = {}
    for row in rows:
        if row[0] not in lowest or row[2] < lowest[row[0]][2]:
            lowest[row[0]] = row
    return [
        (at, size, pitch - 12 if pitch >= 40 else pitch, loud)
        for at, size, pitch, loud in sorted(lowest.values())
    ]
