"""Any MIDI file as lines of notes in seconds, one for each track and channel."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Notes
from lausch.annotation.times import Times
from lausch.errors import FormatError
from lausch.formats.midievents import NOTE_ON, PROGRAM, MidiFile, Track, parsed
from lausch.formats.rows import format_errors

DRUMS = 9
BASSES_AND_NOISES = (*range(32, 40), *range(119, 128))
"""Programs of General MIDI that no melody is played on: basses, and birds or applause."""
USUAL_TEMPO = 500_000  # microseconds to the quarter: 120 bpm, when a file says nothing
MELODIC = re.compile(r"melod|lead|solo|voc|voice|sing|theme|head|tune|right.?hand", re.I)
ACCOMPANYING = re.compile(
    r"bass|chord|drum|perc|pad|accomp|comp|left.?hand|rhythm|string|back", re.I
)
MOST_NOTES = 1_000_000


@dataclass(frozen=True)
class MidiPart:
    """The notes of one channel of one track.

    The name is that of the track; channels are 0 to 15, of which 9 is the drums'; the program of
    General MIDI, 0 to 127, is that of the first note.
    """

    name: str
    channel: int
    program: int
    notes: Notes


class Keys(NamedTuple):
    """What is played: keys from and to a time in seconds, with MIDI velocities of 1 to 127."""

    begins: Times
    ends: Times
    keys: NDArray[np.int64]
    velocities: NDArray[np.int64]


def midi_parts(data: bytes, name: str) -> list[MidiPart]:
    """Every line that has notes, in the order of tracks and channels; drums too.

    Raises FormatError when it is not MIDI, is cut off within an event, or says no time.
    """
    file = parsed(data, name)
    # The tracks of a file of type 2 are pieces of their own, each with its tempo.
    shared = TempoMap(file, file.tracks)
    parts: list[MidiPart] = []
    for track in file.tracks:
        parts += _parts(track, TempoMap(file, [track]) if file.kind == 2 else shared, name)
    return parts


def melody(parts: Sequence[MidiPart], name: str) -> MidiPart:
    """The line most likely to be the melody.

    A name that says so counts most, then whether one note sounds at a time, how high it lies, and
    how much of the piece it plays; drums never are it. Raises FormatError when there are no notes,
    or only drums.
    """
    melodic = [part for part in parts if part.channel != DRUMS]
    if not melodic:
        what = "only drums" if parts else "no notes"
        raise FormatError(f"{name}: {what}; a query is a melody of at least one note")
    most = max(_played(part) for part in melodic)
    return max(melodic, key=lambda part: _likely(part, most))


def _likely(part: MidiPart, most: float) -> float:
    notes = part.notes
    alone = float((notes.onsets[1:] >= notes.offsets[:-1] - 0.05).mean()) if len(notes) > 1 else 1.0
    height = float(np.clip((np.median(notes.pitches) - 40) / 40, 0, 1))
    named = bool(MELODIC.search(part.name)) - bool(ACCOMPANYING.search(part.name))
    unfit = part.program in BASSES_AND_NOISES
    return 2 * named - unfit + alone + height + 0.5 * _played(part) / most


def _played(part: MidiPart) -> float:
    return float((part.notes.offsets - part.notes.onsets).sum())


class TempoMap:
    """From ticks to seconds through every change of tempo that some tracks state."""

    def __init__(self, file: MidiFile, tracks: Sequence[Track]) -> None:
        tempi = {0: USUAL_TEMPO}
        for track in tracks if file.ticks_per_beat else ():
            tempi.update(track.tempi)
        ticks = sorted(tempi)
        self.ticks = np.array(ticks, dtype=np.float64)
        self.rates = np.array([tempi[tick] for tick in ticks]) / 1e6 / (file.ticks_per_beat or 1)
        if file.ticks_per_second:
            self.rates[:] = 1 / file.ticks_per_second
        steps = np.diff(self.ticks) * self.rates[:-1]
        self.starts = np.concatenate([[0.0], np.cumsum(steps)])

    def seconds(self, ticks: ArrayLike) -> Times:
        """Times of ticks, of the same shape."""
        at = np.asarray(ticks, dtype=np.float64)
        piece = np.searchsorted(self.ticks, at, side="right") - 1
        return np.asarray(self.starts[piece] + (at - self.ticks[piece]) * self.rates[piece])


def _parts(track: Track, clock: TempoMap, name: str) -> list[MidiPart]:
    programs: dict[int, int] = {}
    sounding: dict[tuple[int, int], deque[int]] = {}
    rows: dict[int, list[tuple[int, int, int]]] = {}
    first: dict[int, int] = {}
    count = 0
    for tick, status, key, velocity in track.events:
        group, channel = status & 0xF0, status & 0x0F
        if group == PROGRAM:
            programs[channel] = key
        elif group == NOTE_ON and velocity > 0:
            first.setdefault(channel, programs.get(channel, 0))
            sounding.setdefault((channel, key), deque()).append(tick)
            count += 1
        elif sounding.get((channel, key)):
            onset = sounding[channel, key].popleft()
            rows.setdefault(channel, []).append((onset, tick, key))
    if count > MOST_NOTES:
        raise FormatError(f"{name}: {count:,} notes in one track; is it music?")
    for (channel, key), left in sounding.items():  # never released: to the track's end
        rows.setdefault(channel, []).extend((onset, track.end, key) for onset in left)
    parts = []
    for channel, notes in sorted(rows.items()):
        kept = sorted(row for row in notes if row[1] > row[0])
        if kept:
            begins, ends, pitches = zip(*kept, strict=True)
            with format_errors(name):
                made = Notes(clock.seconds(begins), clock.seconds(ends), pitches)
            parts.append(MidiPart(track.title, channel, first[channel], made))
    return parts
