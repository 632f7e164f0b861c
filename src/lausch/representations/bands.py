"""A handcrafted feature from a log-frequency spectrogram: some of its bands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.part import Step, warped
from lausch.representations.spectra import LogLogS


@dataclass(frozen=True)
class Bands(Step):
    """The bands with centres from `low_hz` up to, but without, `high_hz`."""

    of: LogLogS
    low_hz: float
    high_hz: float

    def __post_init__(self) -> None:
        if not self._chosen.any():
            hz = self.of.centres
            raise OptionError(
                f"no band lies between {self.low_hz:g} and {self.high_hz:g} Hz; the spectrum has "
                f"{len(hz)} of them, from {hz[0]:.1f} to {hz[-1]:.1f} Hz"
            )

    @property
    def _chosen(self) -> NDArray[np.bool_]:
        hz = self.of.centres
        chosen: NDArray[np.bool_] = (hz >= self.low_hz) & (hz < self.high_hz)
        return chosen

    @property
    def columns(self) -> tuple[str, ...]:
        names = zip(self.of.columns, self._chosen, strict=True)
        return tuple(name for name, chosen in names if chosen)

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, bands) to some of its columns."""
        return values[:, self._chosen]

    def transposed_after(self, values: FloatArray, semitones: int) -> FloatArray:
        """These bands (frames, bands) moved by semitones."""
        return warped(values, self.of.centres[self._chosen], semitones)
