"""A chart as a song: what is never annotated, its tune, is made up."""

from __future__ import annotations

from random import Random

from lausch.corpora.band.playing.pulse import even
from lausch.corpora.band.playing.stage import Row, moved
from lausch.corpora.band.sources.billboard import ChordChart
from lausch.corpora.band.sources.chord import Chord
from lausch.corpora.band.writing import lines
from lausch.corpora.band.writing.song import Song


def composition(chart: ChordChart) -> str:
    """What may never stand in two splits.

    One song is several charts when it was a hit more than once: the words decide.
    """
    return "billboard-" + "".join(letter for letter in chart.title.lower() if letter.isalnum())


def song_of(chart: ChordChart, rng: Random) -> Song:
    """The chart with a tune; its sections have letters as the arranger reads them."""
    bars = len(chart.chords) // 4
    minor = _tonic_is_minor(chart)
    degrees = lines.scale(minor, "rock", rng)
    dense = rng.choice((0.0, 0.05, 0.15))
    seeds: dict[str, int] = {}
    melody: list[Row] = []
    edges = [*(bar for bar, _ in chart.sections), bars]
    for (first, label), last in zip(chart.sections, edges[1:], strict=True):
        # Sections of one letter are sung alike.
        own = Random(seeds.setdefault(label, rng.getrandbits(32)))
        tune = lines.melody(
            chart.chords[4 * first : 4 * last], last - first, 4, own,
            key=chart.key, degrees=degrees, dense=dense, middle=own.choice((60, 64, 68)),
        )  # fmt: skip
        melody += moved(tune, 4 * first)
    piano = [
        (float(beat), 1.0, 48 + (tone - 48) % 12, 80)
        for beat, chord in enumerate(chart.chords)
        if chord is not None
        for tone in chord.classes[:4]
    ]
    pulse = even([4] * bars, chart.bpm)
    return Song(pulse, tuple(melody), (), tuple(piano), chart.chords, _roles(chart))


def _roles(chart: ChordChart) -> tuple[tuple[int, str], ...]:
    """Letters as the arranger reads them: the first is a verse A, the second a chorus B."""
    order = list(dict.fromkeys(label for _, label in chart.sections))
    names = {label: "ABCDEFGH"[min(place, 7)] for place, label in enumerate(order)}
    return tuple((bar, names[label]) for bar, label in chart.sections)


def _tonic_is_minor(chart: ChordChart) -> bool:
    tonics: list[Chord] = [each for each in chart.chords if each and each.root == chart.key]
    return sum(each.minor for each in tonics) > len(tonics) / 2
