"""The sources of a recording: files, bytes and arrays, which can be read several times."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, SupportsInt

import numpy as np
from numpy.typing import NDArray

from lausch.errors import AudioError
from lausch.files import printable

MAX_CHANNELS = 64
RATES_HZ = (1000, 1_000_000)


@dataclass(frozen=True)
class FileSource:
    """A regular file, or bytes in memory, or a part of either, for a decoder.

    Parameters
    ----------
    name : name in errors.
    path, data : the file, or the bytes of a source without a path.
    begin, end : the part in bytes; None for the end of the file.
    """

    name: str
    path: Path | None = None
    data: bytes = field(default=b"", repr=False)
    begin: int = 0
    end: int | None = None

    @property
    def whole(self) -> bool:
        """Whether it is a whole file on disk, whose descriptor a decoder may use."""
        return self.path is not None and self.begin == 0 and self.end is None

    def open(self) -> BinaryIO:
        """A seekable binary file at its start; the caller closes it."""
        if self.path is None:
            return io.BytesIO(self.data[self.begin : self.end])
        try:
            file = self.path.open("rb")
        except OSError as error:
            raise AudioError(f"{self.name}: cannot be opened: {error.strerror}") from error
        return file if self.whole else io.BufferedReader(_Piece(file, self.begin, self.end))

    def head(self, count: int = 4096) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(count)


class _Piece(io.RawIOBase):
    """A part of a file as a file of its own."""

    def __init__(self, file: BinaryIO, begin: int, end: int | None) -> None:
        self._file = file
        self._begin = begin
        size = file.seek(0, os.SEEK_END)
        self._length = max(0, min(size, size if end is None else end) - begin)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        if base + offset < 0:
            raise ValueError("a position before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        count = max(0, min(len(buffer), self._length - self._at))
        self._file.seek(self._begin + self._at)
        data = self._file.read(count)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


@dataclass(frozen=True)
class ArraySource:
    """Samples in memory, shape (channels, n), of any numeric kind."""

    samples: NDArray[Any] = field(repr=False)
    rate: int
    name: str = "array"


def file_source(source: object) -> FileSource:
    """A path, bytes, or an object with `read()` as a source.

    Raises AudioError if it does not exist, is a folder or a pipe, or cannot contain sound.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        return FileSource("bytes", data=bytes(source))
    if isinstance(source, (str, os.PathLike)):
        if not os.fspath(source):
            raise AudioError("the name of the recording is empty (''); is a variable unset?")
        return _path_source(Path(os.fsdecode(source)))
    read = getattr(source, "read", None)
    if callable(read):
        name = str(getattr(source, "name", "file object"))
        try:
            data = read()  # decoders seek, which a pipe or a socket cannot
        except OSError as error:
            raise AudioError(f"{name}: cannot be read: {error.strerror or error}") from error
        if not isinstance(data, bytes):
            raise AudioError(f"{name}: opened as text; open it with open(path, 'rb')")
        return FileSource(name, data=data)
    raise AudioError(
        "a recording is a path, bytes, an open binary file or (samples, rate), "
        f"not {type(source).__name__}"
    )


def _path_source(path: Path) -> FileSource:
    name = printable(path)
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AudioError(f"{name}: cannot be opened: {reason}") from error
    if stat.S_ISDIR(kind):
        raise AudioError(f"{name}: is a folder, not a recording; `lausch analyze` searches folders")
    if not stat.S_ISREG(kind):
        raise AudioError(
            f"{name}: is not a regular file; pipe what it gives into -, or in Python pass an open "
            "file"
        )
    return FileSource(name, path=path)


def array_source(samples: object, rate: object, name: str = "array") -> ArraySource:
    """Samples as in librosa, (n,) or (channels, n), and their rate in Hz.

    Raises AudioError for another shape, samples without a known full scale, or an invalid rate.
    """
    array = np.asarray(samples)
    if array.ndim == 1:
        array = array[np.newaxis]
    if array.ndim != 2:
        raise AudioError(
            f"{name}: samples are (n,) or (channels, n), not of shape {array.shape}; "
            "is the order (samples, rate)?"
        )
    if array.shape[0] > MAX_CHANNELS:
        raise AudioError(
            f"{name}: shape {array.shape} would be {array.shape[0]} channels, at most "
            f"{MAX_CHANNELS} are allowed; is it (n, channels)? then pass samples.T"
        )
    if array.dtype.kind not in "fiu" or (array.dtype.itemsize > 4 and array.dtype.kind != "f"):
        raise AudioError(
            f"{name}: samples are float or 8, 16 or 32 bit integers (whose full scale is known), "
            f"not {array.dtype}"
        )
    return ArraySource(array, checked_rate(rate, name), name)


def checked_rate(rate: object, name: str) -> int:
    """A sample rate in Hz as an int; raises AudioError for one that no recording has."""
    try:
        value = int(rate) if isinstance(rate, SupportsInt) else 0
        whole = value == rate
    except (TypeError, ValueError, OverflowError):
        value, whole = 0, False
    low, high = RATES_HZ
    if not (whole and low <= value <= high):
        raise AudioError(
            f"{name}: a sample rate is a whole number of {low} to {high} Hz, not {rate!r}; "
            "is the header damaged, or are the arguments in the wrong order?"
        )
    return int(value)
