"""Chord rhythms of pop, rock and dance music: strums, stabs, arpeggios, riffs on power chords."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from lausch.corpora.band.playing.feel import swung
from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.chord import Chord, Chords
from lausch.corpora.band.writing import voicing
from lausch.corpora.band.writing.rhythm import bar_events

# Rhythm: (steps per beat, text). x a chord, X accented, o soft or muted short.
RHYTHMS: dict[str, tuple[int, str]] = {
    "whole": (2, "x-------"), "half": (2, "x---x---"), "quarters": (2, "X-x-X-x-"),
    "quarters_short": (2, "x.x.x.x."), "eights": (2, "Xxxxxxxx"), "strum": (2, "X-xx-xxx"),
    "strum_island": (2, "X-x--xxx"), "strum16": (4, "X---x-xx--xxx-xx"),
    "strum_all16": (4, "XoxxXoxxXoxxXoxx"), "pushed": (2, "X--x---x"), "pushes": (2, "x--x--xx"),
    "charleston": (2, "x--x...."), "tresillo": (2, "x--x--x-"), "offbeat": (2, ".x.x.x.x"),
    "skank": (2, ".X.X.X.X"), "skank_two": (2, "..X...X."),
    "skank_double": (4, "..Xx..Xx..Xx..Xx"), "backbeat": (2, "..X...X."),
    "chank16": (4, "oxo.oox.o.x.oxo."), "funk16": (4, "x.oxo.xoo.xo.xoo"),
    "stabs": (4, "X..x..x....x..x."), "stabs_late": (4, "...x..x....x..X."),
    "house": (4, "x..x..x...x..x.."), "bossa": (2, "x..x..x...x..x.."),
    "samba": (4, "x.x..x.x.x.x..x."), "partido": (4, ".x.x..x.x.x.x..x"),
    "montuno": (2, "x.xx.x.x.x.x.x.x"), "oompah": (2, ".x.x.x.x"), "oompah4": (2, "..x...x."),
    "shuffle": (3, "X-xX-xX-xX-x"), "shuffle_back": (3, "..x..x..x..x"),
    "twelve": (3, "XxxXxxXxxXxx"), "waltz": (2, "..x.x."), "waltz_hold": (2, "x-----"),
    "waltz_strum": (2, "X-xxxx"), "six": (3, "XxxXxx"), "six_hold": (3, "x-----"),
    "six_off": (3, ".xx.xx"), "power8": (2, "Xooooooo"), "power_open": (2, "X---X---"),
    "power_push": (2, "X--X--X-"), "power_gallop": (4, "X-ooX-ooX-ooX-oo"),
    "power_16": (4, "XoooXoooXoooXooo"), "power_chug": (4, "X.oo..X.o.ooX..."),
    "power_chug2": (4, "Xoo.Xoo.Xoo.X.X."), "power_break": (4, "X..X..X...X.X..."),
    "power_hits": (2, "X..X...."), "power_six": (3, "XooXoo"), "power_three": (2, "XoooXo"),
}  # fmt: skip

ARPEGGIOS = ("0123", "0121", "0213", "01232123", "3210", "0232", "012", "02120212", "01210121")


def chords_in(
    rhythm: str,
    chords: Chords,
    bar_beats: Sequence[int],
    rng: Random,
    *,
    held: str = "strum",
    first_beat: int = 0,
    first_bar: int = 0,
    swing: float = 1.0,
    grain: int = 2,
    push: float = 0.0,
    floor: int = 48,
) -> list[Row]:
    """A rhythm over a run of bars.

    `swing` moves the off-beats of `grain` (2 eighths, 4 sixteenths). `held` names the grip.
    `push` is the share of bar lines (and chord changes) anticipated by half a beat: the chord
    sounds before its downbeat and is tied over it, which must not move the label.
    """
    per_beat, text = RHYTHMS[rhythm]
    rows: list[Row] = []
    start = first_beat
    before: list[int] | None = None
    pushed = False
    for bar, beats in enumerate(bar_beats):
        pushes_next = rng.random() < push and bar + 1 < len(bar_beats)
        for at, length, mark in bar_events(text, per_beat, first_bar + bar, beats):
            if pushed and at < 0.3:
                continue
            here = start + int(at + 1e-6)
            if pushes_next and at >= beats - 0.51:
                continue
            chord = chords[min(len(chords) - 1, here)]
            if chord is None:
                continue
            pitches = GRIPS[held](chord, before, floor)
            before = pitches
            stop = length
            if mark in "xX" and length > 1 and held != "power":
                stop = _until_change(chords, here, start + at, length)
            short = 0.35 if mark == "o" else 0.95
            loud = 104 if mark == "X" else 88 if mark == "x" else 66
            begin = start + swung(at, swing, grain)
            grip = pitches[:2] if mark == "o" and held.startswith("power") else pitches
            rows += [(begin, stop * short, pitch, loud) for pitch in grip]
            if stop < length - 0.4:
                rows += _changes(chords, start + at + stop, length - stop, held, floor, loud)
        pushed = pushes_next
        start += beats
        if pushes_next and start < len(chords):
            chord = chords[start]
            if chord is not None:
                begin = swung(start - 0.5, swing, grain)
                rows += [(begin, 1.2, pitch, 100) for pitch in GRIPS[held](chord, before, floor)]
    return rows


GRIPS: dict[str, Callable[[Chord, list[int] | None, int], list[int]]] = {
    "strum": lambda chord, before, floor: voicing.strum(chord),
    "upper": lambda chord, before, floor: voicing.close(chord, 59)[:4],  # the high strings
    "close": lambda chord, before, floor: voicing.close(chord, floor),
    "two_hands": lambda chord, before, floor: voicing.two_hands(chord, floor),
    "power": lambda chord, before, floor: voicing.power(chord, floor),
    "power2": lambda chord, before, floor: voicing.power(chord, floor)[:2],
    "pad": voicing.pad,
}
"""Pitches of a chord by the name of its grip, after the pitches held before, from a floor up."""


def _until_change(chords: Chords, here: int, at: float, length: float) -> float:
    for beat in range(here + 1, min(len(chords), int(at + length + 0.999))):
        if chords[beat] != chords[here]:
            return beat - at
    return length


def _changes(chords: Chords, at: float, left: float, held: str, floor: int, loud: int) -> list[Row]:
    """Held rhythms still follow the harmony: new chords inside a long note are struck anew."""
    rows: list[Row] = []
    while left > 0.4:
        here = min(len(chords) - 1, round(at))
        chord = chords[here]
        stop = _until_change(chords, here, at, left)
        if chord is not None:
            rows += [(at, stop * 0.95, pitch, loud) for pitch in GRIPS[held](chord, None, floor)]
        at, left = at + stop, left - stop
    return rows


def struck(
    stops: Sequence[float],
    chords: Chords,
    bar_beats: Sequence[int],
    *,
    held: str = "strum",
    first_beat: int = 0,
    floor: int = 48,
) -> list[Row]:
    """Short chords on the strokes of stop-time bars."""
    rows: list[Row] = []
    start = first_beat
    for beats in bar_beats:
        for at in stops:
            chord = chords[min(len(chords) - 1, start + int(at))]
            if at < beats and chord is not None:
                rows += [(start + at, 0.4, p, 106) for p in GRIPS[held](chord, None, floor)]
        start += beats
    return rows


def arpeggio(
    chords: Chords,
    bar_beats: Sequence[int],
    rng: Random,
    *,
    first_beat: int = 0,
    per_beat: int = 2,
    shape: str = "0123",
    swing: float = 1.0,
) -> list[Row]:
    """Broken chords: `shape` indexes the tones from below, restarting in every bar."""
    rows: list[Row] = []
    start = first_beat
    for beats in bar_beats:
        for step in range(beats * per_beat):
            at = start + step / per_beat
            chord = chords[min(len(chords) - 1, int(at + 1e-6))]
            if chord is None:
                continue
            tones = voicing.close(chord, 48)
            if len(tones) == 1:
                tones *= 2
            tones = [*tones, tones[0] + 12, tones[1] + 12]
            first = step == 0
            pitch = 36 + chord.bass % 12 if first else tones[int(shape[step % len(shape)])]
            loud = 92 if first else 82 if step % per_beat == 0 else 72
            rows.append((swung(at, swing), 1.6 / per_beat, pitch, loud))
        start += beats
    if rng.random() < 0.3:
        rows = [row for row in rows if rng.random() > 0.08]
    return rows
