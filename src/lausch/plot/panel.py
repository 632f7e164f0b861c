"""One of the pictures that stand below each other on the same axis of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Times
from lausch.audio import AudioSource, open_audio
from lausch.frames import FloatArray, Frames
from lausch.representations import stream
from lausch.representations.stack import Stack

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_COLUMNS = 60_000
"""Columns of a picture of a whole recording, whatever its length."""
USUAL_SECONDS = 180.0
"""Length of a recording whose length is not known."""


@dataclass(frozen=True)
class View:
    """The stretch of a recording that a row shows, in seconds, and the width of a second."""

    start: float = 0.0
    stop: float = float("inf")
    inches_per_second: float = 0.25

    def shows(self, starts: Times, stops: Times | None = None) -> NDArray[np.bool_]:
        """Which of some times, or of some stretches, are seen."""
        return (starts < self.stop) & ((starts if stops is None else stops) >= self.start)


WHOLE = View()


@dataclass(frozen=True)
class Picture:
    """Frames as a picture: frame n is centred on n steps, the columns stand from `low` upwards.

    Parameters
    ----------
    values : shape (frames, columns).
    step_seconds : distance of frames.
    low, step_up : position of the first column, and distance of columns.
    look : further arguments of matplotlib's `imshow`.
    """

    values: FloatArray
    step_seconds: float
    low: float = 0.0
    step_up: float = 1.0
    look: dict[str, Any] = field(default_factory=dict)

    @property
    def limits(self) -> tuple[float, float]:
        """Bottom and top."""
        reach = (self.values.shape[1] - 0.5) * self.step_up
        return self.low - 0.5 * self.step_up, self.low + reach

    @property
    def seconds(self) -> float:
        """Time from the first frame to the end of the last."""
        return len(self.values) * self.step_seconds

    @classmethod
    def of(cls, frames: Frames, low: float, **look: Any) -> Picture:
        """Activations as a picture; of a long recording, the largest value of each pixel."""
        if not len(frames):
            return cls(np.zeros((1, len(frames.columns)), np.float32), 1.0, low, look=look)
        step = -(-len(frames) // MOST_COLUMNS)
        values = np.maximum.reduceat(frames.values, np.arange(0, len(frames), step))
        return cls(values, step * frames.clock.hop / frames.clock.rate, low, look=look)

    def draw(self, axes: Axes, view: View = WHOLE) -> Axes:
        """Draw what the view shows."""
        step = self.step_seconds
        first = max(0, int(view.start / step))
        last = min(len(self.values), int(min(view.stop / step, len(self.values))) + 2)
        image = self.values[first:last]
        axes.set_facecolor("black")
        if len(image):
            extent = ((first - 0.5) * step, (first + len(image) - 0.5) * step, *self.limits)
            look = {"cmap": "magma", "vmin": self.values.min(), "vmax": self.values.max()}
            axes.imshow(
                image.T,
                origin="lower",
                aspect="auto",
                extent=extent,
                interpolation="nearest",
                **{**look, **self.look},
            )
        axes.set_ylim(*self.limits)
        return axes


@dataclass(frozen=True)
class Panel:
    """A picture that waits for its axes.

    Parameters
    ----------
    label : of its vertical axis.
    inches : its height, unless it is square.
    draw : draws what a view shows into axes, over the picture.
    picture : makes what is drawn first; it reads the recording.
    shared : panels with the same name here are one, with one picture and all that is drawn.
    pitches : lowest and highest MIDI pitch shown, where the vertical axis has pitches.
    whole : whether it shows the whole recording at once, and not row by row.
    square : whether its two axes are equally long.
    """

    label: str
    inches: float
    draw: Callable[[Axes, View], object]
    picture: Callable[[], Picture] | None = None
    shared: str = ""
    pitches: tuple[int, int] | None = None
    whole: bool = False
    square: bool = False


def merged(panels: Sequence[Panel]) -> list[Panel]:
    """Panels in order, with those that are shared made one where the first of them stands."""
    names = [panel.shared or str(at) for at, panel in enumerate(panels)]
    order = sorted(range(len(panels)), key=lambda at: (names.index(names[at]), at))
    groups = groupby(order, key=names.__getitem__)
    return [_one([panels[at] for at in group]) for _, group in groups]


def _one(panels: Sequence[Panel]) -> Panel:
    ranges = [panel.pitches for panel in panels if panel.pitches is not None]

    def draw(axes: Axes, view: View) -> None:
        for panel in panels:
            panel.draw(axes, view)

    lows, highs = zip(*ranges, strict=True) if ranges else ((), ())
    return replace(
        panels[0],
        draw=draw,
        pitches=(min(lows), max(highs)) if ranges else None,
        whole=all(panel.whole for panel in panels),
    )


def spectrum_of(source: AudioSource, representation: Stack, low: float = 0.0) -> Picture:
    """All frames of a recording, which is read block by block."""
    clock = representation.clock
    blocks = open_audio(source, clock.rate).blocks()
    chunks = stream(representation, blocks, frames=max(1, (1 << 20) // clock.hop), context=0)
    values = np.concatenate([values[new] for values, new in chunks])
    return Picture(values, clock.hop / clock.rate, low)


def hop_of(rate: int, seconds: float | None, least: int) -> int:
    """Samples between the columns of a picture of at most about `MOST_COLUMNS` columns."""
    return max(least, int((seconds or USUAL_SECONDS) * rate) // MOST_COLUMNS)
