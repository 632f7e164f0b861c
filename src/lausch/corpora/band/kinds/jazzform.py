"""Whole jazz performances: theme, solos by chorus, trading, theme out, around a solo of the WJD.

The harmony of a chorus is that of a solo in the Weimar Jazz Database, whose soloist plays his own
notes in one item of the programme; the other soloists and the theme are made up over the same
chords. Coarse: intro, theme, each soloist, trading, outro. Fine: choruses. A chorus that lasts
longer than 75 s is halved, as ballads are played.

How much the rhythm section changes at boundaries is drawn: in a quarter of the variants it plays
on as before and only who leads changes; elsewhere drummer, bass and chord player each find
something new for every item, or rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing.pulse import breathe, even
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import moved, perform
from lausch.corpora.band.sources.chord import Chord
from lausch.corpora.band.sources.wjd import SOURCE, Solo, read_solo, solo_titles
from lausch.corpora.band.writing import combo
from lausch.corpora.band.writing.frontline import led
from lausch.corpora.band.writing.layout import Layout
from lausch.corpora.band.writing.programme import Item, programme
from lausch.corpora.band.writing.rhythmsection import accompanied

SECONDS = (170.0, 300.0)
LONGEST_CHORUS_SECONDS = 75.0
_BARS = (8, 12, 16, 20, 24, 32, 36, 40, 48, 64)


@dataclass(frozen=True)
class Tune:
    """A chorus that a solo repeats.

    `first` is the beat of the solo on which its first whole chorus begins, `length` the beats of a
    chorus (whole bars of `metre` beats), and `played` the number of its whole choruses from
    `first`.
    """

    first: int
    length: int
    played: int
    metre: int


def tune_of(solo: Solo, bpm: float) -> Tune:
    """The chorus of a solo: as the database counts them, else as long as the solo allows."""
    metre = int(max(solo.pulse.positions))
    bars = solo.pulse.bar_starts() or [0]
    total = len(solo.pulse)
    starts = [beat for beat in solo.choruses if beat in set(bars)]
    sizes = np.diff([*starts, total])
    length = int(np.median(sizes[:-1])) if len(starts) > 1 else 0
    if length % metre or not 8 <= length // metre <= 72:
        first = starts[0] if starts else bars[0]
        fits = [size * metre for size in _BARS if size * metre <= total - first + 2]
        length = fits[-1] if fits else 8 * metre
        choruses = int(total - first >= length)
    else:
        whole = [bool(size >= length) and bool(size < length + 4) for size in sizes]
        place = whole.index(True) if True in whole else 0
        first, choruses = starts[place], 0
        while place + choruses < len(whole) and whole[place + choruses]:
            choruses += 1
    while length * 60 / bpm > LONGEST_CHORUS_SECONDS and length // metre % 2 == 0:
        length, choruses = length // 2, choruses * 2
    return Tune(first, length, choruses, metre)


def _stretch(solo: Solo, first: int, beats: int) -> list[Chord | None]:
    """Chords of `beats` beats; where none is noted the one before goes on."""
    chords: list[Chord | None] = []
    known = next((chord for chord in solo.chords if chord is not None), None)
    for beat in range(first, first + beats):
        here = solo.chords[beat] if beat < len(solo.chords) else None
        chords.append(here or (chords[-1] if chords else known))
    return chords


def _parts(solo: Solo, tune: Tune) -> list[int]:
    inside = [beat - tune.first for beat in solo.phrases]
    return [0, *(beat for beat in inside if 0 < beat < tune.length - tune.metre)]


def arrange(data: Path, title: str, rng: Random) -> Score:
    """A performance around solo `title`, with everything else drawn by `rng`."""
    solo = read_solo(data, title)[0]
    bpm = min(320.0, max(45.0, solo.pulse.bpm * rng.uniform(0.85, 1.2)))
    tune = tune_of(solo, bpm)
    seconds = tune.metre * 60 / bpm
    items = programme(solo.instrument, tune.played, tune.length // tune.metre, seconds, rng,
                      seconds=rng.uniform(*SECONDS))  # fmt: skip
    items = _placed(items, tune)
    chorus = _stretch(solo, tune.first, tune.length)
    chords: list[Chord | None] = []
    bass = np.zeros(0, dtype=np.int64)
    for item in items:
        size = item.end - item.begin
        if item.own:
            chords += _stretch(solo, tune.first, size)
            own = solo.bass[tune.first : tune.first + size]
            bass = np.concatenate([bass, own, np.zeros(size - len(own), dtype=np.int64)])
        else:
            chords += chorus * item.choruses if item.choruses else (chorus * 2)[-size:]
            bass = np.concatenate([bass, np.zeros(size, dtype=np.int64)])
    bars = [tune.metre] * (len(chords) // tune.metre)
    beat = breathe(even(bars, bpm), rng, rng.choice((0.0, 0.005, 0.01, 0.03)))
    # A chorus begins here, or an item outside the choruses.
    fine = tuple(
        (start, item.label)
        for item in items
        for start in range(
            item.begin, item.end, tune.length if item.choruses else item.end - item.begin
        )
    )
    choruses = [start for start, _ in fine]
    inner = {
        start + part
        for item in items
        if item.choruses
        for start in range(item.begin, item.end, tune.length)
        for part in _parts(solo, tune)
    }
    parts = sorted({*choruses, *inner} - {0})
    band = replace(
        solo, pulse=beat, notes=np.empty((0, 3)), bass=bass, chords=tuple(chords),
        phrases=tuple(parts), choruses=tuple(start for start in choruses if start),
    )  # fmt: skip
    style, ratio = combo.feel_of(solo, bpm, tune.metre == 3, rng)
    contrast = rng.choice((0.0, 1.0, 1.0, 2.0))
    looseness = rng.uniform(0.3, 1.3)
    positions = [int(position) for position in beat.positions]
    setting = combo.Setting(style, ratio, beat.bpm, positions, chords)
    voices = accompanied(band, setting, items, rng, contrast=contrast, looseness=looseness)
    own_notes = solo.notes - np.array([tune.first, 0, 0])
    voices += led(
        items, setting, own_notes, rng, instrument=solo.instrument, bpm=bpm,
        parts=_parts(solo, tune), chorus=tune.length, looseness=looseness,
    )  # fmt: skip
    semitones = rng.randrange(-3, 4)
    voices = [
        voice if voice.drums else replace(voice, rows=moved(voice.rows, semitones=semitones))
        for voice in voices
    ]
    layout = Layout(tuple((item.begin, item.label) for item in items), fine)
    tags = (style, f"contrast {contrast:g}")
    return perform(beat, voices, rng, song=f"wjd-{solo.title}", performer=solo.performer,
                   style=style, tags=tags, layout=layout,
                   harmony=setting.harmony(solo.key, semitones))  # fmt: skip


def _placed(items: Sequence[Item], tune: Tune) -> list[Item]:
    """The items with their beats, one after another."""
    out: list[Item] = []
    at = 0
    for item in items:
        end = at + (item.choruses * tune.length or item.bars * tune.metre)
        out.append(replace(item, begin=at, end=end))
        at = end
    return out


KIND = Kind(
    "jazzform",
    "jazz performances with theme, solos and choruses",
    SOURCE,
    solo_titles,
    arrange,
    has_form=True,
)
