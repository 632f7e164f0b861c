"""A song in a style: its chart in the metre and the tempo of the style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from random import Random

from lausch.corpora.band.playing import feel
from lausch.corpora.band.playing.harmony import Harmony, harmony_of
from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.chord import Chords
from lausch.corpora.band.writing import drummer
from lausch.corpora.band.writing.band import Chart, kicks
from lausch.corpora.band.writing.form import laid_out
from lausch.corpora.band.writing.grooves import BOOKS, PERCUSSION
from lausch.corpora.band.writing.kit import Groove
from lausch.corpora.band.writing.layout import Marks
from lausch.corpora.band.writing.song import Song
from lausch.corpora.band.writing.styles import STYLES, Style

WHOLE_SECONDS = (75.0, 330.0)
EXCERPT_SECONDS = (40.0, 110.0)
_TRIES = 40


# Of how many old beats how many are kept, to make a bar of 2-7 beats from bars of four.
_BARS = {2: (2, 2), 3: (4, 3), 4: (4, 4), 5: (8, 5), 7: (8, 7)}


@dataclass(frozen=True)
class Sheet:
    """A song brought to the style's metre: everything in new beats."""

    chart: Chart
    drums: list[Row]
    melody: list[Row]
    second: list[Row]
    piano: list[Row]
    contrast: float
    harmony: Harmony
    parts: Marks = ()
    phrases: Marks = ()


def tempo_of(
    style: Style, song_bpm: float, rng: Random, ratios: Sequence[float] = (0.5, 1.0, 2.0)
) -> tuple[float, float]:
    """The new tempo, and how many new beats one old beat becomes (one of `ratios`)."""
    low, high = style.bpm
    target = low * (high / low) ** rng.random()
    ratio = min(ratios, key=lambda m: abs(log(target / (song_bpm * m))))
    factor = min(1.6, max(0.6, target / (song_bpm * ratio)))
    return min(high * 1.03, max(low * 0.97, song_bpm * ratio * factor)), ratio


def grooves_of(style: Style, bpm: float, rng: Random) -> list[Groove]:
    """One pattern, or one for the verses and one for the choruses; none for some styles."""
    book = BOOKS[style.beats]
    grooves = [groove for name in style.books for groove in book.get(name, ())]
    family = [groove for groove in grooves if groove.bpm[0] * 0.96 <= bpm <= groove.bpm[1] * 1.04]
    if not grooves:
        return []
    first = rng.choice(family or grooves)
    other = rng.choice(family or grooves)
    if other.per_beat != first.per_beat or rng.random() < 0.5:
        other = first
    return [first, other]


