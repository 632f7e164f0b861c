"""The frames before the beginning and after the end of a recording, in training and export."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lausch.frames import FloatArray
from lausch.representations import Stack
from lausch.system import System

NOISE_DB = -70.0
_SECONDS = 8


def margin_row(system: System) -> FloatArray:
    """The spectra (columns,) of digital silence, or of pink noise at -70 dB.

    Raises ValueError when the system's margin is neither "silence" nor "noise".
    """
    if system.margin == "silence":
        return np.zeros(system.representation.splits[-1].stop, dtype=np.float32)
    if system.margin != "noise":
        raise ValueError(f"a margin is 'silence' or 'noise', not {system.margin!r}")
    return _noise_row(system.representation)


@lru_cache(maxsize=8)
def _noise_row(representation: Stack) -> FloatArray:
    row: FloatArray = representation.measure(pink(representation.rate * _SECONDS)).mean(axis=0)
    return row


def pink(count: int) -> FloatArray:
    """`count` samples of pink noise with a root mean square of -70 dB of full scale."""
    random = np.random.default_rng(0)
    spectrum = np.fft.rfft(random.normal(size=count))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1.0))
    samples = np.fft.irfft(spectrum, count)
    scaled: FloatArray = (samples * 10 ** (NOISE_DB / 20) / samples.std()).astype(np.float32)
    return scaled
