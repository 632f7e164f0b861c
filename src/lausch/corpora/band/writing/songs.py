"""Songs arranged anew: any style, any band, any tempo the style is counted at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from lausch.corpora.band.playing import feel, pulse, stage
from lausch.corpora.band.playing.harmony import Harmony
from lausch.corpora.band.playing.score import SINGER, Score
from lausch.corpora.band.playing.stage import Voice, perform
from lausch.corpora.band.writing.band import Chart, comp_voice, rhythm_section
from lausch.corpora.band.writing.layout import Layout
from lausch.corpora.band.writing.sheet import EXCERPT_SECONDS, Sheet, sheet_of, styled
from lausch.corpora.band.writing.song import Song
from lausch.corpora.band.writing.styles import STYLES, Comp, Style
from lausch.corpora.band.writing.texture import staged

STRETCH_SECONDS = (15.0, 35.0)
"""Of a piece that changes its metre, from one change to the next."""
# Music in which nobody marks most of the beats cannot be labelled fairly: one of these joins.
_TIMEKEEPERS = (
    Comp("comping", (0, 0, 1, 4, 11, 46), ("arpeggio", "arpeggio", "quarters"), "close"),
    Comp("guitar", (24, 25, 26), ("arpeggio", "quarters", "strum"), "strum"),
    Comp("pad", (48, 45, 49), ("quarters",), "pad", floor=55),
)


def arranged(song: Song, rng: Random, *, key: str, sung_db: float | None = None) -> Score:
    """`song` in a style drawn by `rng`; `key` is the composition's.

    A song that knows its parts is played whole, for `WHOLE_SECONDS`, and the score has its form.
    With `sung_db` its melody is the solo of a voice, so loud against all others together.
    """
    style, sheet = styled(song, rng)
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
                   solo_db=sung_db, harmony=sheet.harmony)  # fmt: skip


def arranged_in(song: Song, rng: Random, *, key: str, meters: Sequence[int]) -> Score:
    """Stretches of `song` in bars of so many beats, one after the other, at one tempo.

    Who plays in several of them keeps the instrument. `key` is the composition's.
    """
    voices: dict[str, Voice] = {}
    bars: list[int] = []
    names: list[str] = []
    chords: list[str] = []
    keys: list[str] = []
    bpm = 0.0
    looseness = rng.uniform(0.1, 1.0)
    seconds = STRETCH_SECONDS if len(meters) > 1 else EXCERPT_SECONDS
    for meter in meters:
        styles = [style for style in STYLES if style.beats == meter]
        style = rng.choices(styles, [style.weight for style in styles])[0]
        sheet = sheet_of(song, style, rng, seconds)
        bpm = bpm or sheet.chart.bpm
        for voice in _voices(style, sheet, rng, looseness):
            known = voices.get(voice.role, replace(voice, rows=[]))
            rows = [*known.rows, *stage.moved(voice.rows, sum(bars))]
            voices[voice.role] = replace(known, rows=rows)
        bars += [sheet.chart.beats] * sheet.chart.bars
        names.append(style.name)
        chords += sheet.harmony.chords
        keys += sheet.harmony.keys
    beat = pulse.breathe(pulse.even(bars, bpm), rng, looseness * rng.choice((0.0, 0.012, 0.03)))
    tags = (*(f"{meter} beats" for meter in dict.fromkeys(meters)), *dict.fromkeys(names))
    return perform(beat, list(voices.values()), rng, song=key, style=names[0], tags=tags,
                   harmony=Harmony(tuple(chords), tuple(keys)))  # fmt: skip


def _voices(
    style: Style, sheet: Sheet, rng: Random, looseness: float, sung: bool = False
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


def _share_marked(voices: Sequence[Voice], chart: Chart) -> float:
    """The share of beats with an onset of any voice."""
    struck = {
        round(row[0]) for voice in voices for row in voice.rows if abs(row[0] - round(row[0])) < 0.1
    }
    return len(struck & set(range(chart.beats * chart.bars))) / (chart.beats * chart.bars)


def _melody(style: Style, sheet: Sheet, rng: Random, looseness: float) -> Voice:
    octave = rng.choice((0, 0, 0, -12, 12))
    rows = stage.moved(sheet.melody, semitones=octave)
    program = rng.choice(style.leads)
    return Voice("melody", program, rows, feel.player("melody", looseness, rng), rng.uniform(-2, 4))
