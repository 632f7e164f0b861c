"""The form: a spectrogram, what resembles what, the novelty, and the sections with their labels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lausch.analysis.repick import structure_of
from lausch.annotation import Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.decoding.scaling import averaged, balanced
from lausch.frames import FloatArray, Frames
from lausch.metrics.beats import matched_events
from lausch.plot.draw import draw_curves, draw_sections
from lausch.plot.panel import Panel, Picture, View
from lausch.plot.spectrograms import mel_panel
from lausch.representations.structure import CEPSTRA, CHROMA

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS = 800
"""Of the self-similarity matrix, which has as many columns."""
BLUR_SECONDS = 3.0
NAMES = {"boundary": "sections", "coarse": "sections", "fine": "phrases"}
"""What columns of the novelty and scales of a form are called, as in the summary."""
MATCHES = (
    ("within 0.5 s (green)", "tab:green"),
    ("within 3 s (orange)", "tab:orange"),
    ("missed (red)", "tab:red"),
)
NARROW, WIDE = 0.5, 3.0
"""Seconds by which a boundary may stand beside a true one (MIREX, structural segmentation)."""


def form_panels(source: AudioSource, analysis: Analysis, reference: Form | None) -> list[Panel]:
    """Four panels: a spectrogram, the self-similarity matrix, the novelty, and the sections.

    The last has a row for each kind that was found and for each kind of the reference, whose
    boundaries have the colour of what became of them.
    """
    form = analysis.sections or Form(Sections())
    features = structure_of(source) if analysis.structure is None else analysis.structure
    rows = {NAMES[name]: scale for name, scale in form.scales.items() if len(scale)}
    true = {} if reference is None else reference.scales
    every = {**rows, **{f"true {NAMES[name]}": scale for name, scale in true.items()}}

    def boundaries(axes: Axes, view: View) -> None:
        _draw_boundaries(axes, form.coarse, view, "white")

    def resembles(axes: Axes, view: View) -> None:
        boundaries(axes, view)
        look: dict[str, Any] = {"color": "white", "linewidth": 0.9, "alpha": 0.9}
        axes.hlines(form.coarse.inner, 0, 1, transform=axes.get_yaxis_transform(), **look)

    def novel(axes: Axes, view: View) -> None:
        known = {name: NAMES[name] for name in _curves(analysis.novelty)}
        draw_curves(axes, analysis.novelty, view, **known)
        _draw_boundaries(axes, form.coarse, view, "0.6")

    def parts(axes: Axes, view: View) -> None:
        axes.set_yticks(range(len(every)), list(every))
        axes.set_ylim(max(len(every), 1) - 0.5, -0.5)
        for at, scale in enumerate(every.values()):
            draw_sections(axes, scale, view, at=at)
        if reference is not None:
            _draw_matches(axes, form, reference, len(rows))

    panels = [
        replace(mel_panel(source, analysis, boundaries), whole=True),
        Panel("", 0.0, resembles, lambda: _matrix(features), whole=True, square=True),
    ]
    if _curves(analysis.novelty):
        panels.append(Panel("novelty", 1.5, novel, whole=True))
    height = 0.1 + 0.32 * max(len(every), 1)
    return [*panels, Panel("", height, parts, whole=True)]


def similarity(features: Frames) -> tuple[FloatArray, float]:
    """The cosine of every moment's harmony and timbre with every other's, and a step's seconds.

    Means over `BLUR_SECONDS` are compared, so that sections and not single chords are seen.

    Parameters
    ----------
    features : by `lausch.analysis.repick.structure_of`.

    Returns
    -------
    shape (rows, rows) with at most `MOST_ROWS` rows, -1 to 1.
    """
    size = max(1, -(-len(features) // MOST_ROWS))
    values = balanced(averaged(features.values, size), CHROMA, CEPSTRA).astype(np.float64)
    step = size * features.clock.hop / features.clock.rate
    reach = round(BLUR_SECONDS / step / 2)
    padded = np.pad(values, ((reach + 1, reach), (0, 0)), mode="edge")
    sums = np.cumsum(padded, axis=0)
    blurred = sums[2 * reach + 1 :] - sums[: len(values)]
    length = np.linalg.norm(blurred, axis=1, keepdims=True)
    unit = blurred / np.where(length > 1e-9, length, 1)
    similar: FloatArray = (unit @ unit.T).astype(np.float32)
    return similar, step


def _matrix(features: Frames) -> Picture:
    similar, step = similarity(features)
    return Picture(similar, step, step_up=step)


def _curves(novelty: Frames | None) -> list[str]:
    return [] if novelty is None else [name for name in novelty.columns if name in NAMES]


def _draw_boundaries(axes: Axes, sections: Sections, view: View, colour: str) -> None:
    shown = sections.inner[view.shows(sections.inner)]
    place = axes.get_xaxis_transform()
    axes.vlines(shown, 0, 1, color=colour, linewidth=0.9, alpha=0.9, transform=place, zorder=2)


def _draw_matches(axes: Axes, form: Form, reference: Form, first: int) -> None:
    """Every true boundary in the colour of what became of it, and how many of each there are."""
    words: list[str] = []
    for row, (name, scale) in enumerate(reference.scales.items(), start=first):
        picked = form.scales.get(name, form.coarse)
        narrow = matched_events(scale.inner, picked.inner, NARROW)
        wide = matched_events(scale.inner, picked.inner, WIDE) & ~narrow
        groups = (narrow, wide, ~(narrow | wide))
        for mask, (_, colour) in zip(groups, MATCHES, strict=True):
            axes.vlines(scale.inner[mask], row - 0.5, row + 0.5, color=colour, linewidth=2.5)
        # The counts are those of the first kind, the sections.
        words = words or [f"{mask.sum()} {noun}" for mask, (noun, _) in zip(groups, MATCHES)]  # noqa: B905
    axes.set_title("true boundaries: " + ", ".join(words), fontsize="small", loc="left")
