"""Decoders held against each other on the same activations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import process_time

import numpy as np
from lausch.evaluation.activations import Judged
from lausch.evaluation.measured import Measured

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.decoding.peaks import pick_peaks
from lausch.frames import Frames
from lausch.metrics.beats import event_f, metrical_level
from lausch.tasks import BeatTracking

Sets = dict[str, list[Judged]]

OURS = "bar pointer"
PICKED = "peak picking"

STEPS: dict[str, BarPointer] = {
    "as in the papers: 55–215 bpm": BarPointer(
        min_bpm=55, max_bpm=215, tempi=1000, region_seconds=0, tempo_weight=0
    ),
    "30–340 bpm": BarPointer(region_seconds=0, tempo_weight=0),
    "30–340 bpm, prior": BarPointer(region_seconds=0),
    "30–340 bpm, regions ≥ 30 ms": BarPointer(tempo_weight=0),
    OURS: BarPointer(),
}
"""What the default consists of, step by step; each is one setting for all data sets."""

THRESHOLDS = (0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3)
SMOOTH_SECONDS = (0.0, 0.07, 0.14)
APART_SECONDS = 60 / 340
"""No two picked peaks are nearer than beats at the fastest tempo: peak picking at its best."""


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
class Judgement:
    """What one decoder made of all tracks.

    Parameters
    ----------
    name : of the decoder.
    rows : one for each track; `system` is the decoder, `corpus` the data set.
    pace : seconds of sound decoded in one second of processor time.
    """

    name: str
    rows: tuple[Measured, ...]
    pace: float


def judge(name: str, decode: Callable[[Frames], Beats], sets: Sets) -> Judgement:
    """Decode and score every track, untrimmed."""
    rows: list[Measured] = []
    worked = 0.0
    for corpus, tracks in sets.items():
        for track in tracks:
            begun = process_time()
            found = decode(track.activations)
            worked += process_time() - begun
            rows.append(_measured(name, corpus, track, found))
    return Judgement(name, tuple(rows), sum(row.seconds for row in rows) / max(worked, 1e-9))


def judged_decoders(sets: Sets, picker: Picker) -> Iterable[Judgement]:
    """Peak picking, then each of `STEPS`."""
    yield judge(PICKED, picker.decode, sets)
    for name, decoder in STEPS.items():
        yield judge(name, BeatTracking(decoder).decode, sets)


def on_half(judgement: Judgement, sets: Sets, *, chosen_on: bool) -> Sequence[Measured]:
    """The rows of the half that settings were chosen on, or of the other."""
    halves = {
        (corpus, track.name): track.chosen_on for corpus, tracks in sets.items() for track in tracks
    }
    return [row for row in judgement.rows if halves[row.key] == chosen_on]


def _measured(name: str, corpus: str, track: Judged, found: Beats) -> Measured:
    return Measured(
        system=name,
        corpus=corpus,
        track=track.name,
        song=track.name,
        style=corpus,
        seconds=float(track.activations.clock.seconds(len(track.activations))),
        tempo_bpm=track.reference.tempo_bpm or 0.0,
        estimate_bpm=found.tempo_bpm or 0.0,
        scores=BeatTracking().score(Beats(track.reference.times), found),
        level=metrical_level(track.reference.times, found.times),
    )
