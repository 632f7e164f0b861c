"""Songs arranged anew: any style, any band, any tempo the style is counted at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from random import Random

from lausch.corpora.band.playing import feel, pulse, stage
from lausch.corpora.band.playing.score import SINGER, Score
from lausch.corpora.band.playing.stage import Row, Voice, perform
from lausch.corpora.band.sources.chord import Chord, Chords
from lausch.corpora.band.writing import drummer
from lausch.corpora.band.writing.band import Chart, comp_voice, kicks, rhythm_section
from lausch.corpora.band.writing.form import laid_out
from lausch.corpora.band.writing.grooves import BOOKS, PERCUSSION
from lausch.corpora.band.writing.kit import Groove
from lausch.corpora.band.writing.layout import Layout, Marks
from lausch.corpora.band.writing.song import Song
from lausch.corpora.band.writing.styles import STYLES, Comp, Style
from lausch.corpora.band.writing.texture import staged

WHOLE_SECONDS = (75.0, 330.0)
EXCERPT_SECONDS = (40.0, 110.0)
STRETCH_SECONDS = (15.0, 35.0)
"""Of a piece that changes its metre, from one change to the next."""
_TRIES = 40
# Of how many old beats how many are kept, to make a bar of 2-7 beats from bars of four.
_BARS = {2: (2, 2), 3: (4, 3), 4: (4, 4), 5: (8, 5), 7: (8, 7)}
# Music in which nobody marks most of the beats cannot be labelled fairly: one of these joins.
_TIMEKEEPERS = (
    Comp("comping", (0, 0, 1, 4, 11, 46), ("arpeggio", "arpeggio", "quarters"), "close"),
    Comp("guitar", (24, 25, 26), ("arpeggio", "quarters", "strum"), "strum"),
    Comp("pad", (48, 45, 49), ("quarters",), "pad", floor=55),
)


@dataclass(frozen=True)
class _Sheet:
    """A song brought to the style's metre: everything in new beats."""

    chart: Chart
    drums: list[Row]
    melody: list[Row]
    second: list[Row]
    piano: list[Row]
    contrast: float
    parts: Marks = ()
    phrases: Marks = ()


def _tempo(
    style: Style, song_bpm: float, rng: Random, ratios: Sequence[float] = (0.5, 1.0, 2.0)
) -> tuple[float, float]:
    """The new tempo, and how many new beats one old beat becomes (one of `ratios`)."""
    low, high = style.bpm
    target = low * (high / low) ** rng.random()
    ratio = min(ratios, key=lambda m: abs(log(target / (song_bpm * m))))
    factor = min(1.6, max(0.6, target / (song_bpm * ratio)))
    return min(high * 1.03, max(low * 0.97, song_bpm * ratio * factor)), ratio


def _grooves(style: Style, bpm: float, rng: Random) -> list[Groove]:
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


