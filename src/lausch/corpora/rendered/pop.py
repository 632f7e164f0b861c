"""Pop songs (POP909) arranged anew: any style, any band, any tempo the style is counted at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from random import Random

from lausch.corpora.rendered import drummer, feel, pulse
from lausch.corpora.rendered.band import Chart, rhythm_section, second_pattern
from lausch.corpora.rendered.chord import Chord
from lausch.corpora.rendered.grooves import BOOKS
from lausch.corpora.rendered.pop909 import Song, read_song, song_titles
from lausch.corpora.rendered.score import Score
from lausch.corpora.rendered.stage import Billing, Row, Voice, perform
from lausch.corpora.rendered.styles import STYLES, Style


def titles(data: Path) -> list[str]:
    """The songs' three-digit numbers."""
    return song_titles(data)


@dataclass(frozen=True)
class _Sheet:
    """A song brought to the style's metre: everything in new beats."""

    chart: Chart
    melody: list[Row]
    second: list[Row]
    piano: list[Row]


def _tempo(style: Style, song_bpm: float, rng: Random) -> tuple[float, float]:
    """The new tempo, and how many new beats one old beat becomes (1, 2 or 1/2)."""
    low, high = style.bpm
    target = low * (high / low) ** rng.random()
    level = min((0.5, 1.0, 2.0), key=lambda m: abs(log(target / (song_bpm * m))))
    factor = min(1.6, max(0.6, target / (song_bpm * level)))
    return min(high * 1.03, max(low * 0.97, song_bpm * level * factor)), level


def _bars_kept(beats: int) -> tuple[int, int]:
    """Of how many old beats how many are kept, to make a bar of `beats` from bars of four."""
    return {2: (2, 2), 3: (4, 3), 4: (4, 4), 5: (8, 5), 7: (8, 7)}[beats]


def _sheet(song: Song, style: Style, rng: Random) -> _Sheet:
    bpm, level = _tempo(style, song.pulse.bpm, rng)
    of, kept = _bars_kept(style.beats)
    wanted = int(rng.uniform(40, 110) * bpm / 60 / style.beats) + 1
    old_per_bar = of / level
    there = int(len(song.chords) / old_per_bar)
    bars = max(1, min(wanted, there))
    # Excerpts begin at a section, so that their first bars sound like a beginning.
    starts = [int(bar * 4 / old_per_bar) for bar, _ in song.sections]
    starts = [bar for bar in starts if bar + bars <= there] or [0]
    first_bar = rng.choice(starts)
    first_old = first_bar * old_per_bar
    first_old += _rotation(song.chords, int(first_old), int(first_old + bars * old_per_bar))
    semitones = rng.randrange(-5, 7)
    ratio = rng.uniform(*style.swing)

    def moved(rows: Sequence[Row]) -> list[Row]:
        out: list[Row] = []
        for at, length, pitch, velocity in rows:
            bar, beat = divmod((at - first_old) * level, of)
            if beat >= kept - 0.05 or not 0 <= bar < bars:
                continue
            begin = bar * kept + beat
            if style.ternary or ratio > 1:
                begin = feel.swung(begin, ratio)
            size = min(length * level, 4.0)
            out.append((begin, size, pitch + semitones, velocity))
        return out

    chords: list[Chord | None] = []
    for bar in range(bars):
        for beat in range(kept):
            old = first_old + (bar * of + beat) / level
            chord = song.chords[min(len(song.chords) - 1, int(old + 1e-6))]
            chords.append(None if chord is None else chord.moved(semitones))
    labels = {int(bar * 4 / old_per_bar): label for bar, label in song.sections}
    sections = _sections(labels, first_bar, bars, rng)
    # Ternary patterns are written as triplets already.
    chart = Chart(style.beats, bars, bpm, chords, sections, 1.0 if style.ternary else ratio)
    return _Sheet(chart, moved(song.melody), moved(song.bridge), moved(song.piano))


def _rotation(chords: Sequence[Chord | None], first: int, last: int) -> int:
    """Beats (0-3) by which most chord changes of a stretch follow the annotated downbeats.

    Songs with a bar of another length run out of step with the count of four; harmony knows.
    """
    changes = [0, 0, 0, 0]
    for beat in range(max(1, first), min(last, len(chords))):
        changes[(beat - first) % 4] += chords[beat] != chords[beat - 1]
    winner = max(range(4), key=lambda place: changes[place])
    return winner if changes[winner] > 1.25 * changes[0] + 1 else 0


