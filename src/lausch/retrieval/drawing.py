"""A plot of a match: both chroma, and the warping path through their similarity."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from lausch.frames import FloatArray
from lausch.plot.saving import drawing
from lausch.retrieval.alignment import Alignment
from lausch.retrieval.chroma import NAMES, normalised

INCHES = (11, 8)
FRAME_SECONDS = 0.1


def write_alignment(alignment: Alignment, path: str | os.PathLike[str]) -> None:
    """Draw an alignment: the query on the left, the recording below, the path between them.

    Parameters
    ----------
    path : file to write, with a suffix of `lausch.plot.SUFFIXES`; replaced if it exists.

    Raises
    ------
    OptionError
        For another suffix.
    MissingExtraError
        When matplotlib is not installed.
    OSError
        When the file cannot be written.
    """
    with drawing(path) as figure:
        figure.set_size_inches(INCHES)
        _draw(figure, alignment)


def _draw(figure: Any, alignment: Alignment) -> None:
    grid = figure.add_gridspec(2, 2, width_ratios=(1, 5), height_ratios=(4, 1))
    middle = figure.add_subplot(grid[0, 1])
    left = figure.add_subplot(grid[0, 0], sharey=middle)
    below = figure.add_subplot(grid[1, 1], sharex=middle)
    upward = _extent(alignment.query_start, alignment.query)
    along = _extent(alignment.recording_start, alignment.recording)
    similarity = normalised(alignment.query) @ normalised(alignment.recording).T
    _paint(middle, similarity, (*along, *upward), cmap="gray_r", vmin=0, vmax=1)
    middle.plot(alignment.recording_times, alignment.query_times, color="tab:red", linewidth=2)
    _paint(left, alignment.query, (-0.5, 11.5, *upward), cmap="magma", vmin=0, vmax=1)
    left.set_xticks(range(12), NAMES, fontsize="x-small")
    up = alignment.match.transposition
    left.set_ylabel(f"query{f' moved by {up:+d} semitones' if up else ''}, seconds")
    _paint(below, alignment.recording.T, (*along, -0.5, 11.5), cmap="magma", vmin=0, vmax=1)
    below.set_yticks(range(12), NAMES, fontsize="x-small")
    below.set_xlabel("recording, seconds")
    match = alignment.match
    # A dollar sign would begin a formula.
    name = Path(match.path).name.replace("$", r"\$")
    place = f"{match.start:.1f} to {match.end:.1f} s"
    middle.set_title(f"{name} · {place} · score {match.score:.3f} · {match.tempo:.2f} × the tempo")


def _extent(start: float, chroma: FloatArray) -> tuple[float, float]:
    """Frame n is centred on its second."""
    return start - FRAME_SECONDS / 2, start + (len(chroma) - 0.5) * FRAME_SECONDS


def _paint(axis: Any, picture: FloatArray, extent: tuple[float, ...], **look: Any) -> None:
    axis.imshow(
        np.asarray(picture),
        origin="lower",
        aspect="auto",
        extent=extent,
        interpolation="nearest",
        **look,
    )