def _sheet(
    song: Song, style: Style, rng: Random, seconds: tuple[float, float] = EXCERPT_SECONDS
) -> _Sheet:
    # With its form a song is played whole, and no bar becomes half a bar.
    whole = bool(song.parts)
    bpm, per_old = _tempo(style, song.pulse.bpm, rng, (1.0, 2.0) if whole else (0.5, 1.0, 2.0))
    grooves = _grooves(style, bpm, rng)
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

    chords: list[Chord | None] = []
    for bar in range(bars):
        for beat in range(beats_per_bar):
            old = first_old + (bar * of + beat) / per_old
            chord = song.chords[min(len(song.chords) - 1, int(old + 1e-6))]
            chords.append(None if chord is None else chord.moved(semitones))
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

    return _Sheet(
        chart, drums, moved(song.melody), moved(song.bridge), moved(song.piano), contrast,
        beats(song.parts), beats(song.phrases),
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


def arranged(song: Song, rng: Random, *, key: str, sung_db: float | None = None) -> Score:
    """`song` in a style drawn by `rng`; `key` is the composition's.

    A song that knows its parts is played whole, for `WHOLE_SECONDS`, and the score has its form.
    With `sung_db` its melody is the solo of a voice, so loud against all others together.
    """
    style, sheet = _styled(song, rng)
    chart, drums = sheet.chart, sheet.drums
    looseness = rng.uniform(*style.looseness)
    voices = _voices(style, sheet, rng, looseness, sung_db is not None)
    layout = None
    if song.parts:
        voices = staged(
            voices, sheet.parts, rng, contrast=sheet.contrast * rng.choice((0.5, 1.0, 1.0)),
            leads=style.leads,
        )  # fmt: skip
        layout = Layout(sheet.parts, sheet.phrases)
    beat = pulse.even([chart.beats] * chart.bars, chart.bpm)
    beat = pulse.breathe(beat, rng, looseness * rng.choice((0.0, 0.005, 0.012, 0.03)))
    if not drums or rng.random() < 0.1:
        beat = pulse.breathe(beat, rng, rng.choice((0.0, 0.03, 0.08, 0.15)))
        if rng.random() < 0.4:
            beat = pulse.slow_down(beat, rng.choice((4, 6, 8, 12)), rng.uniform(0.1, 0.6))
    tags = [style.name, "drums" if drums else "drumless"]
    if layout is not None:
        tags.append(f"contrast {sheet.contrast:g}")
    return perform(beat, voices, rng, song=key, style=style.name, tags=tuple(tags), layout=layout,
                   solo_db=sung_db)  # fmt: skip


def arranged_in(song: Song, rng: Random, *, key: str, meters: Sequence[int]) -> Score:
    """Stretches of `song` in bars of so many beats, one after the other, at one tempo.

    Who plays in several of them keeps the instrument. `key` is the composition's.
    """
    voices: dict[str, Voice] = {}
    bars: list[int] = []
    names: list[str] = []
    bpm = 0.0
    looseness = rng.uniform(0.1, 1.0)
    seconds = STRETCH_SECONDS if len(meters) > 1 else EXCERPT_SECONDS
    for meter in meters:
        styles = [style for style in STYLES if style.beats == meter]
        style = rng.choices(styles, [style.weight for style in styles])[0]
        sheet = _sheet(song, style, rng, seconds)
        bpm = bpm or sheet.chart.bpm
        for voice in _voices(style, sheet, rng, looseness):
            known = voices.get(voice.role, replace(voice, rows=[]))
            rows = [*known.rows, *stage.moved(voice.rows, sum(bars))]
            voices[voice.role] = replace(known, rows=rows)
        bars += [sheet.chart.beats] * sheet.chart.bars
        names.append(style.name)
    beat = pulse.breathe(pulse.even(bars, bpm), rng, looseness * rng.choice((0.0, 0.012, 0.03)))
    tags = (*(f"{meter} beats" for meter in dict.fromkeys(meters)), *dict.fromkeys(names))
    return perform(beat, list(voices.values()), rng, song=key, style=names[0], tags=tags)


def _voices(
    style: Style, sheet: _Sheet, rng: Random, looseness: float, sung: bool = False
) -> list[Voice]:
    """Who plays a sheet; with `sung` the melody is a singer's."""
    chart, drums = sheet.chart, sheet.drums
    voices: list[Voice] = []
    if drums:
        touch = feel.player("drums", looseness, rng)
        voices.append(
            Voice("drums", rng.choice(style.kits), drums, touch, rng.uniform(-3, 3), drums=True)
        )
    if style.comps:
        voices += rhythm_section(
            style, chart, rng, looseness=looseness, bass=0.94 if drums else 0.6,
            alone=0.1 if drums else 0.0,
        )  # fmt: skip
    written = 1.0 if not style.comps else 0.12 if drums else 0.3
    if style.beats == 4 and not style.ternary and rng.random() < written:
        voices.append(Voice("comping", rng.choice(style.pianos), sheet.piano,
                            feel.player("comping", looseness * 0.5, rng), -2.0))  # fmt: skip
    if sung:
        lead = _melody(style, sheet, rng, looseness)
        voices.append(replace(lead, role="solo", player=SINGER))
    elif rng.random() < 0.8:
        voices.append(_melody(style, sheet, rng, looseness))
    if rng.random() < 0.15 and sheet.second:
        voices.append(Voice("second", rng.choice(style.leads), sheet.second,
                            feel.player("melody", looseness, rng), -6.0))  # fmt: skip
    if _share_marked(voices, chart) < 0.6:
        voices.append(comp_voice(rng.choice(_TIMEKEEPERS), style, chart, rng, looseness=looseness))
    return voices


def _styled(song: Song, rng: Random) -> tuple[Style, _Sheet]:
    """A style and the song in it; a whole song keeps its bars and lasts `WHOLE_SECONDS`."""
    styles = [style for style in STYLES if not song.parts or style.beats in (2, 3, 4)]
    for _ in range(_TRIES):
        style = rng.choices(styles, [style.weight for style in styles])[0]
        sheet = _sheet(song, style, rng)
        seconds = sheet.chart.beats * sheet.chart.bars * 60 / sheet.chart.bpm
        if not song.parts or WHOLE_SECONDS[0] <= seconds <= WHOLE_SECONDS[1]:
            break
    return style, sheet


def _share_marked(voices: Sequence[Voice], chart: Chart) -> float:
    """The share of beats with an onset of any voice."""
    struck = {
        round(row[0]) for voice in voices for row in voice.rows if abs(row[0] - round(row[0])) < 0.1
    }
    return len(struck & set(range(chart.beats * chart.bars))) / (chart.beats * chart.bars)


def _melody(style: Style, sheet: _Sheet, rng: Random, looseness: float) -> Voice:
    octave = rng.choice((0, 0, 0, -12, 12))
    rows = stage.moved(sheet.melody, semitones=octave)
    program = rng.choice(style.leads)
    return Voice("melody", program, rows, feel.player("melody", looseness, rng), rng.uniform(-2, 4))
