"""Annotations made visible: spectrogram, activations and beats on one time axis."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.analysis import Analysis
from lausch.annotation import Beats, Times
from lausch.audio import AudioSource, open_audio
from lausch.audio.source import printable
from lausch.errors import MissingExtraError, OptionError
from lausch.formats.atomic import replacing
from lausch.frames import Frames
from lausch.representations import LogMelS, Stack, stream

SUFFIXES = (".png", ".pdf", ".svg")
RATE = 22050
MOST_COLUMNS = 6000
INCHES_PER_SECOND = 0.25
LINES_APART_INCHES = 0.04
NUMBERS_APART_INCHES = 0.35
COLOURS = ("tab:orange", "tab:red", "tab:purple", "tab:green")


def write_plot(source: AudioSource, analysis: Analysis, path: str | os.PathLike[str]) -> None:
    """Draw an analysis.

    Parameters
    ----------
    source : the recording that was analysed; it is read again for the spectrogram.
    analysis : what was found.
    path : ends in one of `SUFFIXES`; an existing file is replaced.

    Raises
    ------
    OptionError
        For another suffix.
    MissingExtraError
        When matplotlib is not installed.
    AudioError, OSError
        When the recording cannot be read or the file not be written.
    """
    suffix = checked_suffix(path)
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plots need matplotlib: `pip install 'lausch[plot]'`") from error

    picture, columns, seconds = _spectrogram(source, analysis.duration)
    width = float(np.clip(seconds * INCHES_PER_SECOND, 10, 60))
    figure = Figure(figsize=(width, 6), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    # Bands, not a frequency scale, are equally high; the ticks say which frequencies they are.
    upper.imshow(
        picture.T,
        origin="lower",
        aspect="auto",
        extent=(0, seconds, -0.5, picture.shape[1] - 0.5),
        cmap="magma",
        interpolation="nearest",
    )
    ticks = np.linspace(0, picture.shape[1] - 1, 6).astype(int)
    upper.set_yticks(ticks, [columns[tick] for tick in ticks])
    upper.set_ylabel("frequency")
    upper.set_title(_title(analysis))
    _draw_activations(lower, analysis.activations)
    lower.set_ylim(0, 1.05)
    if analysis.beats is not None:
        _draw_beats(upper, lower, analysis.beats, width / seconds)
    lower.set_xlim(0, seconds)
    lower.set_xlabel("time in seconds")
    lower.set_ylabel("activation")
    with replacing(path) as temporary:
        figure.savefig(temporary, format=suffix[1:], dpi=100)


def checked_suffix(path: str | os.PathLike[str]) -> str:
    """The suffix of a picture that can be written, or an OptionError."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise OptionError(f"a plot ends in one of {', '.join(SUFFIXES)}, not {printable(path)!r}")
    return suffix


def _title(analysis: Analysis) -> str:
    words = []
    if analysis.provenance is not None:
        # A dollar sign would begin a formula.
        words.append(Path(analysis.provenance.name).name.replace("$", r"\$"))
    if analysis.tempo is not None and len(analysis.tempo):
        words.append(f"{analysis.tempo.bpm[0]:.1f} bpm")
    length = analysis.beats.beats_per_bar if analysis.beats is not None else None
    if length and length > 1:  # downbeats alone are no bars of one beat
        words.append(f"{length} beats in a bar")
    if analysis.model:
        words.append(analysis.model)
    return " · ".join(words)


def _spectrogram(
    source: AudioSource, duration: float | None
) -> tuple[NDArray[np.float32], tuple[str, ...], float]:
    """A picture of at most about `MOST_COLUMNS` columns, read block by block."""
    expected = 180.0 if duration is None else duration
    hop = max(RATE // 100, int(expected * RATE) // MOST_COLUMNS)
    spectrum = LogMelS(RATE, hop, 2048, bands=96, low_hz=30.0, high_hz=10000.0, factor=10.0)
    blocks = open_audio(source, RATE).blocks()
    chunks = stream(Stack((spectrum,)), blocks, frames=max(1, (1 << 20) // hop), context=0)
    picture = np.concatenate([values[new] for values, new in chunks])
    return picture, spectrum.columns, len(picture) * hop / RATE


def _draw_activations(axis: Any, frames: Frames | None) -> None:
    """One line for each output; of a long recording, the largest value under each pixel."""
    if frames is None or not len(frames):
        return
    step = -(-len(frames) // MOST_COLUMNS)
    starts = np.arange(0, len(frames), step)
    for index, name in enumerate(frames.columns):
        values = np.maximum.reduceat(frames.column(name), starts)
        colour = COLOURS[index % len(COLOURS)]
        axis.plot(frames.times[starts], values, color=colour, linewidth=0.9, label=name)
    axis.legend(loc="upper right", fontsize="small")


def _draw_beats(upper: Any, lower: Any, beats: Beats, inches_per_second: float) -> None:
    """A line for every beat, thick for downbeats, and bar numbers; whatever would touch is left."""
    accents = np.zeros(len(beats), bool) if beats.positions is None else beats.positions == 1
    for times, width, alpha in ((beats.times[~accents], 0.5, 0.5), (beats.downbeats, 1.3, 0.9)):
        if _apart(times) * inches_per_second < LINES_APART_INCHES:
            continue
        for axis, colour in ((upper, "white"), (lower, "black")):
            bottom, top = axis.get_ylim()
            axis.vlines(times, bottom, top, color=colour, linewidth=width, alpha=alpha)
    inches = _apart(beats.downbeats) * inches_per_second
    step = max(1, int(np.ceil(NUMBERS_APART_INCHES / inches)))
    for bar, time in list(enumerate(beats.downbeats, start=1))[::step]:
        lower.text(time, 1.06, str(bar), fontsize="x-small", ha="center", va="bottom")


def _apart(times: Times) -> float:
    """The median distance of neighbours in seconds."""
    return float(np.median(np.diff(times))) if len(times) > 1 else 1.0
