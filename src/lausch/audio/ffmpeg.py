"""The second rung: FFmpeg through PyAV, packet by packet, so that only damaged packets are lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from lausch.audio.source import MAX_CHANNELS, FileSource, checked_rate
from lausch.audio.stream import Stream, UndecodableError
from lausch.errors import MissingExtraError
from lausch.frames import FloatArray

# A playlist names further files and addresses; with this, FFmpeg may open none of them.
CLOSED = {"protocol_whitelist": "pipe"}


def ffmpeg_stream(source: FileSource) -> Stream:
    """Open with FFmpeg and decode until the first sound, whose rate and channels hold for all.

    Raises
    ------
    UndecodableError
        When FFmpeg finds no sound.
    MissingExtraError
        When PyAV is not installed.
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

    def pieces() -> Iterator[FloatArray]:
        other = 0
        try:
            yield _samples(first)
            for frame in frames:
                if isinstance(frame, float):
                    yield np.zeros((round(frame * rate), channels), dtype=np.float32)
                elif frame.sample_rate == rate and len(frame.layout.channels) == channels:
                    yield _samples(frame)
                else:  # a damaged header inside the stream
                    other += 1
                    seconds = frame.samples / frame.sample_rate
                    yield np.zeros((round(seconds * rate), channels), dtype=np.float32)
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
        promised=None,
        pieces=pieces(),
        close=close,
        notes=notes,
    )


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
    """Decoded frames, and between them the seconds of packets that could not be decoded.

    Silence replaces lost packets, so that everything after them keeps its time.
    """
    import av

    if not container.streams.audio:
        notes.append("it has no sound track")
        return
    lost, gap, begun = 0, 0.0, False
    packets = container.demux(container.streams.audio[0])
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            break
        except (av.FFmpegError, ValueError) as error:  # the container itself breaks off
            notes.append(f"FFmpeg stops early: {_reason(error)}")
            break
        try:
            frames = packet.decode()
        except (av.FFmpegError, ValueError):
            lost += 1
            gap += float((packet.duration or 0) * (packet.time_base or 0))
            continue
        for frame in frames:
            if gap and begun:
                yield gap
            gap, begun = 0.0, True
            if frame.samples:
                yield frame
    if lost:
        notes.append(f"{lost} packets could not be decoded and became silence")


def _samples(frame: Any) -> FloatArray:
    """The frame as float32, shape (samples, channels), full scale 1."""
    array: NDArray[Any] = frame.to_ndarray()
    channels = len(frame.layout.channels)
    array = array.T if frame.format.is_planar else array.reshape(-1, channels)
    kind = array.dtype
    if kind.kind == "f":
        return np.ascontiguousarray(array, dtype=np.float32)
    half = 2.0 ** (8 * kind.itemsize - 1)
    centred = array.astype(np.float64) - (half if kind.kind == "u" else 0.0)
    scaled: FloatArray = (centred / half).astype(np.float32)
    return scaled


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in version)


def _reason(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error)