def _sections(labels: dict[int, str], first: int, bars: int, rng: Random) -> list[drummer.Section]:
    cuts = sorted({0, *(bar - first for bar in labels if 0 < bar - first < bars)})
    energies: dict[str, float] = {}
    out = []
    for start, stop in zip(cuts, [*cuts[1:], bars], strict=True):
        label = labels.get(first + start, "A")
        low, high = (0.2, 0.9) if label in "io" else (0.4, 0.9) if label in "Aa" else (0.55, 1.0)
        energies.setdefault(label, rng.uniform(low, high))
        energy = 0.0 if rng.random() < 0.08 and len(cuts) > 1 else energies[label]
        out.append(drummer.Section(start, stop - start, label, energy))
    return out


def _drums(style: Style, chart: Chart, rng: Random) -> list[Row]:
    book = BOOKS[style.beats]
    family = [
        groove
        for name in style.books
        for groove in book.get(name.split("/")[0], ())
        if ("/" not in name or groove.name == name)
        and groove.bpm[0] * 0.96 <= chart.bpm <= groove.bpm[1] * 1.04
    ]
    if not family:
        family = [g for name in style.books for g in book.get(name.split("/")[0], ())]
    if not family:
        return []
    groove = rng.choice(family)
    if groove.swing == 1.0 and chart.ratio > 1.05:
        groove = replace(groove, swing=chart.ratio)
    bars = [chart.beats] * chart.bars
    # Songs of this family often change the pattern for a section: so does the drummer.
    other = rng.choice(family)
    if other.per_beat != groove.per_beat or rng.random() < 0.5:
        other = groove
    rows = drummer.play(
        groove, [s for s in chart.sections if not second_pattern(s)] or chart.sections, bars, rng,
        fills=rng.uniform(0.2, 0.9), variety=rng.uniform(0.2, 0.9),
    )  # fmt: skip
    chorus = [s for s in chart.sections if second_pattern(s)]
    if chorus and len(chorus) < len(chart.sections):
        rows += drummer.play(other, chorus, bars, rng, fills=rng.uniform(0.2, 0.9))
    return rows


def arrange(data: Path, title: str, seed: int) -> Score:
    """Song `title` in a style drawn from `seed`.

    Raises
    ------
    CorpusError : when the song's files are missing under `data`.
    """
    rng = Random(f"pop/{title}/{seed}")
    song = read_song(data, title)
    style = rng.choices(STYLES, [style.weight for style in STYLES])[0]
    sheet = _sheet(song, style, rng)
    chart = sheet.chart
    looseness = rng.uniform(*style.looseness)
    drums = [] if rng.random() < 0.15 else _drums(style, chart, rng)
    voices: list[Voice] = []
    if drums:
        touch = feel.player("drums", looseness, rng)
        voices.append(
            Voice("drums", rng.choice(style.kits), drums, touch, rng.uniform(-3, 3), drums=True)
        )
    voices += rhythm_section(
        style, chart, drums, rng, looseness=looseness, bass=0.94 if drums else 0.6,
        alone=0.1 if drums else 0.0,
    )  # fmt: skip
    if style.beats == 4 and not style.ternary and rng.random() < (0.12 if drums else 0.4):
        voices.append(Voice("comping", rng.choice((0, 1, 4, 5, 0)), sheet.piano,
                            feel.player("comping", looseness * 0.5, rng), -2.0))  # fmt: skip
    if rng.random() < 0.8:
        voices.append(_melody(style, sheet, rng, looseness))
    if rng.random() < 0.15 and sheet.second:
        voices.append(Voice("second", rng.choice(style.leads), sheet.second,
                            feel.player("melody", looseness, rng), -6.0))  # fmt: skip
    beat = pulse.even([chart.beats] * chart.bars, chart.bpm)
    beat = pulse.breathe(beat, rng, looseness * rng.choice((0.0, 0.005, 0.012, 0.03)))
    if not drums or rng.random() < 0.1:
        beat = pulse.breathe(beat, rng, rng.choice((0.0, 0.03, 0.08, 0.15)))
        if rng.random() < 0.4:
            beat = pulse.slow_down(beat, rng.choice((4, 6, 8, 12)), rng.uniform(0.1, 0.6))
    tags = (style.name, "drums" if drums else "drumless")
    billing = Billing(f"pop-{title}-{seed}", f"pop909-{title}", "", style.name, tags)
    return perform(billing, beat, voices, rng=rng)


def _melody(style: Style, sheet: _Sheet, rng: Random, looseness: float) -> Voice:
    rows = sheet.melody
    octave = rng.choice((0, 0, 0, -12, 12))
    rows = [(at, length, pitch + octave, velocity) for at, length, pitch, velocity in rows]
    return Voice(
        "melody", rng.choice(style.leads), rows, feel.player("melody", looseness, rng),
        rng.uniform(-2, 4),
    )  # fmt: skip
