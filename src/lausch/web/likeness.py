"""What the matrix of self-similarity is computed from in the browser: features of the form."""

from __future__ import annotations

from typing import Any

import numpy as np

from lausch.annotation.analysis import Analysis
from lausch.representations.structure import CHROMA
from lausch.web.packed import as_text, deflated

MOST_ROWS = 1200
"""Rows and columns of the matrix; of more frames, neighbours become their mean."""
DEVIATIONS = 3.0
"""Standard deviations that become the bytes 1 and 255; the mean is 128."""


def likeness_of(analysis: Analysis) -> dict[str, Any] | None:
    """Chroma and MFCC of a recording, by which its sections were named; None without."""
    frames = analysis.structure
    if frames is None or not len(frames):
        return None
    step = -(-len(frames) // MOST_ROWS)
    starts = np.arange(0, len(frames), step)
    counts = np.diff(np.append(starts, len(frames)))
    values = np.add.reduceat(frames.values.astype(np.float64), starts) / counts[:, None]
    spread = np.maximum(values.std(axis=0), 1e-9)
    scaled = np.clip((values - values.mean(axis=0)) / spread / DEVIATIONS, -1, 1)
    return {
        "rate": frames.clock.rate,
        "hop": frames.clock.hop * step,
        "count": len(values),
        "columns": values.shape[1],
        "chroma": CHROMA.stop - CHROMA.start,
        "data": as_text(deflated(np.round(128 + 127 * scaled).astype(np.uint8))),
    }
