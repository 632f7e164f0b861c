"""The frames of an MP3 file, found without a decoder.

Some files are joined with `cat`, have tags padded beyond their size, or begin with zeros. Decoders
then read only the first part, or miss the tag with the padding of the encoder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from lausch.audio.sniff import encoder_padding, id3_bytes

_LOOK = 64  # bytes of a frame that are read: header, side information and the name of the tag
_FAR = 1 << 16  # largest distance of the first frame from tags and zeros
_LONGEST_JUNK = 1 << 20
_MOST_ZEROS = 1 << 24
_CHAIN = 4  # headers in sequence that are no coincidence
_DECODER_SAMPLES = 529  # that every decoder of MP3 puts in front, and leaves out with the padding
_SPARE = 8  # largest error of an encoder's number of frames
_KILOBITS = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44100, 48000, 32000)


@dataclass(frozen=True)
class Frame:
    """A frame by its header: length in bytes, samples per channel, Hz."""

    length: int
    samples: int
    rate: int


@dataclass
class Part:
    """One of the MP3s in a file.

    Parameters
    ----------
    begin, end : bytes.
    frame : the first frame.
    tagged : whether the first frame is a tag (Xing, Info) with a number of frames.
    padding : samples that the encoder put in front, by the tag; None if it does not say so.
    promised : number of frames by the tag, or 0.
    frames : number of frames with sound.
    lost : bytes between frames that are no frames.
    """

    begin: int
    end: int
    frame: Frame
    tagged: bool = False
    padding: int | None = None
    promised: int = 0
    frames: int = 0
    lost: int = 0
    beyond: int = 0

    @property
    def encoder_delay(self) -> float:
        """Seconds that decoders leave out at the beginning, by the tag."""
        return 0.0 if self.padding is None else (self.padding + _DECODER_SAMPLES) / self.frame.rate

    @property
    def seconds_lost(self) -> float:
        """Duration of the sound in the lost bytes, at the mean length of a frame."""
        mean = (self.end - self.begin - self.lost) / max(1, self.frames)
        return self.lost / mean * self.frame.samples / self.frame.rate


def _frame(head: bytes) -> Frame | None:
    """The frame of a header of 4 bytes, or None."""
    return _parsed(head[:3])


@lru_cache(maxsize=4096)
def _parsed(head: bytes) -> Frame | None:
    if len(head) < 3 or head[0] != 0xFF or head[1] < 0xE0:
        return None
    version, mpeg_layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or mpeg_layer == 4 or bitrate in (0, 15) or rate == 3:
        return None
    first = version == 3
    row = (1, mpeg_layer) if first else (2, min(mpeg_layer, 2))
    kilobits = _KILOBITS[row][bitrate - 1]
    hz = _RATES[rate] >> (0 if first else 2 if version == 0 else 1)
    samples = 384 if mpeg_layer == 1 else 1152 if first or mpeg_layer == 2 else 576
    padding = head[2] >> 1 & 1
    if mpeg_layer == 1:
        length = (12000 * kilobits // hz + padding) * 4
    else:
        length = samples // 8 * 1000 * kilobits // hz + padding
    return Frame(length, samples, hz)


def _tag(look: bytes) -> int:
    """Position of a Xing or Info tag in a frame, or 0."""
    mono = look[3] >> 6 == 3 if len(look) > 3 else False
    side = (17 if mono else 32) if look[1] >> 3 & 1 else (9 if mono else 17)
    checked = 0 if look[1] & 1 else 2
    for at in (4 + side, 4 + side + checked):
        if look[at : at + 4] in (b"Xing", b"Info"):
            return at
    return 0


def mp3_parts(file: BinaryIO) -> list[Part]:
    """The MP3s in a file, which is at its start; empty if it does not begin with one."""
    head = file.read(10)
    if not (head.startswith((b"ID3", bytes(4))) or _frame(head[:4])):
        return []
    begin = _first(file)
    return [] if begin is None else _split(file, begin)


def _first(file: BinaryIO) -> int | None:
    """The first frame after tags and zeros."""
    at = _behind(file, 0)
    file.seek(at)
    data = file.read(_FAR)
    for offset in _syncs(data):
        if _chained(file, at + offset):
            return at + offset
    return None


def _behind(file: BinaryIO, at: int) -> int:
    """The position after ID3v2 tags and zeros."""
    furthest = at + _MOST_ZEROS
    while True:
        file.seek(at)
        data = file.read(_FAR)
        if tag := id3_bytes(data):
            at += tag + (10 if data[5] & 16 else 0)
            continue
        zeros = len(data) - len(data.lstrip(b"\0"))
        at += zeros
        if not zeros or not data or at > furthest:
            return at


def _syncs(data: bytes) -> Iterator[int]:
    at = data.find(b"\xff")
    while at >= 0:
        if _frame(data[at : at + 4]):
            yield at
        at = data.find(b"\xff", at + 1)


def _chained(file: BinaryIO, at: int) -> bool:
    """Whether there are frames of one rate in sequence, `_CHAIN` of them or up to the end."""
    rate = None
    for number in range(_CHAIN):
        file.seek(at)
        head = file.read(4)
        if not head or head.startswith(b"TAG"):
            return number > 0
        frame = _frame(head)
        if frame is None or rate not in (None, frame.rate):
            return False
        rate = frame.rate
        at += frame.length
    return True


def _split(file: BinaryIO, at: int) -> list[Part]:
    parts: list[Part] = []
    part: Part | None = None
    losses = 0
    while True:
        file.seek(at)
        look = file.read(_LOOK)
        frame = _frame(look)
        if frame is None:
            if (next_at := _resumed(file, at)) is None:
                break
            losses = 0 if look.startswith((b"ID3", b"TAG", b"APETAGEX")) else next_at - at
            at = next_at
            continue
        tag = _tag(look)
        other = part is not None and frame.rate != part.frame.rate
        if part is None or tag or (other and _chained(file, at)):
            part = Part(at, at, frame)
            parts.append(part)
            if tag:
                part.tagged = True
                part.promised = _promised(file, at + tag)
                file.seek(at)
                part.padding = encoder_padding(file.read(4096))
                part.frames = -1
        elif losses:
            part.lost += losses
        losses = 0
        part.frames += 1
        if part.promised and part.frames == part.promised + 1:
            part.beyond = at
        at += frame.length
        part.end = at
    return [each for part in parts for each in _cut_at_its_count(file, part)]


def _promised(file: BinaryIO, tag: int) -> int:
    file.seek(tag + 4)
    data = file.read(8)
    return int.from_bytes(data[4:8], "big") if len(data) == 8 and data[3] & 1 else 0


def _cut_at_its_count(file: BinaryIO, part: Part) -> Iterator[Part]:
    """An MP3 without a tag begins after the frames that the tag of the MP3 before it counts."""
    more = part.frames - part.promised
    if not part.beyond or more <= _SPARE:
        yield part
        return
    file.seek(part.beyond)
    frame = _frame(file.read(4)) or part.frame
    end = part.end
    part.end, part.frames = part.beyond, part.promised
    yield part
    yield Part(part.beyond, end, frame, frames=more)


def _resumed(file: BinaryIO, at: int) -> int | None:
    """The next frame after other bytes, or None."""
    begin = at = _behind(file, at)
    while at - begin < _LONGEST_JUNK:
        file.seek(at)
        data = file.read(_FAR)
        if not data:
            return None
        for offset in _syncs(data):
            if _chained(file, at + offset):
                return at + offset
        at += max(1, len(data) - 3)
        if len(data) < _FAR:
            return None
    return None
