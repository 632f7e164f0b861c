"""The form: a spectrogram, self-similarity, the novelty, and the sections with their labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from lausch.analysis.repick import structure_of
from lausch.annotation import Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.audio import AudioSource
from lausch.decoding.scaling import averaged, balanced
from lausch.frames import FloatArray, Frames
from lausch.metrics.beats import matched_events
from lausch.plot.panel import Panel, draw_curves, hop_of, name_bands, paint, picture_of
from lausch.representations import LogMelS, Stack
from lausch.representations.structure import CEPSTRA, CHROMA

RATE = 22050
MOST_ROWS = 800
"""Of the self-similarity matrix, which has as many columns."""
BLUR_SECONDS = 3.0
CURVES = {"boundary": "tab:orange", "coarse": "tab:orange", "fine": "tab:blue"}
HITS = (
    ("within 0.5 s (green)", "tab:green"),
    ("within 3 s (orange)", "tab:orange"),
    ("missed (red)", "tab:red"),
)
NARROW, WIDE = 0.5, 3.0
"""Seconds by which a boundary may stand beside a true one (MIREX, structural segmentation)."""
LETTER_INCHES = 0.09


def form_panels(source: AudioSource, analysis: Analysis, reference: Form | None) -> list[Panel]:
    """Four panels: a spectrogram, the self-similarity matrix, the novelty, and the sections.

    The last has a row for each level of the form and of the reference. The colour of a true
    boundary says how far the nearest estimate is from it.
    """
    hop = hop_of(RATE, analysis.duration, RATE // 50)
    spectrum = LogMelS(RATE, hop, 2048, bands=80, low_hz=80.0, high_hz=10000.0, factor=10.0)
    picture = picture_of(source, Stack((spectrum,)))
    seconds = len(picture) * hop / RATE
    form = analysis.sections or Form(Sections())
    features = structure_of(source) if analysis.structure is None else analysis.structure
    similar, step = similarity(features)
    rows = {name: level for name, level in form.levels.items() if len(level)}
    true = {} if reference is None else {f"true {k}": v for k, v in reference.levels.items()}

    def recording(axis: Any, _: float) -> None:
        paint(axis, picture, hop / RATE, 0)
        name_bands(axis, spectrum.columns, 5)
        _draw_boundaries(axis, form.coarse, "white")

    def self_similarity(axis: Any, _: float) -> None:
        paint(axis, similar, step, 0)
        # The other axis is time as well: rows are steps.
        ticks = _minutes(seconds)
        axis.set_yticks(ticks / step, [f"{tick:g}" for tick in ticks])
        _draw_boundaries(axis, form.coarse, "white")
        axis.hlines(form.coarse.inner / step, 0, seconds, color="white", linewidth=0.6, alpha=0.7)

    def novelty(axis: Any, _: float) -> None:
        draw_curves(axis, analysis.novelty, CURVES)
        _draw_boundaries(axis, form.coarse, "black")

    def parts(axis: Any, inches_per_second: float) -> None:
        _draw_rows(axis, {**rows, **true}, inches_per_second)
        if reference is not None:
            _draw_hits(axis, form, reference, len(rows))

    height = 0.4 + 0.32 * (len(rows) + len(true)) + (0.3 if true else 0.0)
    panels = [
        Panel("frequency", 2.2, seconds, recording),
        Panel("seconds", 7.0, seconds, self_similarity, square=True),
    ]
    if analysis.novelty is not None and set(CURVES) & set(analysis.novelty.columns):
        panels.append(Panel("novelty", 1.5, seconds, novelty))
    return [*panels, Panel("", height, seconds, parts)]


def similarity(features: Frames) -> tuple[FloatArray, float]:
    """The cosine of every moment's harmony and timbre with every other's, and a step's seconds.

    Means over `BLUR_SECONDS` are compared, so that sections and not single chords are seen.
    Features are those of `lausch.analysis.repick.structure_of`.

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


def _minutes(seconds: float) -> Any:
    """At most ten round times on an axis of this many seconds."""
    step = next(
        (each for each in (0.1, 1, 5, 10, 20, 30, 60, 120, 300, 600) if seconds <= 10 * each), 1800
    )
    return np.arange(0, seconds, step)


def _draw_boundaries(axis: Any, sections: Sections, colour: str) -> None:
    bottom, top = axis.get_ylim()
    axis.vlines(sections.inner, bottom, top, color=colour, linewidth=0.9, alpha=0.9)
    axis.set_ylim(bottom, top)


def _draw_rows(axis: Any, rows: dict[str, Sections], inches_per_second: float) -> None:
    """A row of bars for each level, equal labels in equal colours; the first row on top."""
    from matplotlib import colormaps

    axis.set_yticks(range(len(rows)), list(rows))
    axis.set_ylim(len(rows) - 0.5, -0.5)
    for at, level in enumerate(rows.values()):
        known = {label: n for n, label in enumerate(dict.fromkeys(level.labels))}
        colours = [
            colormaps["tab20"](known[label] % 20) if label else (0.85, 0.85, 0.85, 1.0)
            for label in level.labels
        ]
        starts, lengths = level.boundaries[:-1], np.diff(level.boundaries)
        axis.barh(at, lengths, 0.8, starts, align="center", color=colours, edgecolor="white")
        for label, start, length in zip(level.labels, starts, lengths, strict=True):
            if label and length * inches_per_second > LETTER_INCHES * len(label):
                place = {"ha": "center", "va": "center", "fontsize": "small", "clip_on": True}
                axis.text(start + length / 2, at, label.replace("$", r"\$"), **place)


def _draw_hits(axis: Any, form: Form, reference: Form, first: int) -> None:
    """Every true boundary in the colour of its distance to an estimate, and the number of each."""
    counts: list[str] = []
    for row, (name, level) in enumerate(reference.levels.items(), start=first):
        estimate = form.fine if name == "fine" and form.fine is not None else form.coarse
        narrow = matched_events(level.inner, estimate.inner, NARROW)
        wide = matched_events(level.inner, estimate.inner, WIDE) & ~narrow
        groups = (narrow, wide, ~(narrow | wide))
        for mask, (_, colour) in zip(groups, HITS, strict=True):
            axis.vlines(level.inner[mask], row - 0.5, row + 0.5, color=colour, linewidth=2.5)
        if name == "coarse":
            counts = [f"{mask.sum()} {noun}" for mask, (noun, _) in zip(groups, HITS, strict=True)]
    axis.set_title("true boundaries: " + ", ".join(counts), fontsize="small", loc="left")
