"""One fixed synthetic signal: whoever computes anything of it must get the same."""

from __future__ import annotations

import numpy as np

from lausch.frames import FloatArray

PROBE_SECONDS = 6


def probe_samples(rate: int) -> FloatArray:
    """Six seconds of clicks at 120 bpm over a rising tone, shape (6 * rate,), no random numbers."""
    seconds = np.arange(PROBE_SECONDS * rate) / rate
    tone = 0.1 * np.sin(2 * np.pi * (110 * seconds + 40 * seconds**2))
    since_click = seconds % 0.5
    accent = np.where(seconds % 2.0 < 0.5, 1.0, 0.6)
    click = 0.5 * accent * np.exp(-since_click / 0.02) * np.sin(2 * np.pi * 1000 * since_click)
    samples: FloatArray = (tone + click).astype(np.float32)
    return samples
