"""Diagonal matching of a short sequence of vectors with every position of a long one.

The mean inner product along each diagonal of the similarity matrix (Müller, Fundamentals of Music
Processing, section 7.2.2, as a similarity instead of a cost) is a correlation over time. With all
cyclic shifts of the columns it is a correlation over time and columns. Both are products of Fourier
transforms, so the matrix is never computed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray


class Diagonals:
    """A long sequence, float32 (frames, columns), for queries of at most `longest` frames."""

    def __init__(self, sequence: FloatArray, longest: int) -> None:
        self.frames = len(sequence)
        self._longest = longest
        # With blocks four times as long as the overlap, a quarter of the work is lost.
        self._size = 1 << max(8, (4 * longest - 1).bit_length())
        self._hop = self._size - longest + 1
        count = max(1, -(-self.frames // self._hop))
        padded = np.zeros((count * self._hop + longest - 1, sequence.shape[1]), np.float32)
        padded[: self.frames] = sequence
        windows = np.lib.stride_tricks.sliding_window_view(padded, self._size, axis=0)
        # Time is the last axis: the transforms are over contiguous memory.
        self._spectra = np.fft.rfft(windows[:: self._hop])
        self._shifted: NDArray[np.complexfloating] | None = None

    def curve(self, query: FloatArray) -> FloatArray:
        """Mean inner product of `query` with the sequence from every frame on, shape (frames,).

        Beyond the end of the sequence the product is 0.
        """
        spectrum = self._query(query)
        return self._join(np.einsum("bcf,cf->bf", self._spectra, spectrum), len(query))

    def curves(self, query: FloatArray) -> FloatArray:
        """Curves of all cyclic shifts: row k is `curve(np.roll(query, k, axis=1))`."""
        if self._shifted is None:
            self._shifted = np.fft.fft(self._spectra, axis=1)
        # With a second transform, over the columns, all cyclic shifts are one product.
        query_shifted = np.fft.ifft(self._query(query), axis=0) * query.shape[1]
        both = np.fft.ifft(self._shifted * query_shifted, axis=1)
        return np.stack([self._join(both[:, k], len(query)) for k in range(query.shape[1])])

    def _query(self, query: FloatArray) -> NDArray[np.complexfloating]:
        if not 1 <= len(query) <= self._longest:
            raise ValueError(f"a query has 1 to {self._longest} frames, not {len(query)}")
        spectrum = np.fft.rfft(np.ascontiguousarray(query.T), n=self._size)
        return np.asarray(np.conj(spectrum))

    def _join(self, spectra: NDArray[np.complexfloating], frames: int) -> FloatArray:
        blocks = np.fft.irfft(spectra, n=self._size)[:, : self._hop]
        curve: FloatArray = blocks.reshape(-1)[: self.frames].astype(np.float32) / np.float32(
            frames
        )
        return curve
