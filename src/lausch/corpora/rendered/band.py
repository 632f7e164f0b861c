"""Bass and chord players of a style over a chart: what every rhythm section shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lausch.corpora.rendered import accompaniment, bassline, feel
from lausch.corpora.rendered.chord import Chord
from lausch.corpora.rendered.drummer import Section
from lausch.corpora.rendered.stage import Row, Voice
from lausch.corpora.rendered.styles import Layer, Style


@dataclass(frozen=True)
class Chart:
    """What a rhythm section reads: bars of equal length, a chord per beat, sections.

    `ratio` is the swing of the off-beats (1 straight).
    """

    beats: int
    bars: int
    bpm: float
    chords: Sequence[Chord | None]
    sections: Sequence[Section]
    ratio: float = 1.0

    def span(self, section: Section) -> tuple[int, int]:
        """First beat of a section and the first after it."""
        first = section.first_bar * self.beats
        return first, first + section.bars * self.beats


def second_pattern(section: Section) -> bool:
    """Choruses (labels B of POP909's annotators) may have a pattern of their own."""
    return section.label in ("B", "b")


def kicks(drums: Sequence[Row]) -> list[float]:
    """Beat coordinates of the bass drum, increasing."""
    return sorted({round(row[0], 3) for row in drums if row[2] in (35, 36) and row[3] > 30})


def bass_rows(style: Style, chart: Chart, drums: Sequence[Row], rng: Random) -> list[Row]:
    """A bass line: one or two figures of the style, by section."""
    figures = rng.sample(style.basses, min(2, len(style.basses)))
    struck = kicks(drums)
    low = rng.choice((28, 28, 28, 26, 31))
    rows: list[Row] = []
    for section in chart.sections:
        figure = figures[-1] if second_pattern(section) else figures[0]
        begin, end = chart.span(section)
        if figure == "locked":
            hit = [kick for kick in struck if begin - 0.2 <= kick < end - 0.2]
            if len(hit) > section.bars * 0.8:
                rows += bassline.locked(hit, chart.chords, end, rng, low=low)
                continue
            figure = "eights"
        rows += bassline.bass(
            figure, chart.chords, [chart.beats] * section.bars, rng, first_beat=begin,
            first_bar=section.first_bar, swing=chart.ratio, low=low,
        )  # fmt: skip
    return rows


def layer_voice(
    layer: Layer, style: Style, chart: Chart, rng: Random, *, looseness: float
) -> Voice:
    """One chord player: a rhythm per kind of section, now and then a section of silence."""
    push = style.push * rng.choice((0, 0, 1, 2))
    shape = rng.choice(accompaniment.ARPEGGIOS)
    per_beat = 3 if style.ternary else 4 if chart.bpm < 76 else 2
    chosen: dict[str, str] = {}
    rows: list[Row] = []
    for section in chart.sections:
        rhythm = chosen.setdefault(section.label, rng.choice(layer.rhythms))
        if rng.random() < 0.15 and len(chart.sections) > 2:
            continue
        begin, _ = chart.span(section)
        bars = [chart.beats] * section.bars
        if rhythm in accompaniment.RHYTHMS:
            rows += accompaniment.chords_in(
                rhythm, chart.chords, bars, rng, held=layer.held, first_beat=begin,
                first_bar=section.first_bar, swing=chart.ratio, push=push, floor=layer.floor,
            )  # fmt: skip
        else:
            rows += accompaniment.arpeggio(
                chart.chords, bars, rng, first_beat=begin, swing=chart.ratio, shape=shape,
                per_beat=per_beat,
            )  # fmt: skip
    touch = feel.player(layer.role, looseness, rng)
    gain_db = layer.gain_db + rng.gauss(-2, 2)
    return Voice(layer.role, rng.choice(layer.programs), rows, touch, gain_db)


def rhythm_section(
    style: Style,
    chart: Chart,
    drums: Sequence[Row],
    rng: Random,
    *,
    looseness: float,
    bass: float,
    alone: float,
) -> list[Voice]:
    """Bass with chance `bass`, and the style's layers; no layer at all with chance `alone`."""
    voices: list[Voice] = []
    if rng.random() < bass:
        rows = bass_rows(style, chart, drums, rng)
        touch = feel.player("bass", looseness, rng)
        program = rng.choice(style.bass_programs)
        voices.append(Voice("bass", program, rows, touch, rng.uniform(-3, 2)))
    there = [layer for layer in style.layers if rng.random() < layer.chance]
    if not there and rng.random() >= alone:
        there = [rng.choice(style.layers)]
    return voices + [layer_voice(layer, style, chart, rng, looseness=looseness) for layer in there]
