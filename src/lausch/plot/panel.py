"""Panels below each other on one time axis, and how they are drawn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lausch.annotation import Beats, Times
from lausch.annotation.pitch import note_name
from lausch.audio import AudioSource, open_audio
from lausch.errors import MissingExtraError, OptionError
from lausch.files import printable, replacing
from lausch.frames import FloatArray, Frames
from lausch.representations import stream
from lausch.representations.stack import Stack

MOST_COLUMNS = 6000
SUFFIXES = (".png", ".pdf", ".svg")


@dataclass(frozen=True)
class Panel:
    """A panel, still without its axes.

    `draw` draws into matplotlib axes, and gets the inches of a second; the axes of a square panel
    are equally long.
    """

    label: str
    inches: float
    seconds: float
    draw: Callable[[Any, float], None]
    square: bool = False


def checked_suffix(path: str | os.PathLike[str]) -> str:
    """The suffix of a picture that can be written, or an OptionError."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise OptionError(f"a plot ends in one of {', '.join(SUFFIXES)}, not {printable(path)!r}")
    return suffix


@contextmanager
def drawing(path: str | os.PathLike[str], dpi: int = 100) -> Iterator[Any]:
    """A matplotlib figure, written to `path` when the block ends.

    Raises OptionError for a suffix that is none of `SUFFIXES`, MissingExtraError when matplotlib is
    not installed, and OSError when the file cannot be written.
    """
    suffix = checked_suffix(path)
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plots need matplotlib: `pip install 'lausch[plot]'`") from error
    figure = Figure(layout="constrained")
    yield figure
    with replacing(path) as temporary:
        figure.savefig(temporary, format=suffix[1:], dpi=dpi)


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
        picture.T, origin="lower", aspect="auto",
        extent=(*seconds, low - 0.5, low + picture.shape[1] - 0.5), interpolation="nearest",
        **{"cmap": "magma", **look},
    )  # fmt: skip


def paint_activations(
    axis: Any, frames: Frames | None, low: float, columns: slice = slice(None)
) -> None:
    """Activations of 0 to 1 as a picture; of a long recording, the largest under each pixel."""
    if frames is not None and len(frames):
        step = -(-len(frames) // MOST_COLUMNS)
        values = np.maximum.reduceat(frames.values, np.arange(0, len(frames), step))
        step_seconds = step * frames.clock.hop / frames.clock.rate
        paint(axis, values[:, columns], step_seconds, low, vmin=0, vmax=1)


def draw_curves(axis: Any, frames: Frames | None, colours: Mapping[str, str]) -> None:
    """A curve for each column that has a colour; of a long recording, the largest value a pixel."""
    axis.set_ylim(0, 1.05)
    if frames is None or not len(frames):
        return
    starts = np.arange(0, len(frames), -(-len(frames) // MOST_COLUMNS))
    for name in (each for each in frames.columns if each in colours):
        values = np.maximum.reduceat(frames.column(name), starts)
        axis.plot(frames.times[starts], values, color=colours[name], linewidth=0.9, label=name)
    axis.legend(loc="upper right", fontsize="small")


def name_bands(axis: Any, columns: tuple[str, ...], count: int) -> None:
    """Ticks with frequencies: bands of equal height are no frequency scale."""
    ticks = np.linspace(0, len(columns) - 1, count).astype(int)
    axis.set_yticks(ticks, [columns[tick] for tick in ticks])


def name_pitches(axis: Any, low: int, high: int, also: Iterable[int] = ()) -> None:
    """Ticks with names at every C, and at other pitches."""
    named = [*also, *range(-(-low // 12) * 12, high + 1, 12)]
    axis.set_yticks(named, [note_name(pitch) for pitch in named])
    axis.set_ylim(low - 0.5, high + 0.5)


def apart(times: Times) -> float:
    """The median distance of neighbours in seconds."""
    return float(np.median(np.diff(times))) if len(times) > 1 else 1.0


def beat_groups(
    beats: Beats, inches_per_second: float, least: float
) -> Iterator[tuple[int, Times]]:
    """Other beats as 0 and downbeats as 1, where neighbours are at least `least` inches apart."""
    first = np.zeros(len(beats), bool) if beats.positions is None else beats.positions == 1
    for group, times in enumerate((beats.times[~first], beats.times[first])):
        if apart(times) * inches_per_second >= least:
            yield group, times
