"""Annotations as pictures: the recording and its annotations, on one time axis."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from lausch.annotation.analysis import Analysis
from lausch.annotation.layers import LAYERS
from lausch.audio import AudioSource
from lausch.formats.references import Reference, layer_of
from lausch.plot.bass import bass_panels
from lausch.plot.form import form_panels
from lausch.plot.panel import SUFFIXES as SUFFIXES
from lausch.plot.panel import Panel, drawing
from lausch.plot.panel import checked_suffix as checked_suffix
from lausch.plot.rhythm import rhythm_panels
from lausch.plot.solo import solo_panels

PANELS: dict[str, Callable[[AudioSource, Analysis, Any], list[Panel]]] = {
    "beats": rhythm_panels,
    "downbeats": rhythm_panels,
    "tempo": rhythm_panels,
    "bass": bass_panels,
    "solo": solo_panels,
    "sections": form_panels,
}
"""For each layer its panels, from top to bottom; the last argument is its reference, or None."""
INCHES_PER_SECOND = 0.25
WIDTHS = (10, 60)


def write_plot(
    source: AudioSource, analysis: Analysis, path: str | os.PathLike[str], *,
    reference: Reference | None = None,
) -> None:  # fmt: skip
    """Draw an analysis.

    Beats are drawn over a spectrogram and the activations. The solo has a spectrogram in semitones
    and the activations of the model, with the contour over both. The bass has a spectrogram of its
    low semitones and their salience with the beats, and its notes over both. The form has a
    spectrogram, the self-similarity matrix, the novelty, and the sections with their labels.

    Parameters
    ----------
    source : the recording that was analysed; it is read again for the spectrograms.
    analysis : what is drawn.
    path : ends in one of `SUFFIXES`; an existing file is replaced.
    reference : the true solo or bass, in a panel of its own, or the true form.

    Raises
    ------
    OptionError
        For another suffix.
    MissingExtraError
        When matplotlib is not installed.
    AudioError, OSError
        When the recording cannot be read or the file not be written.
    """
    with drawing(path) as figure:
        layer = None if reference is None else layer_of(reference, analysis.layers)
        drawn = {*(analysis.layers or (LAYERS[0].name,)), layer}
        drawers = {
            PANELS[each]: reference if each == layer else None for each in PANELS if each in drawn
        }
        panels = [panel for draw, true in drawers.items() for panel in draw(source, analysis, true)]
        seconds = max(panel.seconds for panel in panels)
        square = len(drawers) == 1 and any(panel.square for panel in panels)
        width = WIDTHS[0] if square else float(np.clip(seconds * INCHES_PER_SECOND, *WIDTHS))
        inches = [panel.inches for panel in panels]
        figure.set_size_inches(width, sum(inches))
        grid = figure.subplots(len(panels), 1, sharex=True, height_ratios=inches, squeeze=False)
        axes = grid[:, 0]
        for panel, axis in zip(panels, axes, strict=True):
            panel.draw(axis, width / seconds)
            axis.set_ylabel(panel.label)
        axes[0].set_title(_title(analysis))
        axes[-1].set_xlim(0, seconds)
        axes[-1].set_xlabel("time in seconds")


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
