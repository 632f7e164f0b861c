"""Whole songs of the Billboard charts with their form, under tunes that lausch makes up.

Coarse: the sections of the chart, each with its letter; equal letters are the same material, and
a verse that comes twice in a row is two sections. Fine: the lines of the chart, which the
annotators broke by phrases, mostly of 4 or 8 bars: shorter ones are joined, longer ones than 12
bars divided into eights. How much the band changes at boundaries is drawn as for `popform`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.sources.billboard import SOURCE, ChordChart, chart_titles, read_chart
from lausch.corpora.band.writing.chartsong import composition, song_of
from lausch.corpora.band.writing.layout import Marks, joined, labelled, refined
from lausch.corpora.band.writing.songs import arranged

FEWEST_BARS = 4
MOST_BARS = 12
LINE_BARS = 8


def levels(chart: ChordChart, letters: Marks) -> tuple[Marks, Marks]:
    """Coarse sections and fine lines of a chart, in bars; `letters` are its sections."""
    end = len(chart.chords) // 4
    sections: Marks = letters if letters and letters[0][0] == 0 else ((0, "A"), *letters)
    parts = joined(sections, end, FEWEST_BARS)
    lines = refined(parts, chart.lines, end, FEWEST_BARS)
    divided = [
        bar
        for start, stop in zip(lines, [*lines[1:], end], strict=True)
        for bar in range(start, stop, LINE_BARS if stop - start > MOST_BARS else stop - start)
    ]
    return parts, labelled(refined(parts, divided, end, FEWEST_BARS), parts)


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Chart `title`, whole, in a style, and with a tune, drawn by `rng`."""
    chart = read_chart(data, title)
    song = song_of(chart, rng)
    parts, phrases = levels(chart, song.sections)
    sections = parts if rng.random() < 0.7 else phrases
    song = replace(song, sections=sections, parts=parts, phrases=phrases)
    return arranged(song, rng, key=composition(chart))


KIND = Kind(
    name="chartform",
    about="whole Billboard charts with sections and lines",
    source=SOURCE,
    titles=chart_titles,
    arranger=arrange,
    has_form=True,
)
