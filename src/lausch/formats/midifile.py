"""Any MIDI file as lines of notes in seconds, one for each track and channel."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lausch.annotation import Notes
from lausch.annotation.times import Times
from lausch.errors import FormatError

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
class Line:
    """The notes of one channel of one track.

    Parameters
    ----------
    name : of the track.
    channel : 0 to 15; 9 is the drums'.
    program : of General MIDI, 0 to 127, as the first note has it.
    notes : its notes.
    """

    name: str
    channel: int
    program: int
    notes: Notes


def midi_lines(data: bytes, name: str) -> list[Line]:
    """Every line that has notes, in the order of tracks and channels; drums too.

    Raises
    ------
    FormatError
        When it is not MIDI, is cut off, or counts time in a way that has no tempo.
    """
    import mido

    if not data.startswith((b"MThd", b"RIFF")):
        kind = (
            "HTML; was an error page downloaded?" if b"<" in data[:64] else "another kind of file"
        )
        raise FormatError(f"{name}: not MIDI, which begins with MThd: {kind}")
    start = max(0, data.find(b"MThd"))  # RIFF wraps a whole file
    try:
        file = mido.MidiFile(file=io.BytesIO(data[start:]), clip=True)
    except Exception as error:  # mido raises whatever its parser runs into
        what = str(error) or type(error).__name__
        raise FormatError(f"{name}: damaged MIDI ({what}); was it cut off?") from error
    if not 0 < file.ticks_per_beat < 0x8000:
        raise FormatError(f"{name}: its time is film frames (SMPTE), not beats; export it again")
    tracks: list[list[tuple[int, Any]]] = []
    for track in file.tracks:
        tick, events = 0, []
        for message in track:
            tick += message.time
            events.append((tick, message))
        tracks.append(events)
    found: list[Line] = []
    for track, events in zip(file.tracks, tracks, strict=True):
        # The tracks of a file of type 2 are pieces of their own, each with its tempo.
        clock = _Clock(file.ticks_per_beat, [events] if file.type == 2 else tracks)
        found.extend(_lines(str(track.name), events, clock, name))
    return found


def melody(lines: Sequence[Line], name: str) -> Line:
    """The line most likely to be the melody.

    A name that says so counts most, then whether one note sounds at a time, how high it lies, and
    how much of the piece it plays; drums never are it.

    Raises
    ------
    FormatError
        When there are no notes, or only drums.
    """
    pitched = [line for line in lines if line.channel != DRUMS]
    if not pitched:
        what = "only drums" if lines else "no notes"
        raise FormatError(f"{name}: {what}; a query is a melody of at least one note")
    most = max(_played(line) for line in pitched)
    return max(pitched, key=lambda line: _likely(line, most))


def _likely(line: Line, most: float) -> float:
    notes = line.notes
    alone = float((notes.onsets[1:] >= notes.offsets[:-1] - 0.05).mean()) if len(notes) > 1 else 1.0
    height = float(np.clip((np.median(notes.pitches) - 40) / 40, 0, 1))
    named = bool(MELODIC.search(line.name)) - bool(ACCOMPANYING.search(line.name))
    unfit = line.program in BASSES_AND_NOISES
    return 2 * named - unfit + alone + height + 0.5 * _played(line) / most


def _played(line: Line) -> float:
    return float((line.notes.offsets - line.notes.onsets).sum())


class _Clock:
    """From ticks to seconds through every change of tempo."""

    def __init__(self, ticks_per_beat: int, tracks: Sequence[Sequence[tuple[int, Any]]]) -> None:
        tempi = {0: USUAL_TEMPO}
        for events in tracks:
            tempi.update({tick: m.tempo for tick, m in events if m.type == "set_tempo"})
        self.ticks = np.array(sorted(tempi), dtype=np.float64)
        self.rates = np.array([tempi[int(t)] for t in self.ticks]) / (1e6 * ticks_per_beat)
        steps = np.diff(self.ticks) * self.rates[:-1]
        self.starts = np.concatenate([[0.0], np.cumsum(steps)])

    def seconds(self, ticks: Sequence[int]) -> Times:
        at = np.asarray(ticks, dtype=np.float64)
        piece = np.searchsorted(self.ticks, at, side="right") - 1
        return np.asarray(self.starts[piece] + (at - self.ticks[piece]) * self.rates[piece])


def _lines(title: str, events: Sequence[tuple[int, Any]], clock: _Clock, name: str) -> list[Line]:
    programs: dict[int, int] = {}
    sounding: dict[tuple[int, int], list[int]] = {}
    rows: dict[int, list[tuple[int, int, int]]] = {}
    first: dict[int, int] = {}
    count = 0
    for tick, message in events:
        if message.type == "program_change":
            programs[message.channel] = message.program
        elif message.type in ("note_on", "note_off"):
            key = (message.channel, message.note)
            if message.type == "note_on" and message.velocity > 0:
                first.setdefault(message.channel, programs.get(message.channel, 0))
                sounding.setdefault(key, []).append(tick)
                count += 1
            elif sounding.get(key):
                begun = sounding[key].pop(0)
                rows.setdefault(message.channel, []).append((begun, tick, message.note))
    if count > MOST_NOTES:
        raise FormatError(f"{name}: {count:,} notes in one track; is it music?")
    end = events[-1][0] if events else 0
    for (channel, key_number), left in sounding.items():  # never released: to the track's end
        rows.setdefault(channel, []).extend((begun, end, key_number) for begun in left)
    found = []
    for channel, notes in sorted(rows.items()):
        kept = sorted(row for row in notes if row[1] > row[0])
        if kept:
            begins, ends, pitches = zip(*kept, strict=True)
            made = Notes(clock.seconds(begins), clock.seconds(ends), pitches)
            found.append(Line(title, channel, first[channel], made))
    return found
