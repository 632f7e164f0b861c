"""What a lane may show: marks, spans, lines, notes and frames.

The page draws these and knows no layers, so a new layer needs no new code there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from lausch.annotation import Notes
from lausch.frames import Frames
from lausch.web.packed import as_text, deflated, long_numbers, numbers, shares_as_bytes

Shape: TypeAlias = "dict[str, Any]"
MOST_FRAMES = 200_000
"""Rows of activations that a lane shows; of more, neighbours become one, the largest value."""
SHARE_DIGITS = 3


def marks(
    times: ArrayLike,
    *,
    heights: ArrayLike | None = None,
    strong: ArrayLike | None = None,
    sure: ArrayLike | None = None,
    row: int = 0,
) -> Shape:
    """Moments: as high as `heights` (0 to 1), `strong` ones set apart, faint where not `sure`."""
    return _known(
        kind="marks",
        times=numbers(times),
        heights=_shares(heights),
        strong=None if strong is None else np.asarray(strong, dtype=int).tolist(),
        sure=_shares(sure),
        row=row,
    )


def spans(
    starts: ArrayLike,
    ends: ArrayLike,
    labels: Sequence[str],
    *,
    sure: ArrayLike | None = None,
    row: int = 0,
) -> Shape:
    """Stretches with a label; equal labels have equal colours."""
    return _known(
        kind="spans",
        starts=numbers(starts),
        ends=numbers(ends),
        labels=list(labels),
        sure=_shares(sure),
        row=row,
    )


def line(times: ArrayLike, values: ArrayLike) -> Shape:
    """A curve through points; it is interrupted where a value is NaN."""
    return {"kind": "line", "times": long_numbers(times), "values": long_numbers(values, 3)}


def notes(melody: Notes) -> Shape:
    """Notes at their MIDI pitches."""
    return _known(
        kind="notes",
        starts=numbers(melody.onsets),
        ends=numbers(melody.offsets),
        pitches=numbers(melody.pitches, 3),
        sure=_shares(melody.confidence),
    )


def curves(frames: Frames) -> Shape:
    """Frames of 0 to 1 as a curve for each column."""
    return _frames("curves", frames)


def heat(frames: Frames, low: float = 0.0) -> Shape:
    """Frames of 0 to 1 as a picture; the first column stands at `low` on the vertical axis."""
    return {**_frames("heat", frames), "low": low}


def _frames(kind: str, frames: Frames) -> Shape:
    step = max(1, -(-len(frames) // MOST_FRAMES))
    values = frames.values
    if step > 1:
        values = np.maximum.reduceat(values, np.arange(0, len(values), step))
    return {
        "kind": kind,
        "rate": frames.clock.rate,
        "hop": frames.clock.hop * step,
        "count": len(values),
        "columns": list(frames.columns),
        "data": as_text(deflated(shares_as_bytes(values))),
    }


def _known(**entries: Any) -> Shape:
    return {name: value for name, value in entries.items() if value is not None}


def _shares(values: ArrayLike | None) -> list[Any] | None:
    return None if values is None else numbers(values, SHARE_DIGITS)
