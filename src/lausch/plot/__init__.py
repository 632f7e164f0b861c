"""Analyses as pictures: the recording and its annotations, on one axis of time."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis
from lausch.annotation.layers import LAYERS
from lausch.audio import AudioSource
from lausch.formats.references import Reference, layer_of
from lausch.plot.bass import bass_panels
from lausch.plot.chords import chord_panels, key_panels
from lausch.plot.drums import drum_panels
from lausch.plot.form import form_panels
from lausch.plot.layout import figures, rows_of
from lausch.plot.onsets import onset_panels
from lausch.plot.panel import Panel, merged
from lausch.plot.rhythm import rhythm_panels
from lausch.plot.saving import SUFFIXES as SUFFIXES
from lausch.plot.saving import checked_suffix as checked_suffix
from lausch.plot.saving import new_figure, save
from lausch.plot.solo import solo_panels
from lausch.plot.tags import tag_panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS: dict[str, Callable[[AudioSource, Analysis, Any], list[Panel]]] = {
    "beats": rhythm_panels,
    "downbeats": rhythm_panels,
    "tempo": rhythm_panels,
    "onsets": onset_panels,
    "drums": drum_panels,
    "solo": solo_panels,
    "bass": bass_panels,
    "chords": chord_panels,
    "key": key_panels,
    "sections": form_panels,
    "tags": tag_panels,
}
"""For each layer its panels, from top to bottom; the last argument is its reference, or None."""


def write_plot(
    source: AudioSource,
    analysis: Analysis,
    path: str | os.PathLike[str],
    *,
    reference: Reference | None = None,
) -> None:
    """Draw an analysis; see `figure`. A PDF has as many pages as it needs.

    Parameters
    ----------
    source : the recording that was analysed; it is read again for the spectrograms.
    analysis : what was found.
    path : ends in one of `SUFFIXES`; an existing file is replaced.
    reference : what is known to be true: of the solo, or of the bass where there is no solo, for a
        panel of its own; or of the form.

    Raises
    ------
    OptionError
        For another suffix.
    MissingExtraError
        When matplotlib is not installed.
    AudioError, OSError
        When the recording cannot be read or the file not be written.
    """
    paged = checked_suffix(path) == ".pdf"
    save(_figures(source, analysis, reference, paged=paged), path)


def figure(
    source: AudioSource, analysis: Analysis, *, reference: Reference | None = None
) -> Figure:
    """An analysis as a matplotlib figure; long music stands in rows of a minute or more.

    Beats are drawn over a spectrogram and the activations. The solo has the semitones of the
    recording, and below them the same semitones as the model thinks they belong to the solo, with
    the contour over both. The bass has the same semitones, their salience with the beats, and its
    notes over both. The form has a spectrogram, the self-similarity matrix, the novelty, and
    the sections with their labels. Tags have a lane for each instrument that plays. Layers that are
    drawn over the same spectrogram share it.

    `lausch.plot.draw` has the parts: functions that take and return matplotlib axes.

    Parameters
    ----------
    source, analysis, reference : see `write_plot`.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    AudioError
        When the recording cannot be read.

    Examples
    --------
    >>> import lausch
    >>> analysis = lausch.analyze("examples/lets_go_fishin.ogg")
    >>> lausch.figure("examples/lets_go_fishin.ogg", analysis).savefig("song.png")
    """
    (only,) = _figures(source, analysis, reference, paged=False)
    return only


def _figures(
    source: AudioSource, analysis: Analysis, reference: Reference | None, *, paged: bool
) -> list[Figure]:
    new_figure()  # whatever the recording is
    spoken_of = None if reference is None else layer_of(reference, analysis.layers)
    drawn = {*(analysis.layers or (LAYERS[0].name,)), spoken_of}
    known = {layer: reference if layer == spoken_of else None for layer in PANELS if layer in drawn}
    drawers = {PANELS[layer]: true for layer, true in known.items()}
    panels = [panel for draw, true in drawers.items() for panel in draw(source, analysis, true)]
    rows = rows_of(merged(panels), analysis.duration)
    beats = analysis.beats or Beats()
    return list(figures(rows, _title(analysis), beats, paged=paged))


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
