"""Augmentation of cached spectra; steps such as derivatives are computed afterwards."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from lausch.frames import FloatArray
from lausch.representations import Stack
from lausch.representations.spectra import compress, expand
from lausch.system import Augment


def draw_tempo(augment: Augment, random: Generator) -> float:
    """Source frames per excerpt frame; log-uniform."""
    edge = np.log1p(augment.tempo)
    return float(np.exp(random.uniform(-edge, edge)))


def draw_shift(augment: Augment, random: Generator) -> int:
    """Transposition of the excerpt in semitones."""
    return int(random.integers(-augment.transpose_semitones, augment.transpose_semitones + 1))


def resample_frames(values: FloatArray, step: float, count: int) -> FloatArray:
    """`count` frames at 0, step, 2 step ... by linear interpolation; shape (count, n)."""
    positions = np.arange(count) * step
    before = np.minimum(positions.astype(np.int64), len(values) - 1)
    after = np.minimum(before + 1, len(values) - 1)
    share = (positions - before).astype(np.float32)[:, None]
    resampled: FloatArray = values[before] * (1 - share) + values[after] * share
    return resampled


def vary(
    values: FloatArray,
    representation: Stack,
    augment: Augment,
    random: Generator,
    *,
    semitones: int = 0,
) -> FloatArray:
    """Random gain, equaliser, noise and masks, the same for all spectra, after a transposition."""
    gain = random.uniform(-augment.gain_db, augment.gain_db)
    tilt = random.uniform(-augment.tilt_db, augment.tilt_db, size=4)
    noise_db = None if augment.noise_db is None else augment.noise_db - random.exponential(15.0)
    masked = random.random() < 0.5
    mask_at, mask_size = random.random(), random.random()
    frames = []
    for spectrum, split in zip(representation.spectra, representation.splits, strict=True):
        part = values[:, split]
        if semitones:
            part = spectrum.transposed(part, semitones)
        factor = spectrum.factor
        if factor is not None:
            magnitudes = expand(part, factor) if factor else part.copy()
            magnitudes = _filtered(magnitudes, gain, tilt, noise_db, random)
            part = compress(magnitudes, factor) if factor else magnitudes
        if masked and augment.mask_bands:
            width = int(mask_size * augment.mask_bands * part.shape[1] / _widest(representation))
            start = int(mask_at * (part.shape[1] - width))
            part = part.copy()
            part[:, start : start + width] = 0
        frames.append(part)
    whole = np.concatenate(frames, axis=1)
    if augment.mask_seconds and random.random() < 0.25:
        clock = representation.clock
        width = int(random.uniform(0, augment.mask_seconds) * clock.fps)
        start = int(random.integers(0, max(len(whole) - width, 1)))
        whole[start : start + width] = 0
    return whole


def _widest(representation: Stack) -> int:
    return max(spectrum.width for spectrum in representation.spectra)


def _filtered(
    magnitudes: FloatArray,
    gain_db: float,
    tilt_db: np.ndarray,
    noise_db: float | None,
    random: Generator,
) -> FloatArray:
    knots = np.linspace(0, magnitudes.shape[1] - 1, len(tilt_db))
    curve = gain_db + np.interp(np.arange(magnitudes.shape[1]), knots, tilt_db)
    magnitudes *= (10.0 ** (curve / 20)).astype(np.float32)
    if noise_db is not None:
        mean = np.float32(magnitudes.mean() * 10 ** (noise_db / 20))
        magnitudes += mean * 2 * random.random(magnitudes.shape, dtype=np.float32)
    return magnitudes
