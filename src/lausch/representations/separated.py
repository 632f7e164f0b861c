"""What is held and what is struck: features of the two halves that HPSS makes of a spectrogram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.annotation.pitch import NAMES
from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.folded import classes_of
from lausch.representations.hpss import Hpss
from lausch.representations.part import Step
from lausch.representations.spectra import LogLogS
from lausch.representations.steps import Unit, positive_difference


@dataclass(frozen=True)
class Strokes(Step):
    """The rise of the struck half in each of a few registers, the lowest first.

    Parameters
    ----------
    of : the separated spectrogram.
    registers : as many groups of neighbouring bands, nearly equally many in each; a register is
        the mean of its bands.
    lag_frames : the rise is that since so many frames earlier.
    """

    of: Hpss
    registers: int = 8
    lag_frames: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.registers <= self.of.of.width:
            raise OptionError(
                f"{self.of.of.width} bands have 1 to {self.of.of.width} registers, "
                f"not {self.registers}"
            )
        if self.lag_frames < 1:
            raise OptionError(f"the lag of a rise is at least 1 frame, not {self.lag_frames}")

    @property
    def reach_frames(self) -> int:
        return self.lag_frames

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"strokes in register {number}" for number in range(1, self.registers + 1))

    def transposed_after(self, values: FloatArray, semitones: int) -> FloatArray:
        """The values: drums are not transposed."""
        return values

    def finish(self, values: FloatArray) -> FloatArray:
        """Both halves (frames, 2 bands) to rises (frames, registers)."""
        struck = values[:, self.of.of.width :]
        means = [part.mean(axis=1) for part in np.array_split(struck, self.registers, axis=1)]
        return positive_difference(np.stack(means, axis=1), self.lag_frames)


@dataclass(frozen=True)
class HeldChroma(Step):
    """The chroma of the held half: as `Folded`, without drums.

    Parameters
    ----------
    of : the separated spectrogram, with bands on a pitch axis.
    low_hz : bands with lower centres do not count; a melody is mostly above a bass.
    """

    of: Hpss
    low_hz: float = 220.0

    @property
    def _bands(self) -> LogLogS:
        bands = self.of.of
        if not isinstance(bands, LogLogS):
            raise OptionError(f"chroma are of bands per octave, not of {type(bands).__name__}")
        return bands

    def __post_init__(self) -> None:
        _ = self._bands

    @property
    def columns(self) -> tuple[str, ...]:
        return NAMES

    def transposed_after(self, values: FloatArray, semitones: int) -> FloatArray:
        """Chroma (frames, 12) turned by semitones."""
        return np.roll(values, semitones, axis=1)

    def finish(self, values: FloatArray) -> FloatArray:
        """Both halves (frames, 2 bands) to chroma of norm 1 (frames, 12)."""
        held = values[:, : self.of.of.width]
        return Unit(self.of).finish(held @ classes_of(self._bands, self.low_hz))
