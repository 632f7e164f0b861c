"""Figures of a report: drawn from the same evidence as its tables, as small PNG files."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lausch.errors import MissingExtraError
from lausch.evaluation.diagnosis import calibrations
from lausch.evaluation.beat_evidence import Evidence, of, within
from lausch.evaluation.measured import GROUPS
from lausch.evaluation.octaves import by_tempo, shares
from lausch.evaluation.bootstrap import mean
from lausch.files import replacing

DPI = 90
COLOURS = ("#c0392b", "#2471a3", "#1e8449", "#7d3c98", "#7f8c8d", "#b7950b", "#34495e")
LEVEL_COLOURS = ("#d5dbdb", "#2471a3", "#c0392b", "#7d3c98", "#b7950b", "#1e8449", "#34495e")


def write_figures(evidence: Evidence, folder: Path, stem: str) -> dict[str, str]:
    """Draw what there is evidence for.

    Parameters
    ----------
    evidence : of the report.
    folder, stem : files become FOLDER/STEM-<figure>.png.

    Returns
    -------
    File name by figure; figures without evidence are left out.

    Raises
    ------
    MissingExtraError : matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("figures need matplotlib: pip install 'lausch[plot]'") from error

    drawn: dict[str, str] = {}
    for name, (draw, size) in FIGURES.items():
        figure = Figure(figsize=size, layout="constrained")
        if draw(figure, evidence):
            path = folder / f"{stem}-{name}.png"
            with replacing(path) as temporary:
                figure.savefig(temporary, format="png", dpi=DPI)
            drawn[name] = path.name
    return drawn


def _scores(figure: Any, evidence: Evidence) -> bool:
    """Beat and downbeat F with intervals, for every set and system, on the same files."""
    panels = figure.subplots(1, 2, sharey=True)
    titles = list(evidence.sets)
    for panel, measure in zip(panels, ("beat F", "downbeat F"), strict=True):
        for number, system in enumerate(evidence.systems):
            offset = (number - (len(evidence.systems) - 1) / 2) * 0.12
            for row, title in enumerate(titles):
                rows = of(evidence.same_files(evidence.sets[title]), system)
                found = mean(rows, measure)
                if found is None:
                    continue
                panel.plot(
                    found.value,
                    row + offset,
                    "o",
                    color=COLOURS[number % len(COLOURS)],
                    markersize=4,
                )
                if not math.isnan(found.low):
                    panel.plot(
                        [found.low, found.high],
                        [row + offset] * 2,
                        color=COLOURS[number % len(COLOURS)],
                        linewidth=1,
                    )
        panel.set_xlim(0, 1.02)
        panel.set_xlabel(measure)
        panel.grid(axis="x", color="#eeeeee")
    panels[0].set_yticks(range(len(titles)), titles)
    panels[0].invert_yaxis()
    for number, system in enumerate(evidence.systems):
        panels[1].plot([], [], "o", color=COLOURS[number % len(COLOURS)], label=system)
    figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=8)
    return bool(titles)


def _levels(figure: Any, evidence: Evidence) -> bool:
    """Shares of metrical levels by annotated tempo: the default on rendered test tracks."""
    rendered = [corpus.name for corpus in evidence.rendered]
    bands = by_tempo(of(within(evidence.test, rendered), evidence.default))
    panel = figure.subplots()
    for row, (_, rows) in enumerate(bands.items()):
        left = 0.0
        for group, share in shares(rows).items():
            colour = LEVEL_COLOURS[list(GROUPS).index(group)]
            panel.barh(row, share, left=left, color=colour)
            left += share
    panel.set_yticks(
        range(len(bands)), [f"{name} bpm (n = {len(rows)})" for name, rows in bands.items()]
    )
    panel.invert_yaxis()
    panel.set_xlim(0, 1)
    panel.set_xlabel(f"share of rendered test tracks, {evidence.default}")
    for group, colour in zip(GROUPS, LEVEL_COLOURS, strict=True):
        panel.barh(0, 0, color=colour, label=group)
    figure.legend(loc="outside upper center", ncols=len(GROUPS), frameon=False, fontsize=8)
    return bool(bands)


def _calibration(figure: Any, evidence: Evidence) -> bool:
    """Share of peaks that are right against their height, for the default."""
    found = calibrations(evidence, evidence.default)
    if not found:
        return False
    panels = figure.subplots(1, len(found), squeeze=False)[0]
    for panel, (place, columns) in zip(panels, found.items(), strict=True):
        panel.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
        for number, (column, counts) in enumerate(columns.items()):
            bins = [n for n, peaks in enumerate(counts.peaks) if peaks >= 10]
            panel.plot(
                [counts.heights[n] / counts.peaks[n] for n in bins],
                [counts.hits[n] / counts.peaks[n] for n in bins],
                "o-",
                color=COLOURS[number],
                markersize=4,
                label=f"{column}, ECE {counts.error:.3f}",
            )
        panel.set_title(f"{place} test tracks", fontsize=9)
        panel.set_xlabel("height of the peak")
        panel.set_xlim(0, 1)
        panel.set_ylim(0, 1.02)
        panel.legend(frameon=False, fontsize=8)
    panels[0].set_ylabel("share within 70 ms of the annotation")
    return True


def _tracks(figure: Any, evidence: Evidence) -> bool:
    """Beat F of every system on every real recording."""
    names = [corpus.name for corpus in evidence.real]
    rows = within((*evidence.test, *evidence.theirs), names)
    keys = list(dict.fromkeys(row.key for row in rows))
    panels = figure.subplots(1, 2, sharey=True)
    for panel, measure in zip(panels, ("beat F", "downbeat F"), strict=True):
        for number, system in enumerate(evidence.systems):
            having = [row for row in of(rows, system) if measure in row.scores]
            panel.plot(
                [row.scores[measure] for row in having],
                [keys.index(row.key) for row in having],
                "o",
                color=COLOURS[number % len(COLOURS)],
                markersize=5,
                alpha=0.8,
                label=system if measure == "beat F" else None,
            )
        panel.set_xlim(-0.02, 1.02)
        panel.set_xlabel(measure)
        panel.grid(color="#eeeeee")
    panels[0].set_yticks(range(len(keys)), [track for _, track in keys])
    panels[0].invert_yaxis()
    figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize=8)
    return bool(keys)


FIGURES: dict[str, tuple[Callable[[Any, Evidence], bool], tuple[float, float]]] = {
    "scores": (_scores, (9.0, 4.5)),
    "tracks": (_tracks, (9.0, 4.0)),
    "levels": (_levels, (8.0, 3.2)),
    "calibration": (_calibration, (8.0, 3.6)),
}
