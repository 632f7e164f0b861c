"""The events of a Standard MIDI File that notes need; all others are skipped.

What is not needed does no harm: key signatures that do not exist, meta events that are too short,
foreign chunks, wrong lengths of tracks, fewer tracks than promised.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lausch.errors import FormatError

LARGEST_BYTES = 20_000_000
MOST_EVENTS = 3_000_000
MOST_TRACKS = 65_535
FRAME_RATES = {24: 24.0, 25: 25.0, 29: 30_000 / 1001, 30: 30.0}
NOTE_OFF, NOTE_ON, PROGRAM = 0x80, 0x90, 0xC0
_META, _SYSTEM, _ESCAPE = 0xFF, 0xF0, 0xF7
_TITLE, _MARKER, _END, _TEMPO, _METRE = 0x03, 0x06, 0x2F, 0x51, 0x58
_LENGTHS = {0xC0: 1, 0xD0: 1, 0xF1: 1, 0xF2: 2, 0xF3: 1}
"""Data bytes after a status; of a channel's other messages 2, of the system's other ones none."""

Event = tuple[int, int, int, int]
"""Tick, status with the channel in its low four bits, and two data bytes."""


@dataclass
class Track:
    """What is needed of one track.

    It has its first name, notes and programs in their order, microseconds to a quarter and (beats
    in a bar, note value of a beat) by tick, ticks and texts of markers, and its last tick.
    """

    title: str = ""
    events: list[Event] = field(default_factory=list)
    tempi: dict[int, int] = field(default_factory=dict)
    metres: dict[int, tuple[int, int]] = field(default_factory=dict)
    markers: list[tuple[int, str]] = field(default_factory=list)
    end: int = 0

    @property
    def count(self) -> int:
        """How many notes, programs, tempi and markers there are."""
        return len(self.events) + len(self.tempi) + len(self.markers)


@dataclass(frozen=True)
class MidiFile:
    """Tracks on one clock.

    The kind is 0, 1, or 2 where each track is a piece of its own. `ticks_per_beat` is 0 where time
    is counted in seconds, `ticks_per_second` where it is counted in beats.
    """

    kind: int
    ticks_per_beat: int
    ticks_per_second: float
    tracks: list[Track]


def parsed(data: bytes, name: str) -> MidiFile:
    """Read a file; RIFF around it is taken off.

    Raises FormatError when it is not MIDI, its header says no time, or it ends within an event.
    """
    if not data.startswith((b"MThd", b"RIFF")):
        what = (
            "HTML; was an error page downloaded?" if b"<" in data[:64] else "another kind of file"
        )
        raise FormatError(f"{name}: not MIDI, which begins with MThd: {what}")
    if len(data) > LARGEST_BYTES:
        raise FormatError(f"{name}: MIDI larger than {LARGEST_BYTES:,} bytes; is it music?")
    start = max(0, data.find(b"MThd"))
    header = data[start + 8 : start + 14]
    if len(header) < 6:
        raise FormatError(f"{name}: damaged MIDI: it ends within its header; was it cut off?")
    kind, division = int.from_bytes(header[:2]), int.from_bytes(header[4:])
    per_beat, per_second = _division(division, name)
    at = start + 8 + int.from_bytes(data[start + 4 : start + 8])
    tracks: list[Track] = []
    count = 0
    while at + 8 <= len(data) and len(tracks) < MOST_TRACKS:
        length = int.from_bytes(data[at + 4 : at + 8])
        if data[at : at + 4] != b"MTrk":
            at += 8 + length  # a foreign chunk
            continue
        reader = _Reader(data, at + 8, at + 8 + length, f"{name}: track {len(tracks) + 1}")
        tracks.append(reader.track(MOST_EVENTS - count))
        count += tracks[-1].count
        # A length may be wrong either way; what follows tells.
        follows = data[reader.at : reader.at + 4] == b"MTrk"
        at = reader.at if follows else max(reader.at, at + 8 + length)
    return MidiFile(kind, per_beat, per_second, tracks)


def _division(division: int, name: str) -> tuple[int, float]:
    if division == 0:
        raise FormatError(
            f"{name}: its division is 0, so that its ticks are no time at all; export it again"
        )
    if division < 0x8000:
        return division, 0.0
    frames, ticks = 256 - (division >> 8), division & 0xFF
    if frames not in FRAME_RATES or not ticks:
        raise FormatError(
            f"{name}: its time is {ticks} ticks of {frames} frames a second (SMPTE), but there are "
            "24, 25, 29 or 30 frames of at least one tick; export it again"
        )
    return 0, FRAME_RATES[frames] * ticks


class _Reader:
    """Reads one track, from `at` on."""

    def __init__(self, data: bytes, at: int, end: int, name: str) -> None:
        self.data, self.at, self.name = data, at, name
        self.cut = end > len(data)
        self.end = end if _ends_a_track(data, end) else len(data)

    def track(self, most: int) -> Track:
        track = Track()
        tick = status = 0
        while self.at < self.end:
            tick += self._length("a time")
            first = self._byte()
            if first < 0x80:  # running status
                self.at -= 1
                first = status
            if first == _META:
                kind, body = self._byte(), self._body()
                if kind == _END:
                    self.cut = False
                    break
                if kind == _TEMPO and len(body) == 3 and any(body):
                    track.tempi[tick] = int.from_bytes(body)
                elif kind == _METRE and len(body) >= 2:
                    track.metres[tick] = (body[0], 2 ** body[1])
                elif kind == _MARKER:
                    track.markers.append((tick, body.decode("latin-1")))
                elif kind == _TITLE and not track.title:
                    track.title = body.decode("latin-1")
            elif first in (_SYSTEM, _ESCAPE):
                self._body()
            elif first < 0x80:
                raise FormatError(
                    f"{self.name} is damaged: data without a status at byte {self.at}"
                )
            else:
                group = first & 0xF0
                status = first if group < _SYSTEM else status
                count = _LENGTHS.get(first if group == _SYSTEM else group)
                count = count if count is not None else 0 if group == _SYSTEM else 2
                values = [min(self._byte(), 127) for _ in range(count)]
                if group in (NOTE_OFF, NOTE_ON, PROGRAM):
                    track.events.append((tick, first, values[0], values[-1]))
            if track.count > most:
                raise FormatError(
                    f"{self.name}: more than {MOST_EVENTS:,} events in one file; is it music?"
                )
        if self.cut:
            self._byte()
        track.end = tick
        return track

    def _byte(self) -> int:
        if self.at >= self.end:
            raise FormatError(
                f"{self.name} is cut off: the file ends within an event, at byte {self.at}; fetch "
                "or export it again"
            )
        self.at += 1
        return self.data[self.at - 1]

    def _length(self, noun: str) -> int:
        """A number of variable length: at most four bytes of seven bits."""
        value = 0
        for _ in range(4):
            byte = self._byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise FormatError(
            f"{self.name} is damaged: {noun} of more than four bytes at byte {self.at}"
        )

    def _body(self) -> bytes:
        length = self._length("a length")
        body = self.data[self.at : min(self.at + length, self.end)]
        self.at += length
        if self.at > self.end:
            self.at = self.end
            self._byte()
        return body


def _ends_a_track(data: bytes, at: int) -> bool:
    """Whether another chunk begins there, or the file ends."""
    following = data[at : at + 4]
    return at == len(data) or (following.isascii() and following.isalpha())
