"""Peaks of the activations: picked without a decoder, and right as often as they are high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from beats_calibration import LOWEST, Calibration, pooled
from beats_scores import THRESHOLDS, best_threshold
from beats_tracks import COLOURS, names

from lausch.evaluation.bootstrap import mean_over_songs
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.figures import figure
from lausch.evaluation.result import Result, of, within
from lausch.evaluation.tables import difference, number, score, table
from lausch.plot.saving import save


def picking(evidence: Evidence) -> str:
    """Peak picking against each model's decoder, on the same activations."""
    rows = []
    for model in evidence.models:
        for measure in ("beat F", "downbeat F"):
            tuned = _picked(of(evidence.validation, model), measure)
            if not tuned:
                continue
            threshold = best_threshold([each.facts[f"picked {measure}"] for each in tuned])
            for title in evidence.sets:
                here = _picked(evidence.all_of(title, model), measure)
                if here:
                    row = (title, model, measure, f"{len(here)}", f"{threshold:g}")
                    rows.append((*row, *_gain(here, measure, threshold)))
    if not rows:
        return "Without validation tracks no threshold was chosen, and so nothing is compared."
    head = ("set", "model", "measure", "tracks", "threshold", "peaks", "decoder", "decoder - peaks")
    return (
        "The same activations, decoded by the bar-pointer model or picked at local maxima above "
        "a threshold. The threshold has the best mean F on validation tracks.\n\n"
        + table(head, rows)
    )


def _picked(results: Sequence[Result], measure: str) -> list[Result]:
    return [
        each for each in results if f"picked {measure}" in each.facts and measure in each.scores
    ]


def _gain(results: Sequence[Result], measure: str, threshold: float) -> tuple[str, str, str]:
    """Scores of peaks, of the decoder, and their difference."""
    index = THRESHOLDS.index(threshold)
    songs = [f"{each.corpus}/{each.song}" for each in results]
    peaks = [each.facts[f"picked {measure}"][index] for each in results]
    scores = [each.scores[measure] for each in results]
    gain = [ours - theirs for ours, theirs in zip(scores, peaks, strict=True)]
    return (
        score(mean_over_songs(peaks, songs)),
        score(mean_over_songs(scores, songs)),
        difference(mean_over_songs(gain, songs)),
    )


def calibrations(evidence: Evidence, model: str) -> dict[str, dict[str, Calibration]]:
    """Peaks of a model's activations on test tracks: by kind of corpus, by column."""
    places = {}
    for place, real in (("rendered", False), ("real", True)):
        here = of(within(evidence.results, names(evidence, real)), model)
        columns = {}
        for column in ("beat", "downbeat"):
            name = f"calibration {column}"
            parts = [_counts(each.facts[name]) for each in here if name in each.facts]
            if parts:
                columns[column] = pooled(parts)
        if columns:
            places[place] = columns
    return places


def _counts(values: Mapping[str, Sequence[float]]) -> Calibration:
    return Calibration(**{name: tuple(counts) for name, counts in values.items()})


def calibration_table(evidence: Evidence) -> str:
    """Expected calibration error of peaks, for every model."""
    rows = []
    for model in evidence.models:
        for place, columns in calibrations(evidence, model).items():
            for column, counts in columns.items():
                peaks = sum(counts.peaks)
                if peaks:
                    height, right = sum(counts.heights) / peaks, sum(counts.hits) / peaks
                    cells = map(number, (height, right, counts.error))
                    rows.append((model, column, place, f"{peaks:.0f}", *cells))
    head = ("model", "activation", "test tracks", "peaks", "mean height", "share right", "ECE")
    return (
        f"Of all local maxima from {LOWEST:g} up: how often one lies within 70 ms of an "
        "annotated event, against its height. ECE is the mean distance of the two over ten bins "
        "of height. Training asks for the single frame of the beat, so a peak smeared over two "
        "frames is lower than it is sure.\n\n" + table(head, rows)
    )


def draw_calibration(evidence: Evidence, path: Path) -> bool:
    """Share of peaks that are right against their height, for the default."""
    places = calibrations(evidence, evidence.models[0])
    if not places:
        return False
    canvas = figure(8.0, 3.6)
    panels: Any = canvas.subplots(1, len(places), squeeze=False)[0]
    for panel, (place, columns) in zip(panels, places.items(), strict=True):
        panel.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
        for colour, (column, counts) in zip(COLOURS, columns.items(), strict=False):
            bins = [n for n, peaks in enumerate(counts.peaks) if peaks >= 10]
            panel.plot(
                [counts.heights[n] / counts.peaks[n] for n in bins],
                [counts.hits[n] / counts.peaks[n] for n in bins],
                "o-",
                color=colour,
                markersize=4,
                label=f"{column}, ECE {counts.error:.3f}",
            )
        panel.set_title(f"{place} test tracks", fontsize=9)
        panel.set_xlabel("height of the peak")
        panel.set_xlim(0, 1)
        panel.set_ylim(0, 1.02)
        panel.legend(frameon=False, fontsize=8)
    panels[0].set_ylabel("share within 70 ms of the annotation")
    save([canvas], path, dpi=90)
    return True
