"""Scores of beats on one track: of a system, of peaks alone, and of rivals' files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from beats_calibration import calibration

from lausch.annotation import Beats, Times
from lausch.corpora.track import Track
from lausch.decoding.peaks import pick_peaks
from lausch.evaluation.rivals import files_of
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.formats import read
from lausch.frames import Frames
from lausch.metrics import bars, beats
from lausch.tasks import DownbeatTracking

SCORES = ("beat F", "CMLt", "AMLt", "downbeat F")
TEMPO = beats.MEASURES[len(SCORES) :]
THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 19))
APART_SECONDS = 60 / 340
"""Peaks are not nearer than beats at the fastest tempo."""
TASK = DownbeatTracking()
BARS = "bars"
"""The fact of where annotated bars begin in estimated ones."""


def has_beats(track: Track) -> bool:
    """Whether the beats are annotated."""
    return track.has("beats")


def beat_scores(session: Session, system: System, estimate: Estimate) -> Scores:
    """Scores of the beats; as facts, scores of peak picking and the calibration of activations."""
    reference: Beats = session.track.read("beats")
    annotation: Beats = estimate.annotation
    times = {"beat": reference.times}
    if reference.positions is not None:
        times["downbeat"] = reference.downbeats
    columns = [column for column in estimate.activations.columns if column in times]
    facts = _facts(reference, annotation)
    for column in columns:
        facts[f"picked {column} F"] = [
            beats.event_f(times[column], picked(estimate.activations, column, threshold))
            for threshold in THRESHOLDS
        ]
        facts[f"calibration {column}"] = asdict(
            calibration(estimate.activations, column, times[column])
        )
    return Scores(beats.score(reference, annotation), facts)


def rival_beats(session: Session, folder: Path) -> dict[str, Scores]:
    """Scores of the rivals' .beats files; an empty one has positions if the rival's others do."""
    reference: Beats = session.track.read("beats")
    results = {}
    for name, path in files_of(folder, session.corpus, session.track.name, ".beats"):
        if path.read_text(encoding="utf-8").strip():
            annotation = read(path).beats or Beats()
        else:
            annotation = Beats((), () if counts(path.parent) else None)
        results[name] = Scores(beats.score(reference, annotation), _facts(reference, annotation))
    return results


def _facts(reference: Beats, annotation: Beats) -> dict[str, Any]:
    return {**TASK.facts(reference, annotation), BARS: bars.places(reference, annotation)}


def counts(folder: Path) -> bool:
    """Whether a rival gives positions in the bar, so that a file without beats has no downbeats."""
    files = (read(path).beats for path in sorted(folder.glob("*.beats")))
    first = next((each for each in files if each is not None and len(each)), None)
    return first is not None and first.positions is not None


def picked(activations: Frames, column: str, threshold: float) -> Times:
    """Seconds of the peaks of one column, increasing."""
    apart = max(1, round(APART_SECONDS * activations.clock.fps))
    frames = pick_peaks(activations.column(column), threshold, apart_frames=apart)
    return activations.clock.seconds(frames)


def best_threshold(scores: Sequence[Sequence[float]]) -> float:
    """The threshold with the highest mean F over tracks, the lowest where equal."""
    return THRESHOLDS[int(np.mean(scores, axis=0).argmax())]
