"""PCA: principal components of a spectrum, each of variance 1, learnt from training recordings."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.mfcc import cosines
from lausch.representations.part import Part

SMALLEST_SHARE = 1e-6
"""Components with a smaller share of the whole variance are not blown up to a variance of 1."""


@dataclass(frozen=True)
class Whitened(Part):
    """The first principal components of the frames of `of`, whitened (Hamel et al., ISMIR 2011).

    Parameters
    ----------
    of : a spectrum.
    components : their number, those of the largest variance first.
    table : what `learnt` found, base64 of little-endian float16: the mean of the columns of `of`,
        then the matrix (columns, components). Until then it is empty, and cosines of the columns
        stand in, which are the components of neighbours that are alike.
    """

    of: Part
    components: int
    table: str = ""

    def __post_init__(self) -> None:
        width = len(self.of.columns)
        if not 1 <= self.components <= width:
            raise OptionError(
                f"{width} columns have 1 to {width} components, not {self.components}"
            )
        if self.table:
            try:
                numbers = len(b64decode(self.table, validate=True)) / 2
            except ValueError as error:
                raise OptionError(f"the table of a PCA is base64: {error}") from error
            if numbers != width * (self.components + 1):
                raise OptionError(
                    f"the table of {self.components} components of {width} columns has "
                    f"{width * (self.components + 1)} numbers, not {numbers:g}"
                )

    @property
    def clock(self) -> Clock:
        return self.of.clock

    @property
    def reach_samples(self) -> int:
        return self.of.reach_samples + self.of.reach_frames * self.of.clock.hop

    @property
    def width(self) -> int:
        return self.components

    @property
    def label(self) -> str:
        return self.of.label

    @property
    def columns(self) -> tuple[str, ...]:
        return _words(self.components)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), components)."""
        values = self.of.finish(self.of.measure(samples))
        mean, matrix = _numbers(self)
        projected: FloatArray = ((values - mean) @ matrix).astype(np.float32, copy=False)
        return projected

    @property
    def unlearnt(self) -> Part | None:
        return None if self.table else self.of

    def learnt(self, rows: FloatArray) -> Whitened:
        """The part with the components of these frames of `of`, shape (n, columns)."""
        mean, matrix = principal(rows, self.components)
        numbers = np.concatenate([mean[None], matrix.T]).astype("<f2")
        return replace(self, table=b64encode(numbers.tobytes()).decode("ascii"))


def principal(rows: FloatArray, components: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean (columns,) of rows (n, columns), and the matrix (columns, components) that whitens.

    The largest weight of every component is positive.
    """
    wide = rows.astype(np.float64)
    mean = wide.mean(axis=0)
    variances, vectors = np.linalg.eigh(np.cov(wide - mean, rowvar=False, bias=True).reshape(
        rows.shape[1], rows.shape[1]))  # fmt: skip
    order = np.argsort(-variances)[:components]
    least = max(SMALLEST_SHARE * float(variances.sum()), 1e-12)
    chosen = vectors[:, order]
    signs = np.sign(chosen[np.abs(chosen).argmax(axis=0), np.arange(len(order))])
    return mean, chosen * signs / np.sqrt(np.maximum(variances[order], least))


@lru_cache(maxsize=16)
def _words(count: int) -> tuple[str, ...]:
    return tuple(f"component {number}" for number in range(1, count + 1))


@lru_cache(maxsize=16)
def _numbers(part: Whitened) -> tuple[FloatArray, FloatArray]:
    """The mean and the matrix of a part."""
    width: int = len(part.of.columns)
    if not part.table:
        matrix: Any = cosines(width, 0, part.components)
        return np.zeros(width, dtype=np.float32), matrix
    numbers = np.frombuffer(b64decode(part.table), dtype="<f2").astype(np.float32)
    table = numbers.reshape(part.components + 1, width)
    return table[0], np.ascontiguousarray(table[1:].T)
