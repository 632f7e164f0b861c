"""A jazz rhythm section: who plays what behind a solo, by feel and tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.playing import programs as gm
from lausch.corpora.band.playing.feel import swung
from lausch.corpora.band.playing.harmony import UNKNOWN, Harmony, Key, harmony_of
from lausch.corpora.band.playing.pulse import Pulse
from lausch.corpora.band.playing.stage import Row, moved
from lausch.corpora.band.sources.chord import Chord
from lausch.corpora.band.sources.wjd import Solo
from lausch.corpora.band.writing import bassline, comping, kit, swingkit, voicing, walking
from lausch.corpora.band.writing.grooves import BOOKS
from lausch.corpora.band.writing.rhythm import events

STRAIGHT = ("latin", "funk")


@dataclass(frozen=True)
class Setting:
    """What the players of a combo agree on for a run of beats.

    Styles are swing, ballad, waltz, two-beat, latin and funk; the ratio is long : short of the
    drummer's eighths; there is one position and one chord for each beat.
    """

    style: str
    ratio: float
    bpm: float
    positions: list[int]
    chords: list[Chord | None]

    @property
    def straight(self) -> bool:
        """Whether the style is without swing."""
        return self.style in STRAIGHT

    @property
    def metre(self) -> int:
        """Beats in a bar."""
        return max(self.positions)

    def harmony(self, key: Key | None, semitones: int) -> Harmony:
        """Chords and the one key, transposed; "NC" says nothing."""
        return harmony_of(self.chords, [key] * len(self.chords), semitones, missing=UNKNOWN)

    def cut(self, first: int, last: int) -> Setting:
        """The beats first ... last-1."""
        return replace(self, positions=self.positions[first:last], chords=self.chords[first:last])


def setting_of(solo: Solo, pulse: Pulse, chords: Sequence[Chord | None], rng: Random) -> Setting:
    """A style for a solo over the beats of `pulse`, and how it swings."""
    positions = [int(position) for position in pulse.positions]
    style, ratio = feel_of(solo, pulse.bpm, max(positions) == 3, rng)
    return Setting(style, ratio, pulse.bpm, positions, list(chords))


def feel_of(solo: Solo, bpm: float, three: bool, rng: Random) -> tuple[str, float]:
    """A style, and how it swings: long : short of its eighths, as this drummer has it."""
    style = _style_of(solo, bpm, three, rng)
    straight = style in STRAIGHT
    return style, 1.0 if straight else max(1.0, swingkit.swing_ratio(bpm) * rng.uniform(0.85, 1.1))


def _style_of(solo: Solo, bpm: float, three: bool, rng: Random) -> str:
    """swing, ballad, waltz, two-beat, latin or funk: as the database says, mostly."""
    if "FUNK" in solo.feel and rng.random() < 0.9:
        return "funk"
    if "LATIN" in solo.feel and rng.random() < 0.8:
        return "latin"
    if "TWOBEAT" in solo.feel and rng.random() < 0.8:
        return "two-beat"
    if three:
        return "waltz"
    if bpm < 84:
        return "ballad"
    if 90 < bpm < 240 and rng.random() < 0.06:
        return "latin"
    return "swing"


def drum_rows(setting: Setting, solo: Solo, first: int, rng: Random) -> tuple[int, list[Row]]:
    """Kit program and rows; the setting begins on beat `first` of the solo."""
    style, positions, bpm, ratio = setting.style, setting.positions, setting.bpm, setting.ratio
    three = setting.metre == 3
    if setting.straight and setting.metre == 4:
        names = (
            ("bossa", "samba", "salsa", "bossa", "rumba") if style == "latin" else ("funk", "soul")
        )
        family = [g for name in names for g in BOOKS[4][name] if g.bpm[0] <= bpm <= g.bpm[1]]
        if family:
            return rng.choice((32, 0, 8)), _book(rng.choice(family), positions, rng)
    brushes = rng.random() < (0.65 if style == "ballad" else 0.12)
    rows: list[Row] = []
    if style == "two-beat" and rng.random() < 0.7:
        rows += swingkit.two_beat(positions, rng, ratio=ratio)
    elif brushes:
        rows += swingkit.brushes(positions, rng, ratio=ratio, slow=bpm < 100)
        rows += swingkit.hat(positions, rng, three=three) if rng.random() < 0.7 else []
        return 40, rows
    else:
        key = rng.choice((51, 51, 51, 59, 53, 42, 46))
        rows += swingkit.ride(positions, bpm, rng, ratio=ratio, key=key)
        if rng.random() < 0.85:
            rows += swingkit.hat(positions, rng, three=three)
        if rng.random() < 0.6:
            rows += swingkit.feather(positions, rng, loud=rng.choice((34, 44, 60, 84)))
        busy, bombs = rng.uniform(0.0, 0.6), rng.uniform(0.0, 0.35)
        rows += swingkit.talk(positions, rng, ratio=ratio, busy=busy, bombs=bombs)
        if rng.random() < 0.12:
            rows += [
                (b, 0.2, 37, 84) for b, p in enumerate(positions) if p == (4 if not three else 2)
            ]
    for phrase in (*solo.phrases, *solo.choruses):
        at = phrase - first
        if not 0 < at < len(positions):
            continue
        if rng.random() < 0.4:
            length = rng.choice((1, 2, 3, 4))
            rows = [row for row in rows if not at - length <= row[0] < at or row[2] in (51, 44)]
            rows += swingkit.fill(max(0, at - length), min(length, at), rng, ratio=ratio)
        if rng.random() < (0.6 if phrase in solo.choruses else 0.3):
            rows += [(at, 0.5, 49, 100), (at, 0.2, 36, 96)]
    return rng.choice(gm.JAZZ_KITS), rows


def _book(groove: kit.Groove, positions: list[int], rng: Random) -> list[Row]:
    """A pattern of the drummer's book over a bar count that may start within a bar."""
    rows: list[Row] = []
    for beat, position in enumerate(positions):
        if position == 1 or beat == 0:
            bar = (beat + groove.beats - position) // groove.beats
            start = beat - position + 1
            rows += kit.strokes(kit.bar_of(groove, bar), start, groove.beats, swing=groove.swing,
                                rng=rng, density=0.95)  # fmt: skip
    return [row for row in rows if row[0] >= 0]