def sheet_of(
    song: Song, style: Style, rng: Random, seconds: tuple[float, float] = EXCERPT_SECONDS
) -> Sheet:
    # With its form a song is played whole, and no bar becomes half a bar.
    whole = bool(song.parts)
    bpm, per_old = tempo_of(style, song.pulse.bpm, rng, (1.0, 2.0) if whole else (0.5, 1.0, 2.0))
    grooves = grooves_of(style, bpm, rng)
    ratio = rng.uniform(*style.swing)
    grain = 4 if grooves and grooves[0].per_beat == 4 else 2
    triplets = bool(grooves) and grooves[0].per_beat == 3
    if triplets and not style.ternary:
        # A shuffle of the drummer is a shuffle of the band.
        ratio = 2.0
    of, beats_per_bar = _BARS[style.beats]
    wanted = int(rng.uniform(*seconds) * bpm / 60 / style.beats) + 1
    old_per_bar = of / per_old
    there = int(len(song.chords) / old_per_bar)
    bars = there if whole else max(1, min(wanted, there))
    # Excerpts begin at a section, so that their first bars sound like a beginning.
    starts = [int(bar * 4 / old_per_bar) for bar, _ in song.sections]
    starts = [bar for bar in starts if bar + bars <= there] or [0]
    first_bar = 0 if whole else rng.choice(starts)
    first_old = first_bar * old_per_bar
    if not whole:
        first_old += _rotation(song.chords, int(first_old), int(first_old + bars * old_per_bar))
    semitones = rng.randrange(-5, 7)

    def moved(rows: Sequence[Row]) -> list[Row]:
        out: list[Row] = []
        for at, length, pitch, velocity in rows:
            bar, beat = divmod((at - first_old) * per_old, of)
            if beat >= beats_per_bar - 0.05 or not 0 <= bar < bars:
                continue
            begin = bar * beats_per_bar + beat
            if ratio > 1:
                begin = feel.swung(begin, ratio, grain)
            out.append((begin, min(length * per_old, 4.0), pitch + semitones, velocity))
        return out

    old_beats = [
        min(len(song.chords) - 1, int(first_old + (bar * of + beat) / per_old + 1e-6))
        for bar in range(bars)
        for beat in range(beats_per_bar)
    ]
    written = [song.chords[old] for old in old_beats]
    keys = [song.keys[old] if song.keys else None for old in old_beats]
    chords = [None if chord is None else chord.moved(semitones) for chord in written]
    labels = {int(bar * 4 / old_per_bar) - first_bar: label for bar, label in song.sections}
    cuts = sorted({0, *(bar for bar in labels if 0 < bar < bars)})
    names = [labels.get(cut, "A") for cut in cuts]
    contrast = rng.choice((0.0, 1.0, 1.0, 2.0))
    sections = laid_out(cuts, names, bars, rng, bpm=bpm, contrast=contrast)
    # Ternary patterns are written as triplets already.
    swing = 1.0 if style.ternary else ratio
    chart = Chart(style.beats, bars, bpm, chords, sections, swing, grain)
    drums = _drums(grooves, chart, rng) if grooves and rng.random() < style.drums else []
    chart = replace(chart, kicks=kicks(drums))

    def beats(marks: Marks) -> Marks:
        return tuple((int(bar * 4 / old_per_bar) * beats_per_bar, label) for bar, label in marks)

    return Sheet(
        chart, drums, moved(song.melody), moved(song.bridge), moved(song.piano), contrast,
        harmony_of(written, keys, semitones), beats(song.parts), beats(song.phrases),
    )  # fmt: skip


def _rotation(chords: Chords, first: int, last: int) -> int:
    """Beats (0-3) by which most chord changes of a stretch follow the annotated downbeats.

    Songs with a bar of another length run out of step with the count of four; harmony knows.
    """
    changes = [0, 0, 0, 0]
    for beat in range(max(1, first), min(last, len(chords))):
        changes[(beat - first) % 4] += chords[beat] != chords[beat - 1]
    winner = max(range(4), key=lambda place: changes[place])
    return winner if changes[winner] > 1.25 * changes[0] + 1 else 0


def _drums(grooves: list[Groove], chart: Chart, rng: Random) -> list[Row]:
    bars = [chart.beats] * chart.bars
    verses = [section for section in chart.sections if not section.chorus]
    choruses = [section for section in chart.sections if section.chorus]
    rows: list[Row] = []
    for groove, sections in zip(grooves, (verses, choruses), strict=True):
        if groove.swing == 1.0 and chart.ratio > 1.05 and groove.per_beat != 3:
            groove = replace(groove, swing=chart.ratio)
        rows += drummer.play(
            groove, sections, bars, rng, fills=rng.uniform(0.2, 0.9), variety=rng.uniform(0.2, 0.9)
        )
    if chart.beats == 4 and chart.ratio == 1.0 and rng.random() < 0.25:
        rows += drummer.percussion(PERCUSSION, chart.bars, 4, rng)
    return rows


def styled(song: Song, rng: Random) -> tuple[Style, Sheet]:
    """A style and the song in it; a whole song keeps its bars and lasts `WHOLE_SECONDS`."""
    styles = [style for style in STYLES if not song.parts or style.beats in (2, 3, 4)]
    for _ in range(_TRIES):
        style = rng.choices(styles, [style.weight for style in styles])[0]
        sheet = sheet_of(song, style, rng)
        seconds = sheet.chart.beats * sheet.chart.bars * 60 / sheet.chart.bpm
        if not song.parts or WHOLE_SECONDS[0] <= seconds <= WHOLE_SECONDS[1]:
            break
    return style, sheet
