"""Human drummers (Groove MIDI), alone or with a band written to their groove."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing import feel, pulse
from lausch.corpora.band.playing import programs as gm
from lausch.corpora.band.playing.harmony import Key, harmony_of
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import Row, Voice, moved, perform
from lausch.corpora.band.sources.chord import Chords
from lausch.corpora.band.sources.groove import SOURCE, Take, listings, read_take, take_titles
from lausch.corpora.band.writing import drummer, melodies
from lausch.corpora.band.writing.band import Chart, kicks, rhythm_section
from lausch.corpora.band.writing.comping import trio
from lausch.corpora.band.writing.form import Section
from lausch.corpora.band.writing.grooves import PERCUSSION
from lausch.corpora.band.writing.progressions import progression
from lausch.corpora.band.writing.styles import STYLES, Style

# What is played over the drums: style of the take -> styles of the band, family of the chords.
_BANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "rock": (("rock", "rock", "metal", "indie", "pop", "punk"), "rock"),
    "punk": (("punk", "punk", "metal"), "rock"),
    "funk": (("funk", "funk", "disco", "rock"), "funk"),
    "soul": (("soul", "motown", "funk"), "soul"),
    "hiphop": (("hiphop", "soul", "funk"), "soul"),
    "pop": (("pop", "indie", "unplugged"), "rock"),
    "jazz": (("bossa", "funk", "soul"), "jazz"),
    "latin": (("samba", "bossa", "afro", "rumba"), "latin"),
    "afrocuban": (("salsa", "rumba", "afro"), "latin"),
    "afrobeat": (("afro", "funk"), "funk"),
    "neworleans": (("secondline", "funk"), "blues"),
    "reggae": (("reggae",), "reggae"),
    "country": (("country",), "rock"),
    "blues": (("shuffle",), "blues"),
    "dance": (("disco", "dance"), "soul"),
    "gospel": (("soul", "pop"), "rock"),
    "highlife": (("afro", "samba"), "latin"),
    "middleeastern": (("metal", "rock"), "metal"),
}
_BY_NAME = {style.name: style for style in STYLES}


@dataclass(frozen=True)
class _Drumming:
    """One take, or several in a row: rows in beats, beats per bar, bars, tempo."""

    rows: list[Row]
    beats: int
    bars: int
    bpm: float
    off_beat: float
    joins: tuple[int, ...]


def unit_of(take: Take) -> tuple[int, float]:
    """Beats per bar and beats per quarter: 6/8 counts dotted quarters, 5/8 its eighths."""
    listing = take.listing
    if listing.denominator == 8:
        if listing.numerator % 3 == 0:
            return listing.numerator // 3, 2 / 3
        return listing.numerator, 2.0
    return listing.numerator, 1.0


def _phrase(take: Take, wanted_seconds: float, rng: Random) -> tuple[list[Row], int]:
    """Some whole bars of a take, from its beginning or from an even bar."""
    beats, unit = unit_of(take)
    there = max(1, ceil((take.quarters * unit - 0.3) / beats))
    bar_seconds = beats / unit * 60 / take.listing.bpm
    bars = max(1, min(there, int(wanted_seconds / bar_seconds)))
    first = rng.choice(range(0, there - bars + 1, 2 if there - bars > 1 else 1))
    low, high = first * beats, (first + bars) * beats
    rows = [
        (at * unit - low, size, key, velocity)
        for at, size, key, velocity in take.rows
        # A stroke a little before its downbeat belongs to the bar it opens.
        if low - 0.12 <= at * unit < high - 0.12
    ]
    return rows, bars


def _drumming(data: Path, title: str, rng: Random) -> _Drumming:
    take = read_take(data, title)
    beats, unit = unit_of(take)
    seconds = rng.uniform(25, 100)
    rows, bars = _phrase(take, seconds, rng)
    joins: list[int] = []
    mine = take.listing
    if rng.random() < 0.7:
        alike = sorted(
            other
            for other, listing in listings(data).items()
            if listing.drummer == mine.drummer
            and listing.style.split("/")[0] == mine.style.split("/")[0]
            and (listing.numerator, listing.denominator) == (mine.numerator, mine.denominator)
            and 0.85 < listing.bpm / mine.bpm < 1.18
            and other != title
        )
        second = beats / unit * 60 / mine.bpm

        def join(other: Take) -> None:
            nonlocal rows, bars
            more, count = _phrase(other, seconds / 2, rng)
            joins.append(bars)
            rows += moved(more, bars * beats)
            bars += count

        while alike and bars * second < seconds and len(joins) < 12:
            join(read_take(data, rng.choice(alike)))
            if rng.random() < 0.4:
                join(take)
    tempo = mine.bpm * unit
    return _Drumming(sorted(rows), beats, bars, tempo, take.off_beat, tuple(joins))


def _sections(drumming: _Drumming, rng: Random) -> list[Section]:
    length = rng.choice((4, 8, 8, 16))
    cuts = sorted({0, *range(length, drumming.bars, length)})
    if rng.random() < 0.5 and len(drumming.joins) > 1:
        cuts = sorted({0, *drumming.joins})
    form = rng.choice(("AABA", "AB", "ABAC", "AAB", "A"))
    return [
        Section(start, stop - start, form[index % len(form)], 0.8)
        for index, (start, stop) in enumerate(zip(cuts, [*cuts[1:], drumming.bars], strict=True))
    ]


def _style(take_style: str, drumming: _Drumming, rng: Random) -> tuple[Style, str]:
    names, family = _BANDS.get(take_style.split("/")[0], _BANDS["rock"])
    if "shuffle" in take_style or drumming.off_beat > 0.6:
        names, family = ("shuffle", *names[:1]), rng.choice(("blues", family))
    if drumming.beats == 3:
        names = ("waltz",)
    elif drumming.beats == 2:
        names = ("six",)
    name = rng.choice(names)
    return _BY_NAME[name], "metal" if name == "metal" else family


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Take `title`, perhaps with others of the same drummer, perhaps with a band."""
    listing = read_take(data, title).listing
    drumming = _drumming(data, title, rng)
    style, family = _style(listing.style, drumming, rng)
    bpm = drumming.bpm * 0.8 * (1.3 / 0.8) ** rng.random()
    if listing.style.split("/")[0] in ("rock", "punk", "country") and rng.random() < 0.15:
        # Few takes are fast; what is played on eighths at 120 is music at 170 as well.
        bpm = drumming.bpm * rng.uniform(1.3, 1.55)
    key = rng.randrange(12)
    sections = _sections(drumming, rng)
    banks = {
        label: progression(
            family, drumming.bars, drumming.beats, rng, key + (5 if label == "C" else 0)
        )
        for label in "ABC"
    }
    chords = [
        chord
        for section in sections
        for chord in banks[section.label][: section.bars * drumming.beats]
    ]
    ratio = drumming.off_beat / (1 - drumming.off_beat) if drumming.off_beat > 0.52 else 1.0
    chart = Chart(
        drumming.beats, drumming.bars, bpm, chords, sections, 1.0 if style.ternary else ratio,
        kicks=kicks(drumming.rows),
    )  # fmt: skip
    looseness = rng.uniform(0.2, 1.3)
    # The drummer's own timing is in the rows: only the band needs hands.
    kit = rng.choice(gm.JAZZ_KITS if listing.style.startswith("jazz") else (*style.kits, 0, 8, 16))
    voices = [Voice("drums", kit, drumming.rows, feel.MACHINE, rng.uniform(-2, 3), drums=True)]
    if drumming.beats == 4 and drumming.off_beat == 0.5 and rng.random() < 0.15:
        rows = drummer.percussion(PERCUSSION, drumming.bars, 4, rng)
        touch = feel.player("drums", looseness, rng)
        voices.append(Voice("percussion", kit, rows, touch, rng.uniform(-8, -2), drums=True))
    swinging = listing.style.startswith(("jazz", "blues")) and chart.ratio > 1.2
    if swinging and rng.random() < 0.85:
        positions = [index % chart.beats + 1 for index in range(len(chords))]
        voices += trio(chords, positions, rng, ratio=chart.ratio, key=key, looseness=looseness)
    elif rng.random() < 0.88:
        voices += _band(style, family, chart, rng, key, looseness)
    beat = pulse.even([drumming.beats] * drumming.bars, bpm)
    beat = pulse.breathe(beat, rng, rng.choice((0.0, 0.0, 0.01, 0.03)))
    name = "alone" if not any(not voice.drums for voice in voices) else style.name
    if name == "alone":
        harmony = harmony_of([None] * len(chords), [None] * len(chords))
    else:
        tonics = {label: (key + 5 * (label == "C")) % 12 for label in banks}
        of = {label: _key(banks[label], tonic) for label, tonic in tonics.items()}
        keys = [of[each.label] for each in sections for _ in range(each.bars * drumming.beats)]
        harmony = harmony_of(chords, keys)
    return perform(beat, voices, rng, song=f"groove-{listing.id}".replace("/", "-"),
                   performer=listing.drummer, style=listing.style.replace("/", "-"),
                   tags=(name,), harmony=harmony)  # fmt: skip