def bass_rows(setting: Setting, solo: Solo, first: int, rng: Random) -> list[Row]:
    """The database's line, in two or with skips, or a Latin or funk figure."""
    style, positions = setting.style, setting.positions
    keep = rng.choice((1.0, 1.0, 0.9, 0.5, 0.0))
    transcription = solo.bass[first : first + len(positions)]
    pitches = walking.completed(transcription, setting.chords, positions, rng, keep=keep)
    if setting.straight and setting.metre == 4:
        latin = ("bossa", "bossa", "tumbao_one", "samba", "half")
        return figured(setting, latin, ("funk", "funk_one", "sly", "motown", "pushed"), rng)
    if style == "two-beat" or rng.random() < (0.45 if style == "ballad" else 0.08):
        return walking.in_two(pitches, positions, rng)
    return walking.walk(pitches, positions, rng, skips=rng.choice((0.0, 0.03, 0.08, 0.15)))


def figured(setting: Setting, latin: Sequence[str], funk: Sequence[str], rng: Random) -> list[Row]:
    """One of the bass figures of a straight style in four, from the first downbeat on."""
    figure = rng.choice(latin if setting.style == "latin" else funk)
    lead = (5 - setting.positions[0]) % 4
    bars = [4] * ((len(setting.positions) - lead) // 4)
    return bassline.bass(figure, setting.chords, bars, rng, first_beat=lead)


def chord_players(setting: Setting, rng: Random) -> list[tuple[str, int, list[Row]]]:
    """Role, program and rows of the chord players; often one, sometimes none or two."""
    if rng.random() < 0.12:
        return []
    chords, positions = setting.chords, setting.positions
    out: list[tuple[str, int, list[Row]]] = []
    if setting.style == "two-beat":
        out.append(("guitar", rng.choice((105, 105, 24, 26)),
                    comping.four_to_the_bar(chords, positions, rng)))  # fmt: skip
        if rng.random() < 0.6:
            out.append(("comping", 0, comping.stride(chords, positions, rng)))
        return out
    kind = rng.random()
    if kind < 0.72:
        busy = rng.uniform(0.5, 1.0)
        rows = comping.comp(chords, positions, rng, ratio=setting.ratio, busy=busy)
        out.append(("comping", rng.choice((0, 0, 0, 1, 4, 26, 16, 11)), rows))
    elif kind < 0.87:
        out.append(("comping", rng.choice((0, 4, 11, 16, 17)), comping.held(chords, rng)))
    if (kind > 0.87 or rng.random() < 0.15) and not setting.straight:
        rows = comping.four_to_the_bar(chords, positions, rng)
        out.append(("guitar", rng.choice((24, 26, 26)), rows))
    return out


# Two bars of a horn section behind a soloist, in eighths.
_RIFFS = (
    "x-......|........", "......x-|x---....", "x.x-....|x.x-....", "...x-...|x.......",
    "x---....|....x.x-", ".x.x-...|........", "x-x-x---|........", "x-------|x-------",
    "...x...x|----....",
)  # fmt: skip


def backgrounds(setting: Setting, rng: Random) -> list[Row]:
    """Horns in close harmony: one riff for eight bars, silence for the next eight or not."""
    rows: list[Row] = []
    riff = rng.choice(_RIFFS)
    always = rng.random() < 0.4
    chords = setting.chords
    bars = [beat for beat, position in enumerate(setting.positions) if position == 1]
    for index, start in enumerate(bars):
        if index % 8 == 0:
            riff = rng.choice(_RIFFS)
        if index % 2 or ((index // 8) % 2 and not always):
            continue
        for at, size, _ in events(riff, 2):
            place = start + at
            source = int(place + (0.5 if size > 0.6 else 0.0))
            if source >= len(chords) or (chord := chords[source]) is None:
                continue
            loud = rng.randrange(80, 104)
            pitches = voicing.close(chord, 58)[:4]
            rows += [(swung(place, setting.ratio), size * 0.9, pitch, loud) for pitch in pitches]
    return rows


def traded(
    first: int, last: int, phrases: Sequence[int], rng: Random
) -> tuple[float, float] | None:
    """Beats during which the drummer is alone: four or eight bars before a phrase ends."""
    inside = [phrase - first for phrase in phrases if 40 < phrase - first < last - first]
    if not inside or rng.random() > 0.08:
        return None
    stop = rng.choice(inside)
    return float(stop - rng.choice((8, 16, 16, 32))), float(stop)


def solo_rows(solo: Solo, first: int, last: int, rng: Random) -> list[Row]:
    """The solo's own notes within an excerpt, from its first beat."""
    inside = (solo.notes[:, 0] >= first - 0.6) & (solo.notes[:, 0] < last)
    return moved(phrased(solo.notes[inside], rng), -first)


def phrased(notes: NDArray[np.float64], rng: Random) -> list[Row]:
    """Notes (beat, length, pitch), as loud as the contour is high: the database says nothing."""
    height = np.clip((notes[:, 2] - 62) * 0.6, -12, 12)
    return [
        (float(at), float(size), int(pitch), int(90 + up + rng.randrange(-8, 9)))
        for (at, size, pitch), up in zip(notes, height, strict=True)
    ]
