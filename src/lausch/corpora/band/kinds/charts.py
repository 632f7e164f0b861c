"""Songs of the Billboard charts: their real harmony and form under tunes that lausch makes up.

`chartform` has whole songs with their form. Coarse: the sections of the chart, each with its
letter; equal letters are the same material, and a verse that comes twice in a row is two sections.
Fine: the lines of the chart, which the annotators broke by phrases, mostly of 4 or 8 bars: shorter
ones are joined, longer ones than 12 bars divided into eights. The change of the band at boundaries
is drawn as for `popform`.

`meters` has the same harmony in bars of two to seven beats; half of its pieces change their metre.
Nobody has written patterns of six beats: 6/8 is counted in two.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.pulse import even
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import Row, moved
from lausch.corpora.band.sources.billboard import SOURCE, ChordChart, chart_titles, read_chart
from lausch.corpora.band.writing import melodies
from lausch.corpora.band.writing.layout import Marks, joined, labelled, refined
from lausch.corpora.band.writing.song import Song
from lausch.corpora.band.writing.songs import arranged, arranged_in

FEWEST_BARS = 4
MOST_BARS = 12
LINE_BARS = 8
BEATS = (2, 3, 4, 5, 7)
CHANGING = 0.5


def composition(chart: ChordChart) -> str:
    """The name of the composition, which is never in two splits.

    One song is several charts when it was a hit more than once: the words decide.
    """
    return composition_of(chart.title)


def composition_of(title: str) -> str:
    """The same for the title of a song."""
    return "billboard-" + "".join(letter for letter in title.lower() if letter.isalnum())


def _song(chart: ChordChart, rng: Random) -> Song:
    """The chart with a tune; its sections have letters as the arranger reads them."""
    bars = len(chart.chords) // 4
    tonics = [chord for chord in chart.chords if chord and chord.root == chart.key]
    minor = sum(chord.minor for chord in tonics) > len(tonics) / 2
    degrees = melodies.scale(minor, "rock", rng)
    dense = rng.choice((0.0, 0.05, 0.15))
    seeds: dict[str, int] = {}
    melody: list[Row] = []
    edges = [*(bar for bar, _ in chart.sections), bars]
    for (first, label), last in zip(chart.sections, edges[1:], strict=True):
        # Sections of one letter are sung alike.
        own = Random(seeds.setdefault(label, rng.getrandbits(32)))
        tune = melodies.melody(
            chart.chords[4 * first : 4 * last],
            last - first,
            4,
            own,
            key=chart.key,
            degrees=degrees,
            dense=dense,
            middle=own.choice((60, 64, 68)),
        )
        melody += moved(tune, 4 * first)
    piano = [
        (float(beat), 1.0, 48 + (tone - 48) % 12, 80)
        for beat, chord in enumerate(chart.chords)
        if chord is not None
        for tone in chord.classes[:4]
    ]
    # The first letter is read as a verse A, the second as a chorus B.
    letters = list(dict.fromkeys(label for _, label in chart.sections))
    sections = tuple((bar, "ABCDEFGH"[min(letters.index(name), 7)]) for bar, name in chart.sections)
    pulse = even([4] * bars, chart.bpm)
    return Song(pulse, tuple(melody), (), tuple(piano), chart.chords, sections, keys=chart.keys)


def _form_marks(chart: ChordChart, letters: Marks) -> tuple[Marks, Marks]:
    """Coarse sections and fine lines of a chart, in bars; `letters` are its sections."""
    end = len(chart.chords) // 4
    sections: Marks = letters if letters and letters[0][0] == 0 else ((0, "A"), *letters)
    parts = joined(sections, end, FEWEST_BARS)
    phrases = refined(parts, chart.lines, end, FEWEST_BARS)
    ends = [
        bar
        for start, stop in zip(phrases, [*phrases[1:], end], strict=True)
        for bar in range(start, stop, LINE_BARS if stop - start > MOST_BARS else stop - start)
    ]
    return parts, labelled(refined(parts, ends, end, FEWEST_BARS), parts)


def _excerpt(data: Path, title: str, rng: Random) -> Score:
    chart = read_chart(data, title)
    return arranged(_song(chart, rng), rng, key=composition(chart))


def _whole(data: Path, title: str, rng: Random) -> Score:
    chart = read_chart(data, title)
    song = _song(chart, rng)
    parts, phrases = _form_marks(chart, song.sections)
    sections = parts if rng.random() < 0.7 else phrases
    song = replace(song, sections=sections, parts=parts, phrases=phrases)
    return arranged(song, rng, key=composition(chart))


def _in_meters(data: Path, title: str, rng: Random) -> Score:
    """The chart in one metre, or in two or three stretches of different metres."""
    chart = read_chart(data, title)
    meters = [rng.choice(BEATS)]
    if rng.random() < CHANGING:
        for _ in range(rng.choice((1, 2))):
            meters.append(rng.choice([each for each in BEATS if each != meters[-1]]))
    return arranged_in(_song(chart, rng), rng, key=composition(chart), meters=meters)


CHARTS = Kind(
    "charts",
    "McGill Billboard harmony and form under made-up tunes",
    SOURCE,
    chart_titles,
    _excerpt,
)
CHARTFORM = Kind(
    "chartform",
    "whole Billboard charts with sections and lines",
    SOURCE,
    chart_titles,
    _whole,
    has_form=True,
)
METERS = Kind(
    "meters",
    "Billboard harmony in bars of 2 to 7 beats, and changes of metre",
    SOURCE,
    chart_titles,
    _in_meters,
)
