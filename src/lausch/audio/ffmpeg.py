"""Decoding by FFmpeg through PyAV, packet by packet, so only damaged packets are lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from lausch.audio.clock import Clock
from lausch.audio.source import MAX_CHANNELS, FileSource, checked_rate
from lausch.audio.stream import PIECE_SAMPLES, Stream, UndecodableError
from lausch.errors import MissingExtraError
from lausch.frames import FloatArray

# Playlists name files and addresses; with this option, FFmpeg opens none of them.
CLOSED = {"protocol_whitelist": "pipe"}


LATE = (
    "{} does not give the padding of its encoder: all times may be {} by about {} s "
    "(offset_applied is 0)"
)
SHIFTS = {
    "aac": LATE.format("AAC without a container (ADTS)", "late", "0.02 to 0.05"),
    "ac3": LATE.format("AC-3", "late", "0.006"),
    "eac3": LATE.format("E-AC-3", "late", "0.006"),
    "asf": LATE.format("WMA", "early", "0.05"),
}
"""Notes on containers that do not give the encoder's delay, by FFmpeg's names."""
COUNTED = ("ape", "flv", "rm", "tta", "wv")
"""Containers that say how long they are, cut off or not; of others FFmpeg may only guess."""


def ffmpeg_stream(source: FileSource) -> Stream:
    """Open with FFmpeg and decode the first frame, whose rate and channels are those of the stream.

    Raises UndecodableError without any sound, and MissingExtraError when PyAV is not installed.
    """
    try:
        import av
    except ImportError as error:
        raise MissingExtraError(
            "FFmpeg is not installed: `pip install 'lausch[av]'` brings it"
        ) from error

    file = source.open()
    try:
        container = av.open(_Steady(file), mode="r", options=CLOSED)
    except (av.FFmpegError, OSError, ValueError, AssertionError) as error:
        file.close()
        raise UndecodableError(_reason(error)) from error
    notes: list[str] = []
    frames = _frames(container, notes)

    def close() -> None:
        container.close()
        file.close()

    try:
        first = next(frames)
        begin = 0.0
        if isinstance(first, float):  # silence until the track begins
            begin, first = first, next(frames)
        rate = checked_rate(first.sample_rate, source.name)
        channels = len(first.layout.channels)
        if not 1 <= channels <= MAX_CHANNELS:
            raise UndecodableError(f"it has {channels} channels")
    except StopIteration:
        close()
        raise UndecodableError(notes[0] if notes else "it holds no sound") from None
    except BaseException:
        close()
        raise
    codec = container.streams.audio[0].codec_context.name
    if container.format.name in SHIFTS:
        notes.append(SHIFTS[container.format.name])

    def pieces() -> Iterator[FloatArray]:
        other = 0
        try:
            yield from _silence(begin, rate, channels)
            yield _samples(first)
            for frame in frames:
                if isinstance(frame, float):
                    yield from _silence(frame, rate, channels)
                elif frame.sample_rate == rate and len(frame.layout.channels) == channels:
                    yield _samples(frame)
                else:  # a damaged header inside the stream
                    other += 1
                    seconds = frame.samples / frame.sample_rate
                    yield from _silence(seconds, rate, channels)
        finally:
            close()
        if other:
            notes.append(f"{other} packets of another rate or channel count became silence")

    return Stream(
        decoder="FFmpeg",
        version=f"PyAV {av.__version__}, libavcodec {_dotted(av.library_versions['libavcodec'])}",
        codec=f"{container.format.name} {codec}",
        rate=rate,
        channels=channels,
        promised=_promised(container, rate),
        pieces=pieces(),
        close=close,
        notes=notes,
    )


def _promised(container: Any, rate: int) -> int | None:
    """Samples of a container that holds nothing but this sound and says how long it is."""
    if container.format.name not in COUNTED or len(container.streams) > 1:
        return None
    return round((container.duration or 0) / 1e6 * rate) or None


class _Steady:
    """A file whose seek never raises: PyAV prints an exception in it to stderr."""

    def __init__(self, file: BinaryIO) -> None:
        self.read = file.read
        self.tell = file.tell
        self._seek = file.seek

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return self._seek(offset, whence)
        except (OSError, ValueError):
            return -1


def _frames(container: Any, notes: list[str]) -> Iterator[Any]:
    """Decoded frames; in front of and between them, the seconds in which there is no sound.

    Silence replaces lost packets and what the container's clock leaves out, so that everything
    after them keeps its time.
    """
    import av

    if not container.streams.audio:
        notes.append("it has no sound track")
        return
    losses, gap, begun = 0, 0.0, False
    try:
        packets = container.demux(container.streams.audio[0])
        clock = Clock(container, notes)
    except (av.FFmpegError, ValueError, IndexError) as error:
        notes.append(f"FFmpeg finds no track: {_reason(error)}")
        return
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            break
        # The container itself breaks off; one that loses tracks while it is read: IndexError.
        except (av.FFmpegError, ValueError, IndexError) as error:
            notes.append(f"FFmpeg stops early: {_reason(error)}")
            break
        try:
            frames = packet.decode()
        except (av.FFmpegError, ValueError):
            losses += 1
            gap += float((packet.duration or 0) * (packet.time_base or 0))
            continue
        for frame in frames:
            if gap and begun:
                clock.add(gap)
                yield gap
            gap, begun = 0.0, True
            if not frame.samples:
                continue
            if silent := clock.missing(frame):
                yield silent
            yield frame
            clock.add(frame.samples / frame.sample_rate)
    if losses:
        notes.append(f"{losses} packets could not be decoded and became silence")


def _silence(seconds: float, rate: int, channels: int) -> Iterator[FloatArray]:
    left = round(seconds * rate)
    while left > 0:
        count = min(left, PIECE_SAMPLES)
        yield np.zeros((count, channels), dtype=np.float32)
        left -= count


def _samples(frame: Any) -> FloatArray:
    """The frame as float32, shape (samples, channels), full scale 1."""
    channels = len(frame.layout.channels)
    if frame.format.name == "s64":  # PyAV gives no array of these
        plane = np.frombuffer(bytes(frame.planes[0]), np.int64)[: frame.samples * channels]
        return (plane.reshape(-1, channels) / 2.0**63).astype(np.float32)
    array: NDArray[Any]
    if frame.format.is_planar:  # of many channels PyAV counts planes behind the last one
        from av.audio.frame import format_dtypes
        from av.audio.plane import AudioPlane

        kind = np.dtype(format_dtypes[frame.format.name])
        planes: list[Any] = [AudioPlane(frame, channel) for channel in range(channels)]
        array = np.stack([np.frombuffer(each, kind, frame.samples) for each in planes], axis=1)
    else:
        array = frame.to_ndarray().reshape(-1, channels)
        kind = array.dtype
    if kind.kind == "f":
        with np.errstate(over="ignore", invalid="ignore"):  # what is no number becomes a note
            return np.ascontiguousarray(array, dtype=np.float32)
    half = 2.0 ** (8 * kind.itemsize - 1)
    centred = array.astype(np.float64) - (half if kind.kind == "u" else 0.0)
    scaled: FloatArray = (centred / half).astype(np.float32)
    return scaled


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in version)


def _reason(error: BaseException) -> str:
    if isinstance(error, IndexError):
        return "its tracks change on the way"
    return str(getattr(error, "strerror", None) or error)
