"""One of the pictures that stand below each other on the same time axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lausch.audio import AudioSource, open_audio
from lausch.frames import FloatArray
from lausch.representations import stream
from lausch.representations.stack import Stack

MOST_COLUMNS = 6000


@dataclass(frozen=True)
class Panel:
    """A picture that waits for its axes.

    Parameters
    ----------
    label : of its vertical axis.
    inches : its height.
    seconds : its length.
    draw : draws into matplotlib axes, given the inches that a second has.
    square : whether its two axes shall be equally long.
    """

    label: str
    inches: float
    seconds: float
    draw: Callable[[Any, float], None]
    square: bool = False


def picture_of(source: AudioSource, representation: Stack) -> FloatArray:
    """All frames of a recording that is read block by block, shape (frames, columns)."""
    clock = representation.clock
    blocks = open_audio(source, clock.rate).blocks()
    chunks = stream(representation, blocks, frames=max(1, (1 << 20) // clock.hop), context=0)
    return np.concatenate([values[new] for values, new in chunks])


def hop_of(rate: int, seconds: float | None, least: int) -> int:
    """Samples between the columns of a picture of at most about `MOST_COLUMNS` columns."""
    expected = 180.0 if seconds is None else seconds
    return max(least, int(expected * rate) // MOST_COLUMNS)


def paint(axis: Any, picture: FloatArray, step_seconds: float, low: float, **look: Any) -> None:
    """Frames as a picture: frame n is centred on n steps, column n on `low` + n."""
    seconds = (-0.5 * step_seconds, (len(picture) - 0.5) * step_seconds)
    axis.set_facecolor("black")
    axis.imshow(
        picture.T,
        origin="lower",
        aspect="auto",
        extent=(*seconds, low - 0.5, low + picture.shape[1] - 0.5),
        interpolation="nearest",
        **{"cmap": "magma", **look},
    )
