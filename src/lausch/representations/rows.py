"""Rows of numbers for hours of sound: in memory, or in an unnamed temporary file if there are many.

The solo has 180 activations in each of 50 frames a second: 130 MB an hour. They are read from the
file piece by piece, and what has been read takes no memory.
"""

from __future__ import annotations

import mmap
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from lausch.frames import FloatArray

MEMORY_BYTES = 1 << 25


class Rows:
    """Rows (frames, columns) of float32 that are added in parts.

    They are in memory up to `MEMORY_BYTES`, and beyond it if no temporary file can be written.
    """

    def __init__(self, columns: int) -> None:
        self._values = np.zeros((0, columns), np.float32)
        self._count = 0
        self._file: IO[bytes] | None = None
        self._most = MEMORY_BYTES

    def add(self, part: FloatArray) -> None:
        """The next rows."""
        count = self._count + len(part)
        if self._file is None and 4 * count * self._values.shape[1] > self._most:
            self._move_to_file()
        if self._file is not None and not self._written(part):
            self._return_to_memory()
        if self._file is None:
            self._append(part)
        self._count = count

    def finished(self) -> FloatArray:
        """All rows, which may be changed; no further ones can be added."""
        columns = self._values.shape[1]
        if self._file is None:
            return self._values[: self._count]
        with self._file:
            mapped = mmap.mmap(self._file.fileno(), self._count * columns * 4)
        return np.frombuffer(mapped, np.float32).reshape(-1, columns)

    def _append(self, part: FloatArray) -> None:
        end = self._count + len(part)
        if end > len(self._values):
            # At once: hundreds of small arrays among large ones would fragment the memory.
            columns = self._values.shape[1]
            size = max(end + end // 8, MEMORY_BYTES // (4 * columns))
            values = np.empty((size, columns), np.float32)
            values[: self._count] = self._values[: self._count]
            self._values = values
        self._values[self._count : end] = part

    def _move_to_file(self) -> None:
        with suppress(OSError):
            self._file = TemporaryFile(prefix="lausch-", buffering=0)  # noqa: SIM115
        if self._file is None or not self._written(self._values[: self._count]):
            self._file, self._most = None, np.iinfo(np.int64).max
        else:
            self._values = np.zeros((0, self._values.shape[1]), np.float32)

    def _written(self, part: FloatArray) -> bool:
        """Whether there was room in the file for these rows."""
        assert self._file is not None
        rest = np.ascontiguousarray(part, np.float32).reshape(-1).view(np.uint8).data
        try:
            while len(rest):
                rest = rest[self._file.write(rest) :]
        except OSError:
            return False
        return True

    def _return_to_memory(self) -> None:
        file, columns = self._file, self._values.shape[1]
        assert file is not None
        with file:
            file.seek(0)
            data = file.read(self._count * columns * 4)
        self._values = np.frombuffer(data, np.float32).reshape(-1, columns).copy()
        self._file, self._most = None, np.iinfo(np.int64).max
