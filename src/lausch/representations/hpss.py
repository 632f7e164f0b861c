"""HPSS: harmonic-percussive source separation by median filters (Fitzgerald, DAFx 2010)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray
from lausch.representations.part import Part
from lausch.representations.spectra import LogLogS, LogMelS, compress, expand

# Number of values whose medians are computed at once: the rows of a window fit into the cache.
_CELLS = 16384


@dataclass(frozen=True)
class Hpss(Part):
    """The logarithm of the harmonic part of a spectrogram, then that of its percussive part.

    Soft masks divide each magnitude by the squares of two medians (equations 9 and 10): the median
    over time keeps held tones, the median over frequency keeps strokes. Grill and Schlüter (ISMIR
    2015) separate the linear spectrum; separating bands takes a twentieth of the time.

    Parameters
    ----------
    of : a log-mel spectrogram, or one with bands per octave.
    frames, bands : lengths of the two medians, odd.
    """

    of: LogMelS | LogLogS
    frames: int = 31
    bands: int = 13

    def __post_init__(self) -> None:
        for name in ("frames", "bands"):
            if getattr(self, name) < 1 or getattr(self, name) % 2 == 0:
                raise OptionError(
                    f"the {name} of a median are an odd number, not {getattr(self, name)}"
                )

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
        # In place: spectra of minutes are large.
        share = medians(magnitudes, self.frames)
        np.square(share, out=share)
        total = medians(magnitudes.T, self.bands).T
        np.square(total, out=total)
        total += share
        share /= np.maximum(total, 1e-12, out=total)
        del total
        both = np.empty((len(share), self.width), dtype=np.float32)
        width = self.of.width
        both[:, :width] = compress(magnitudes * share, self.of.factor)
        both[:, width:] = compress(magnitudes * (1 - share), self.of.factor)
        return both


def medians(values: FloatArray, size: int) -> FloatArray:
    """The median of `size` rows around each row, with zeros beyond the ends; shape as `values`."""
    half = size // 2
    padded = np.pad(np.ascontiguousarray(values), ((half, half), (0, 0)))
    out = np.empty_like(padded[: len(values)])
    step = max(1, _CELLS // max(values.shape[1], 1))
    for start in range(0, len(values), step):
        count = min(step, len(values) - start)
        rows = [padded[start + place :][:count].copy() for place in range(size)]
        spare = np.empty_like(rows[0])
        for low, high in median_network(size):
            np.minimum(rows[low], rows[high], out=spare)
            np.maximum(rows[low], rows[high], out=rows[high])
            rows[low], spare = spare, rows[low]
        out[start : start + count] = rows[half]
    return out


@lru_cache(maxsize=8)
def median_network(size: int) -> tuple[tuple[int, int], ...]:
    """Pairs of positions to sort, in this order; the middle one of `size` is then the median.

    Batcher's merge exchange (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M),
    without the pairs that have no effect on the middle position.
    """
    pairs: list[tuple[int, int]] = []
    largest = 1 << max((size - 1).bit_length() - 1, 0)
    bit = largest
    while bit:
        merge, rest, apart = largest, 0, bit
        while True:
            pairs += [(n, n + apart) for n in range(size - apart) if n & bit == rest]
            if merge == bit:
                break
            merge, rest, apart = merge >> 1, bit, merge - bit
        bit >>= 1
    positions, needed = {size // 2}, []
    for pair in reversed(pairs):
        if positions.intersection(pair):
            positions.update(pair)
            needed.append(pair)
    return tuple(reversed(needed))
