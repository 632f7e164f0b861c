"""A comparison of decoders on the same activations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import process_time

import numpy as np
from decoder_activations import Judged

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.evidence import Evidence
from lausch.decoding.peaks import pick_peaks
from lausch.decoding.viterbi import Path
from lausch.evaluation.result import Result
from lausch.frames import Frames
from lausch.metrics.beats import event_f
from lausch.tasks import BeatTracking

Sets = dict[str, list[Judged]]

OURS = "bar pointer"
PICKED = "peak picking"


@dataclass(frozen=True)
class AsFound(BarPointer):
    """The bar pointer that keeps a path whose beats are strong and faint by turns."""

    def _undoubled(self, evidence: Evidence, meters: tuple[int, ...], path: Path) -> Path:
        return path


STEPS: dict[str, BarPointer] = {
    "as in the papers: 55–215 bpm": AsFound(
        min_bpm=55, max_bpm=215, tempi=1000, region_seconds=0, tempo_weight=0
    ),
    "30–340 bpm": AsFound(region_seconds=0, tempo_weight=0),
    "30–340 bpm, prior": AsFound(region_seconds=0),
    "30–340 bpm, regions ≥ 30 ms": AsFound(tempo_weight=0),
    "30–340 bpm, prior, regions ≥ 30 ms": AsFound(),
    OURS: BarPointer(),
}
"""The way to the default, step by step; each is one setting for all data sets."""

THRESHOLDS = (0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3)
SMOOTH_SECONDS = (0.0, 0.07, 0.14)
APART_SECONDS = 60 / 340
"""Peaks are not nearer than beats at the fastest tempo."""


@dataclass(frozen=True)
class Picker:
    """Peak picking, the baseline without a model of tempo.

    Parameters
    ----------
    threshold : what a peak must reach.
    smooth_seconds : length of the Hamming window that smooths the activation first.
    """

    threshold: float
    smooth_seconds: float

    def decode(self, activations: Frames) -> Beats:
        """The peaks as beats."""
        clock = activations.clock
        frames = pick_peaks(
            activations.column("beat"),
            self.threshold,
            smooth_frames=round(self.smooth_seconds * clock.fps),
            apart_frames=max(1, int(APART_SECONDS * clock.fps)),
        )
        return Beats(clock.seconds(frames))


def tuned_picker(sets: Sets) -> Picker:
    """The picker with the highest mean over data sets of the mean F on the halves to choose on."""

    def mean_f(picker: Picker) -> float:
        of_sets = [
            [
                event_f(track.reference.times, picker.decode(track.activations).times)
                for track in tracks
                if track.chosen_on
            ]
            for tracks in sets.values()
        ]
        return float(np.mean([np.mean(scores) for scores in of_sets if scores]))

    grid = [Picker(each, smooth) for smooth in SMOOTH_SECONDS for each in THRESHOLDS]
    return max(grid, key=mean_f)


@dataclass(frozen=True)
class Decoding:
    """One decoder on the tracks of one set."""

    name: str
    decode: Callable[[Frames], Beats]
    corpus: str
    tracks: tuple[Judged, ...]


def decodings(sets: Sets, picker: Picker) -> Iterator[Decoding]:
    """Peak picking, then each of `STEPS`, on each set."""
    decoders = {PICKED: picker.decode}
    decoders |= {name: BeatTracking(decoder).decode for name, decoder in STEPS.items()}
    for name, decode in decoders.items():
        for corpus, tracks in sets.items():
            yield Decoding(name, decode, corpus, tuple(tracks))


def measure(decoding: Decoding) -> list[Result]:
    """Decode and score every track, untrimmed."""
    task = BeatTracking()
    results = []
    for track in decoding.tracks:
        began = process_time()
        beats = decoding.decode(track.activations)
        took = process_time() - began
        reference = Beats(track.reference.times)
        facts = {
            **task.facts(reference, beats),
            "half": "looked at" if track.chosen_on else "other",
        }
        seconds = float(track.activations.clock.seconds(len(track.activations)))
        results.append(
            Result(
                decoding.name, decoding.corpus, track.name, track.name, seconds,
                task.score(reference, beats), took, facts,
            )
        )  # fmt: skip
    return results


def explain(decoding: Decoding, error: BaseException) -> str:
    """Why a set could not be decoded."""
    return f"{decoding.corpus}, {decoding.name}: {str(error) or type(error).__name__}"
