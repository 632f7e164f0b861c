"""MFCC: timbre in few columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.spectra import LogMelS


@lru_cache(maxsize=8)
def cosines(size: int, first: int, count: int) -> FloatArray:
    """Rows of the orthonormal cosine transform (DCT-II), shape (size, count)."""
    place, order = np.arange(size)[:, None] + 0.5, np.arange(first, first + count)[None]
    basis = np.cos(np.pi / size * place * order) * np.sqrt(2 / size)
    basis[:, order[0] == 0] /= np.sqrt(2)
    table: FloatArray = basis.astype(np.float32)
    table.setflags(write=False)
    return table


@dataclass(frozen=True)
class MFCC(LogMelS):
    """Coefficients of the cosine transform of LogMelS: shape (frames, count).

    (Davis & Mermelstein, IEEE TASSP 28(4), 1980.) Of all coefficients, those from `first` on are
    kept; coefficient 0 is loudness.
    """

    first: int = 1
    count: int = 20

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.first < 0 or self.count < 1 or self.first + self.count > self.bands:
            raise OptionError(
                f"{self.bands} bands have coefficients 0 to {self.bands - 1}, "
                f"not {self.first} to {self.first + self.count - 1}"
            )

    @property
    def width(self) -> int:
        return self.count

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"cepstrum {n}" for n in range(self.first, self.first + self.count))

    def _gather(self, magnitudes: FloatArray) -> FloatArray:
        gathered: FloatArray = super()._gather(magnitudes) @ cosines(
            self.bands, self.first, self.count
        )
        return gathered