def _key(chords: Chords, tonic: int) -> Key:
    """Minor if chords on the tonic are; a sequence without one counts as major."""
    return Key(tonic, any(chord.minor for chord in chords if chord and chord.root == tonic))


def _band(
    style: Style, family: str, chart: Chart, rng: Random, key: int, looseness: float
) -> list[Voice]:
    voices = rhythm_section(style, chart, rng, looseness=looseness, bass=0.93, alone=0.1)
    minor = bool(chart.chords and chart.chords[0] and chart.chords[0].minor)
    degrees = melodies.scale(minor, family, rng)
    if rng.random() < 0.35 and family in ("rock", "metal", "funk", "blues"):
        per_beat = 4 if chart.bpm < 100 and rng.random() < 0.6 else 2
        rows = melodies.riff(chart.chords, chart.bars, chart.beats, rng, degrees=degrees,
                          per_beat=per_beat, kicks=chart.kicks)  # fmt: skip
        guitar = rng.choice(gm.DISTORTED_GUITAR + gm.CLEAN_GUITAR)
        voices.append(Voice("guitar", guitar, rows, feel.player("guitar", looseness, rng)))
        if rng.random() < 0.6:
            voices = [voice for voice in voices if voice.role != "bass"]
            program = rng.choice(style.bass_programs)
            voices.append(
                Voice(
                    "bass", program, moved(rows, semitones=-12), feel.player("bass", looseness, rng)
                )
            )
    if rng.random() < 0.65:
        rows = melodies.melody(
            chart.chords, chart.bars, chart.beats, rng, key=key, degrees=degrees,
            ratio=chart.ratio, ternary=style.ternary, dense=rng.choice((0.0, 0.05, 0.25)),
        )  # fmt: skip
        touch = feel.player("melody", looseness, rng)
        voices.append(Voice("melody", rng.choice(style.leads), rows, touch, rng.uniform(-2, 3)))
    return voices


KIND = Kind(
    "drums", "Groove MIDI takes with and without bass and keys", SOURCE, take_titles, arrange
)
