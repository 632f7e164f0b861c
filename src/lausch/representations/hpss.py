"""HPSS, the step that parts what is held from what is struck, by medians (Fitzgerald 2010)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part
from lausch.representations.spectra import LogMelS, compress, expand

# Frames whose medians are taken at once: keeps the windows inside the cache.
_ROWS = 512


@dataclass(frozen=True)
class Hpss(Part):
    """The harmonic part of a mel spectrogram, then its percussive part, each in its logarithm.

    Every magnitude is shared between the parts as the squares of two medians: along time, where a
    held tone stays and a stroke vanishes, and along frequency, where it is the other way round
    (Fitzgerald, DAFx 2010; soft masks, equations 9 and 10). Grill and Schlüter (ISMIR 2015) part
    the linear spectrum; here it is the mel bands, which costs a twentieth.

    Parameters
    ----------
    of : a log-mel spectrogram.
    frames, bands : lengths of the two medians, odd.
    """

    of: LogMelS
    frames: int = 31
    bands: int = 13

    def __post_init__(self) -> None:
        for name in ("frames", "bands"):
            if getattr(self, name) < 1 or getattr(self, name) % 2 == 0:
                raise OptionError(f"a median's {name} are an odd number, not {getattr(self, name)}")

    @property
    def clock(self) -> Clock:
        return self.of.clock

    @property
    def reach_samples(self) -> int:
        return self.of.reach_samples + self.frames // 2 * self.of.hop_samples

    @property
    def width(self) -> int:
        return 2 * self.of.width

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{part} {name}" for part in ("held", "struck") for name in self.of.columns)

    def measure(self, samples: FloatArray) -> FloatArray:
        """Samples (n,) to (ceil(n / hop), 2 bands)."""
        magnitudes = expand(self.of.measure(samples), self.of.factor)
        held = medians(magnitudes, self.frames) ** 2
        struck = medians(magnitudes.T, self.bands).T ** 2
        share = held / np.maximum(held + struck, 1e-12)
        parts = [magnitudes * share, magnitudes * (1 - share)]
        joined: FloatArray = np.concatenate([compress(part, self.of.factor) for part in parts], 1)
        return joined


def medians(values: FloatArray, size: int) -> FloatArray:
    """The median of `size` rows around each row, with zeros beyond the ends; shape as `values`."""
    half = size // 2
    padded = np.pad(values, ((half, half), (0, 0)))
    out = np.empty_like(values)
    for start in range(0, len(values), _ROWS):
        stop = min(start + _ROWS, len(values))
        windows = sliding_window_view(padded[start : stop + 2 * half], size, axis=0)
        out[start:stop] = np.partition(windows, half, axis=-1)[..., half]
    return out
