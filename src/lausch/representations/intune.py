"""InTune: the columns of EvenLogLogS at the tuning of the recording."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lausch.errors import OptionError
from lausch.frames import FloatArray
from lausch.representations.evenlog import EvenLogLogS
from lausch.representations.part import moved
from lausch.representations.tuning import tuning_of


@dataclass(frozen=True)
class InTune(EvenLogLogS):
    """EvenLogLogS, moved by whole columns to where the recording has its semitones.

    With 24 bands per octave the rest is at most an eighth of a tone.

    Parameters
    ----------
    tuning_columns : number of columns by which the recording is above A4 = 440 Hz.
    tuning_seconds : length of the beginning from which these are estimated; 0 for none.
    """

    tuning_columns: int = 0
    tuning_seconds: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.bands_per_octave % 12 or self.tuning_seconds < 0:
            raise OptionError(
                "tuning by columns needs as many of these in every semitone, and no less than 0 s "
                f"to listen to, not {self.bands_per_octave} in an octave and "
                f"{self.tuning_seconds:g} s"
            )

    @property
    def tuning(self) -> float:
        return 12 * self.tuning_columns / self.bands_per_octave

    @property
    def tuning_samples(self) -> int:
        return int(self.tuning_seconds * self.rate)

    def tuned(self, samples: FloatArray) -> InTune:
        if not self.tuning_samples:
            return self
        semitones = tuning_of(samples[: self.tuning_samples], self.rate)
        columns = round(semitones * self.bands_per_octave / 12)
        return replace(self, tuning_columns=columns, tuning_seconds=0.0)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) of a whole recording to bands (ceil(n / hop), columns)."""
        if self.tuning_samples:
            return self.tuned(samples).measure(samples)
        return moved(super().measure(samples), -self.tuning_columns)
