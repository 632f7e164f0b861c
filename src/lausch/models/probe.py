"""The probe: a fixed synthetic signal, whose features and activations must not change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.frames import FloatArray

PROBE_SECONDS = 6
_MOST_NUMBERS = 4000


def probe_samples(rate: int) -> FloatArray:
    """Six seconds of clicks at 120 bpm over a rising tone, shape (6 * rate,)."""
    seconds = np.arange(PROBE_SECONDS * rate) / rate
    tone = 0.1 * np.sin(2 * np.pi * (110 * seconds + 40 * seconds**2))
    since_click = seconds % 0.5
    accent = np.where(seconds % 2.0 < 0.5, 1.0, 0.6)
    click = 0.5 * accent * np.exp(-since_click / 0.02) * np.sin(2 * np.pi * 1000 * since_click)
    samples: FloatArray = (tone + click).astype(np.float32)
    return samples


def probe_record(activations: FloatArray) -> dict[str, Any]:
    """All or every n-th row of the probe's activations (frames, outputs), for the card."""
    every = max(1, -(-activations.size // _MOST_NUMBERS))
    return {"every": every, "activations": activations[::every].round(5).tolist()}


def probe_difference(record: Mapping[str, Any], activations: FloatArray) -> float:
    """The largest difference of activations to a card's record; infinite for another shape."""
    expected: NDArray[np.float64] = np.array(record["activations"])
    rows = activations[:: record.get("every", 1)]
    return float(np.abs(expected - rows).max()) if expected.shape == rows.shape else float("inf")
