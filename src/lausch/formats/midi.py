"""`.mid`: solo, bass, drums and chords, each a track of a MIDI file, with the beats as tempo map.

Every beat is a quarter note and every bar has its time signature, so that the grid of a sequencer
follows the music. The tempo changes only where beats would stand `BESIDE_SECONDS` beside the grid
otherwise. Without beats it is 120 bpm. Pitches are whole keys: what a solo bends is in its contour.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import BassLine, Beats, Chords, Drums, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.times import Times
from lausch.errors import FormatError
from lausch.formats import midichords
from lausch.formats.mididrums import drums_of, keys_of
from lausch.formats.midifile import DRUMS, USUAL_TEMPO, Keys, melody, midi_parts
from lausch.formats.midigrid import FIRST_BEAT

TICKS_PER_BEAT = 960
BASSES = range(32, 40)
SLOWEST = 0xFFFFFF  # microseconds: a tempo has three bytes
BESIDE_SECONDS = 0.015
UPBEAT = 0.25
"""A first beat that comes earlier, as a part of the distance of beats, begins the file."""


def encode(analysis: Analysis) -> bytes:
    """A file of type 1: a track with the tempo map and one with the notes of each line.

    A bass line without beats beside it stands on its own. A note begins and ends at the ticks
    nearest to its times, and lasts for at least one.
    """
    import mido

    parts = [(layer, voice, voice.keys(analysis)) for layer, voice in VOICES.items()]
    voices = [(layer, voice, keys) for layer, voice, keys in parts if keys is not None]
    beats = analysis.beats
    if not voices and beats is None:
        raise FormatError("midi holds notes and beats, but the analysis has none; choose f0")
    if beats is None and analysis.bass is not None:
        beats = Beats(analysis.bass.beats.times)
    grid = _Grid(beats)
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT)
    file.tracks.append(_track(mido, grid.events(mido), grid.end))
    for layer, voice, keys in voices:
        start = [
            (0, mido.MetaMessage("track_name", name=layer)),
            (0, mido.Message("program_change", program=voice.program, channel=voice.channel)),
        ]
        file.tracks.append(_track(mido, start + _played(mido, keys, grid, voice.channel)))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def decode(data: bytes, name: str) -> Analysis:
    """The melody of any MIDI file, see `midifile.melody`, its bass and drums; no notes without any.

    The bass is the first track that is called so and played on one; drums are on channel 10. A
    track that is called "chords" has blocks of notes.
    """
    drums = drums_of(data, name)
    others: dict[str, Any] = {"drums": drums} if len(drums) else {}
    parts = [part for part in midi_parts(data, name) if part.channel != DRUMS]
    blocks = next((part for part in parts if part.name == midichords.TITLE), None)
    if blocks is not None:
        others["chords"] = midichords.chords_of(blocks)
        parts.remove(blocks)
    basses = (each for each in parts if "bass" in each.name.lower() and each.program in BASSES)
    low = next(basses, None)
    rest = [part for part in parts if part is not low]
    solo = melody(rest, name).notes if rest else None
    if low is None:
        return Analysis(solo=solo or Notes(), others=others)
    return Analysis(solo=solo, bass=BassLine(notes=low.notes), others=others)


class _Grid:
    """Ticks and seconds of every quarter note, as a file with whole microseconds can say them."""

    def __init__(self, beats: Beats | None) -> None:
        self.beats = beats if beats is not None and len(beats) > 1 else None
        self.tempi = np.array([USUAL_TEMPO], dtype=np.int64)
        self.lead = 0  # quarters before the first beat
        if self.beats is not None:
            times = self.beats.times
            period = float(np.median(np.diff(times)))
            early = float(times[0]) / period
            self.lead = 0 if early < UPBEAT else max(1, round(early))
            edges = np.concatenate([np.linspace(0, times[0], self.lead + 1)[:-1], times])
            edges[0] = 0.0
            self.tempi = _steady(1e6 * edges, 1e6 * BESIDE_SECONDS)
        self.seconds = np.concatenate([[0], np.cumsum(self.tempi)]) / 1e6

    @property
    def end(self) -> int:
        """The tick of the last beat; 0 without beats."""
        return 0 if self.beats is None else len(self.tempi) * TICKS_PER_BEAT

    def ticks(self, times: Times) -> NDArray[np.int64]:
        """The nearest ticks; the last tempo goes on for ever."""
        quarter = np.clip(
            np.searchsorted(self.seconds, times, side="right") - 1, 0, len(self.tempi) - 1
        )
        within = (times - self.seconds[quarter]) * 1e6 / self.tempi[quarter]
        return np.floor((quarter + within) * TICKS_PER_BEAT + 0.5).astype(np.int64)

    def events(self, mido: Any) -> list[tuple[int, Any]]:
        """Tempi and time signatures."""
        events: list[tuple[int, Any]] = []
        for bar, length in self._bars():
            signature = mido.MetaMessage("time_signature", numerator=length, denominator=4)
            events.append((bar * TICKS_PER_BEAT, signature))
        for quarter, tempo in enumerate(self.tempi.tolist()):
            if quarter == 0 or tempo != self.tempi[quarter - 1]:
                event = mido.MetaMessage("set_tempo", tempo=tempo)
                events.append((quarter * TICKS_PER_BEAT, event))
        if self.lead:
            marker = mido.MetaMessage("marker", text=FIRST_BEAT)
            events.append((self.lead * TICKS_PER_BEAT, marker))
        return events

    def _bars(self) -> list[tuple[int, int]]:
        """Quarters at which the number of beats in a bar changes, with that number."""
        if self.beats is None or self.beats.positions is None:
            return []
        starts = (np.flatnonzero(self.beats.positions == 1) + self.lead).tolist()
        edges = sorted({0, *starts})
        lengths = [later - bar for bar, later in pairwise(edges)]
        lengths += [self.beats.beats_per_bar or 4]  # the last bar's end is not known
        lengths = [min(length, 255) for length in lengths]
        return [
            (bar, length)
            for at, (bar, length) in enumerate(zip(edges, lengths, strict=True))
            if at == 0 or length != lengths[at - 1]
        ]


def _steady(edges: Times, beside: float) -> NDArray[np.int64]:
    """Lengths of quarters whose edges stand at most `beside` from these, with few changes.

    Lengths are whole numbers. Each of their stretches is as long as a line can be that passes all
    edges so closely and begins where the last one ended, so that what is rounded never adds up.
    """
    lengths = np.zeros(len(edges) - 1, dtype=np.int64)
    start, origin = 0, float(edges[0])
    while start < len(lengths):
        low, high, stop = 1.0, float(SLOWEST), start
        best = 1
        for count, edge in enumerate(edges[start + 1 :], start=1):
            low = max(low, np.ceil((edge - beside - origin) / count))
            high = min(high, np.floor((edge + beside - origin) / count))
            if low > high:
                break
            stop = start + count
            best = int(np.clip(round((edge - origin) / count), low, high))
        if stop == start:  # no whole number fits: beats at one place, or further apart than a tempo
            stop, best = start + 1, int(np.clip(round(edges[start + 1] - origin), 1, SLOWEST))
        lengths[start:stop] = best
        origin += best * (stop - start)
        start = stop
    return lengths


def _played(mido: Any, played: Keys, grid: _Grid, channel: int) -> list[tuple[int, Any]]:
    """Switching on and off; a key that is struck while it sounds is let go first."""
    begins, ends = grid.ticks(played.begins), grid.ticks(played.ends)
    keys, velocities = played.keys, played.velocities
    events: list[tuple[int, int, Any]] = []
    following: dict[int, int] = {}
    for at in range(len(keys) - 1, -1, -1):
        key, begin = int(keys[at]), int(begins[at])
        end = max(int(ends[at]), begin + 1)
        end = min(end, following.get(key, end))
        if end <= begin:  # another of the same key begins at the same tick
            continue
        following[key] = begin
        on = mido.Message("note_on", note=key, velocity=int(velocities[at]), channel=channel)
        events.append((begin, 1, on))
        events.append((end, 0, mido.Message("note_off", note=key, channel=channel)))
    events.sort(key=lambda event: event[:2])
    return [(tick, message) for tick, _, message in events]


def _track(mido: Any, events: list[tuple[int, Any]], end: int = 0) -> Any:
    """Messages at absolute ticks as a track that lasts until the tick `end`, or the last message.

    Of messages at the same tick a signature comes before a tempo.
    """
    track, now = mido.MidiTrack(), 0
    for tick, message in sorted(events, key=lambda event: event[0]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, end - now)))
    return track


def _keys(notes: Notes | None) -> Keys | None:
    """Notes at whole keys, as hard as they are sure."""
    if notes is None:
        return None
    keys = np.clip(np.floor(notes.pitches + 0.5), 0, 127).astype(np.int64)
    velocities = np.round(50 + 70 * notes.confidence).astype(np.int64)
    return Keys(notes.onsets, notes.offsets, keys, velocities)


def _strokes(drums: Drums | None) -> Keys | None:
    return None if drums is None else keys_of(drums)


def _blocks(chords: Chords | None) -> Keys | None:
    return None if chords is None else midichords.keys_of(chords)


@dataclass(frozen=True)
class _Voice:
    """A program, a channel, both counted from 0, and what is played on it."""

    program: int
    channel: int
    keys: Callable[[Analysis], Keys | None]


VOICES: dict[str, _Voice] = {
    "solo": _Voice(65, 0, lambda each: _keys(each.solo)),
    "bass": _Voice(32, 1, lambda each: _keys(None if each.bass is None else each.bass.notes)),
    "drums": _Voice(0, DRUMS, lambda each: _strokes(each.read("drums"))),
    "chords": _Voice(0, 2, lambda each: _blocks(each.read("chords"))),
}
"""For each layer of notes how it is played: alto saxophone, acoustic bass, the standard kit, and
chords as blocks on a piano."""
