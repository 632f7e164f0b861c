"""Triangular filters that sum the bins of a spectrum to log-frequency or mel bands."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

_BLOCK_BANDS = 24
"""Bands that are computed at once: few enough to need only a small part of the bins."""

Blocks = tuple[tuple[slice, FloatArray], ...]


def blocks_of(bank: FloatArray) -> Blocks:
    """A filterbank (bins, bands) as blocks of neighbouring bands: their bins, and the weights."""
    blocks = []
    for start in range(0, bank.shape[1], _BLOCK_BANDS):
        weights = bank[:, start : start + _BLOCK_BANDS]
        bins = np.flatnonzero(weights.any(axis=1))
        used = slice(int(bins[0]), int(bins[-1]) + 1)
        blocks.append((used, np.ascontiguousarray(weights[used])))
    return tuple(blocks)


def gather(magnitudes: FloatArray, blocks: Blocks) -> FloatArray:
    """Magnitudes (frames, bins) to bands (frames, bands); zeros of the bank are skipped."""
    return np.concatenate([magnitudes[:, bins] @ weights for bins, weights in blocks], axis=1)


def bin_hz(rate: int, window_samples: int) -> NDArray[np.float64]:
    """Frequencies in Hz of the bins of a real FFT, shape (window_samples // 2 + 1,)."""
    return np.arange(window_samples // 2 + 1) * rate / window_samples


def log_centres(bands_per_octave: int, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """440 * 2^(k / bands_per_octave) inside [low_hz, high_hz] (Böck & Schedl 2012, tuned to A4)."""
    first = np.ceil(bands_per_octave * np.log2(low_hz / 440.0) - 1e-9)
    last = np.floor(bands_per_octave * np.log2(high_hz / 440.0) + 1e-9)
    return np.asarray(440.0 * 2.0 ** (np.arange(first, last + 1) / bands_per_octave))


@lru_cache(maxsize=32)
def log_filterbank(
    rate: int,
    window_samples: int,
    bands_per_octave: int,
    low_hz: float,
    high_hz: float,
    *,
    unique: bool = True,
) -> FloatArray:
    """Triangles between neighbouring bins, each of area 1, shape (bins, bands).

    Centre frequencies are rounded to bins. Where duplicates are dropped, low bands are one bin
    wide, and the number of bands depends on the window; else low bands may be equal. Where three
    neighbouring bins leave no room for a triangle, the filter is its first bin.
    """
    grid = bin_hz(rate, window_samples)
    nearest = np.floor(log_centres(bands_per_octave, low_hz, high_hz) / grid[1] + 0.5).astype(int)
    differing = np.diff(nearest, prepend=-1) > 0 if unique else np.ones(len(nearest), dtype=bool)
    edges = nearest[differing & (nearest < len(grid))]
    bank = np.zeros((len(grid), max(len(edges) - 2, 0)), dtype=np.float32)
    for band, (start, centre, stop) in enumerate(
        zip(edges[:-2], edges[1:-1], edges[2:], strict=True)
    ):
        bank[start:centre, band] = np.arange(centre - start) / (centre - start)
        bank[centre:stop, band] = 1 - np.arange(stop - centre) / (stop - centre)
        if stop - start < 2:
            bank[start, band] = 1.0
        bank[:, band] /= bank[:, band].sum()
    bank.setflags(write=False)
    return bank


def hz_to_mel(hz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """2595 log10(1 + f / 700) (O'Shaughnessy 1987, as in HTK)."""
    return np.asarray(2595.0 * np.log10(1.0 + np.asarray(hz) / 700.0))


def mel_to_hz(mel: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """The inverse of `hz_to_mel`."""
    return np.asarray(700.0 * (10.0 ** (np.asarray(mel) / 2595.0) - 1.0))


@lru_cache(maxsize=32)
def mel_filterbank(
    rate: int, window_samples: int, bands: int, low_hz: float, high_hz: float
) -> FloatArray:
    """Triangles equally spaced in mel, each of area 1, shape (bins, bands).

    A band narrower than the distance of two bins takes the bin nearest to its centre.
    """
    grid = bin_hz(rate, window_samples)
    edges = mel_to_hz(np.linspace(hz_to_mel(low_hz), hz_to_mel(high_hz), bands + 2))
    rising = (grid[:, None] - edges[None, :-2]) / np.diff(edges)[None, :-1]
    falling = (edges[None, 2:] - grid[:, None]) / np.diff(edges)[None, 1:]
    bank = np.maximum(0.0, np.minimum(rising, falling))
    for band in np.flatnonzero(bank.sum(axis=0) == 0):
        bank[np.abs(grid - edges[band + 1]).argmin(), band] = 1.0
    normalised: FloatArray = (bank / bank.sum(axis=0)).astype(np.float32)
    normalised.setflags(write=False)
    return normalised
