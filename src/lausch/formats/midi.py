"""`.mid`: the solo as a MIDI file of two tracks, with the beats as its tempo map.

Every beat is a quarter note with a tempo of its own and every bar has its time signature, so that
the grid of a sequencer stands where the music's does; without beats it is 120 to the minute.
Pitches are whole keys: what a solo bends is in its contour.
"""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.analysis import Analysis
from lausch.annotation import Beats, Notes
from lausch.annotation.times import Times
from lausch.errors import FormatError
from lausch.formats.midifile import DRUMS, USUAL_TEMPO, melody, midi_lines

TICKS_PER_BEAT = 960
PROGRAM = 65  # alto saxophone, counted from 0
SLOWEST = 0xFFFFFF  # microseconds: a tempo has three bytes


def encode(analysis: Analysis) -> bytes:
    """A file of type 1: a track with the tempo map and one with the notes.

    A note begins and ends at the ticks nearest to its times, and lasts for at least one.
    """
    import mido

    notes = analysis.solo
    if notes is None:
        raise FormatError("midi holds notes, but the analysis has none; choose f0")
    grid = _Grid(analysis.beats)
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT)
    file.tracks.append(_track(mido, grid.events(mido)))
    file.tracks.append(_track(mido, _played(mido, notes, grid)))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def decode(data: bytes, name: str) -> Analysis:
    """The melody of any MIDI file, see `midifile.melody`; no notes when no track has any."""
    lines = [line for line in midi_lines(data, name) if line.channel != DRUMS]
    return Analysis(solo=melody(lines, name).notes if lines else Notes())


class _Grid:
    """Ticks and seconds of every quarter note, as a file with whole microseconds can say them."""

    def __init__(self, beats: Beats | None) -> None:
        self.beats = beats if beats is not None and len(beats) > 1 else None
        self.tempi = np.array([USUAL_TEMPO], dtype=np.int64)
        self.lead = 0  # quarters before the first beat
        if self.beats is not None:
            times = self.beats.times
            period = float(np.median(np.diff(times)))
            self.lead = max(1, round(float(times[0]) / period)) if times[0] > 0 else 0
            before = np.linspace(0, times[0], self.lead + 1)[:-1]
            edges = np.round(1e6 * np.concatenate([before, times])).astype(np.int64)
            # Rounded edges, not rounded distances: what is rounded never adds up.
            self.tempi = np.clip(np.diff(edges), 1, SLOWEST)
        self.seconds = np.concatenate([[0], np.cumsum(self.tempi)]) / 1e6

    def ticks(self, times: Times) -> NDArray[np.int64]:
        """The nearest ticks; the last tempo goes on for ever."""
        quarter = np.clip(
            np.searchsorted(self.seconds, times, side="right") - 1, 0, len(self.tempi) - 1
        )
        within = (times - self.seconds[quarter]) * 1e6 / self.tempi[quarter]
        return np.floor((quarter + within) * TICKS_PER_BEAT + 0.5).astype(np.int64)

    def events(self, mido: Any) -> list[tuple[int, Any]]:
        """Tempi and time signatures."""
        found: list[tuple[int, Any]] = []
        for bar, length in self._bars():
            signature = mido.MetaMessage("time_signature", numerator=length, denominator=4)
            found.append((bar * TICKS_PER_BEAT, signature))
        for quarter, tempo in enumerate(self.tempi.tolist()):
            if quarter == 0 or tempo != self.tempi[quarter - 1]:
                event = mido.MetaMessage("set_tempo", tempo=tempo)
                found.append((quarter * TICKS_PER_BEAT, event))
        return found

    def _bars(self) -> list[tuple[int, int]]:
        """Quarters at which the number of beats in a bar changes, with that number."""
        if self.beats is None or self.beats.positions is None:
            return []
        starts = (np.flatnonzero(self.beats.positions == 1) + self.lead).tolist()
        edges = sorted({0, *starts})
        lengths = [min(later - bar, 255) for bar, later in pairwise(edges)]
        lengths += [self.beats.beats_per_bar or 4]  # the last bar's end is not known
        return [
            (bar, length)
            for at, (bar, length) in enumerate(zip(edges, lengths, strict=True))
            if at == 0 or length != lengths[at - 1]
        ]


def _played(mido: Any, notes: Notes, grid: _Grid) -> list[tuple[int, Any]]:
    """Switching on and off; a key that is struck while it sounds is let go first."""
    begins, ends = grid.ticks(notes.onsets), grid.ticks(notes.offsets)
    keys = np.clip(np.floor(notes.pitches + 0.5), 0, 127).astype(int)
    velocities = np.round(50 + 70 * notes.confidence).astype(int)
    events: list[tuple[int, int, Any]] = []
    following: dict[int, int] = {}
    for at in range(len(notes) - 1, -1, -1):
        key, begin = int(keys[at]), int(begins[at])
        end = min(max(int(ends[at]), begin + 1), following.get(key, 1 << 60))
        if end <= begin:  # another of the same key begins at the same tick
            continue
        following[key] = begin
        on = mido.Message("note_on", note=key, velocity=int(velocities[at]))
        events.append((begin, 1, on))
        events.append((end, 0, mido.Message("note_off", note=key)))
    events.sort(key=lambda event: event[:2])
    start: list[tuple[int, Any]] = [
        (0, mido.MetaMessage("track_name", name="solo")),
        (0, mido.Message("program_change", program=PROGRAM)),
    ]
    return start + [(tick, message) for tick, _, message in events]


def _track(mido: Any, events: list[tuple[int, Any]]) -> Any:
    """Messages at absolute ticks as a track, with a signature before a tempo of the same tick."""
    track, now = mido.MidiTrack(), 0
    for tick, message in sorted(events, key=lambda event: event[0]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track"))
    return track
