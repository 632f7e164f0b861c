"""The figures of the report on solos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lausch.annotation import Contour
from lausch.audio import load_audio
from lausch.corpora.track import Track
from lausch.errors import MissingExtraError
from lausch.evaluation.following import solo_model
from lausch.evaluation.lines import reference_roll
from lausch.evaluation.solo_evidence import SoloEvidence
from lausch.evaluation.bootstrap import mean
from lausch.files import replacing
from lausch.frames import Frames
from lausch.metrics.melody import MEASURES as LINE_MEASURES

EXAMPLE_SECONDS = 20.0
LOWEST, HIGHEST = 40, 96
"""MIDI pitches that the example shows."""


@dataclass(frozen=True, eq=False)
class Example:
    """The first seconds of a solo as several models hear them.

    Parameters
    ----------
    title : of the figure.
    pictures : activations by caption.
    played : the annotation.
    """

    title: str
    pictures: dict[str, Frames]
    played: Contour


def example(corpus: str, track: Track, models: Sequence[str]) -> Example:
    """Hear the beginning of a test solo with each model."""
    pictures = {}
    for name in models:
        listener = solo_model(name)
        sound = track.load(listener.rate)
        some = sound.samples[: round(EXAMPLE_SECONDS * listener.rate)]
        short = load_audio((some, listener.rate), rate=listener.rate)
        pictures[listener.name] = listener.decode(listener.activations(short)).activations
    who = f"{track.performer}, " if track.performer else ""
    title = f"{corpus}/{track.name}: {who}{track.song.partition('-')[2] or track.song}"
    return Example(title, pictures, track.read("contour"))


def write_example(shown: Example, path: Path) -> None:
    """One panel for each model and one for what was played, on one time axis.

    Raises
    ------
    MissingExtraError : matplotlib is not installed.
    """
    count = len(shown.pictures) + 1
    figure = _figure(9.0, 1.5 * count + 0.5)
    panels = figure.subplots(count, 1, sharex=True, sharey=True)
    for panel, (name, frames) in zip(panels, shown.pictures.items(), strict=False):
        _draw_roll(panel, frames, frames.values, name)
    last = next(iter(shown.pictures.values()))
    _draw_roll(panels[-1], last, reference_roll(shown.played, last), "as played")
    panels[-1].set_xlabel("time in seconds")
    panels[0].set_ylim(LOWEST, HIGHEST)
    panels[0].set_yticks((48, 60, 72, 84), ("C3", "C4", "C5", "C6"))
    figure.suptitle(shown.title, fontsize=9)
    with replacing(path) as temporary:
        figure.savefig(temporary, format="png", dpi=100)


def write_scores(evidence: SoloEvidence, path: Path) -> None:
    """One panel for each measure, one point with its interval for each corpus and system.

    Raises
    ------
    MissingExtraError : matplotlib is not installed.
    """
    labels = [(title, name) for title in evidence.sets for name in evidence.ranked(title)]
    figure = _figure(9.0, 0.9 + 0.2 * len(labels) + 0.6)
    panels = figure.subplots(1, len(LINE_MEASURES), sharey=True)
    for panel, measure in zip(panels, LINE_MEASURES, strict=True):
        for row, (title, name) in enumerate(labels):
            found = mean(evidence.of(title, name), measure)
            colour = "#c0392b" if name in evidence.models else "#2471a3"
            if found is not None:
                panel.plot(found.value, row, "o", color=colour, markersize=4)
                panel.plot([found.low, found.high], [row, row], color=colour, linewidth=1)
        panel.set_xlim(0, 1.02)
        panel.set_xlabel(measure, fontsize=8)
        panel.grid(axis="x", color="#eeeeee")
    panels[0].set_yticks(
        range(len(labels)), [f"{name}, {title}" for title, name in labels], fontsize=7
    )
    panels[0].set_ylim(len(labels) - 0.5, -0.5)
    with replacing(path) as temporary:
        figure.savefig(temporary, format="png", dpi=100)


def _draw_roll(panel: Any, frames: Frames, values: ArrayLike, name: str) -> None:
    picture = np.asarray(values, dtype=np.float64)
    low, high = (int(frames.columns[at].removeprefix("midi ")) for at in (0, -1))
    panel.imshow(
        picture.T,
        origin="lower",
        aspect="auto",
        extent=(0, frames.clock.seconds(len(frames)), low - 0.5, high + 0.5),
        cmap="magma",
        interpolation="nearest",
        vmin=0.0,
        vmax=float(np.quantile(picture, 0.999)) or 1.0,
    )
    panel.set_title(name, fontsize=8, loc="left", pad=2)


def _figure(width: float, height: float) -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("figures need matplotlib: pip install 'lausch[plot]'") from error
    return Figure(figsize=(width, height), layout="constrained")
