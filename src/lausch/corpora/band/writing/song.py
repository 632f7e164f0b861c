"""A song as it is written down: tunes, chords and sections in beats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lausch.corpora.band.playing.harmony import Keys
from lausch.corpora.band.playing.pulse import Pulse
from lausch.corpora.band.playing.stage import Row, moved
from lausch.corpora.band.sources.chord import Chord
from lausch.corpora.band.writing.layout import Marks


@dataclass(frozen=True)
class Song:
    """One song. Beat 0 of every coordinate is its first downbeat; all bars have four beats.

    Melody, bridge and piano are empty for a chart of chords alone; there is one chord for each
    beat, and one key, or no key at all. Sections of one label are played alike. Parts and phrases
    are the coarse and the fine scale of its form, empty for songs of which excerpts are played. All
    marks are (bar, label).
    """

    pulse: Pulse
    melody: tuple[Row, ...]
    bridge: tuple[Row, ...]
    piano: tuple[Row, ...]
    chords: tuple[Chord | None, ...]
    sections: Marks
    parts: Marks = ()
    phrases: Marks = ()
    keys: Keys = ()


def cropped(song: Song, first: int, last: int) -> Song:
    """Bars `first` to `last` (not included) of a song, counted from 0 again."""
    begin, end = 4 * first, 4 * last

    def rows(old: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(moved((row for row in old if begin <= row[0] < end), -begin))

    def marks(old: Marks) -> Marks:
        return tuple((bar - first, label) for bar, label in old if first <= bar < last)

    return replace(
        song, pulse=song.pulse.cut(begin, end), melody=rows(song.melody), bridge=rows(song.bridge),
        piano=rows(song.piano), chords=song.chords[begin:end], sections=marks(song.sections),
        parts=marks(song.parts), phrases=marks(song.phrases),
        keys=song.keys[begin:end],
    )  # fmt: skip
