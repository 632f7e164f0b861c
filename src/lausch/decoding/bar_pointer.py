"""Beats and bars from activations: the bar-pointer model over `viterbi`, on any frame rate.

Observation model and refinement follow Böck, Krebs and Widmer (ISMIR 2014 and 2016) and their
released code: the first 1/lambda of a beat is "on the beat", and the beat is at the highest
activation of that region, or at the centre of its peak.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.steadiness import steady_period
from lausch.annotation.tactus import other_tactus
from lausch.decoding.alternation import (
    FEWEST,
    LEAST_OCTAVES,
    PROBABLE,
    probability_of_half,
)
from lausch.decoding.anchors import NONE, TOLERANCE_SECONDS, Anchors
from lausch.decoding.evidence import (
    SMALLEST,
    Evidence,
    at_anchors,
    centred,
    on_the_peaks,
    probability,
)
from lausch.decoding.renumbering import numbered
from lausch.decoding.rephasing import rephased
from lausch.decoding.state_space import beat_intervals, beat_regions, log_transitions
from lausch.decoding.viterbi import Path, best_path
from lausch.errors import OptionError

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

STEADY_RANGE = 1.35
"""A piece at one metrical level has no tempi beyond this ratio to its main tempo."""
HALF_RANGE = 1.2
"""Half the tempo of a path is kept within this ratio."""
STEADY_LOSS = 1.0
"""A path at one level may have so much less log-score for each second that it counts otherwise.

On rendered validation tracks, and with noise on their activations, false changes of level cost 0.04
to 0.9 (one: 3.6); halves of two tracks of such tempi, joined, cost 2.2 or more (one: 0.3).
"""


@dataclass(frozen=True)
class BarPointer:
    """The settings of the model; `beats` and `bars` run it.

    Parameters
    ----------
    min_bpm, max_bpm : slowest and fastest tempo.
    tempi : approximate number of tempi, spaced logarithmically over that range.
    transition_lambda : steadiness of the tempo (Krebs et al. 2015: 100).
    observation_lambda : the first 1/lambda of a beat is "on the beat" (Böck et al. 2014: 16).
    break_even : the activation that is evidence neither for nor against a beat. In Böck et al. 2014
        it is 1/lambda, since non-beats have lambda - 1 parts. Networks whose activations are close
        to probabilities need more, or every off-beat becomes a beat.
    region_seconds : shortest region: the peak of a network is 3 frames wide, also for beats of 20
        frames. (A deviation from the papers, whose regions may have one frame.)
    threshold : there are no beats before the first and after the last activation above it
        (madmom: .05).
    tempo_bpm : mode of the prior of the tempo.
    tempo_weight : weight of that log-normal prior: loss in log-score per second at a distance of
        one octave, growing with the square of the distance; 0 for no prior.
    resolution_fps : activations are interpolated to at least this frame rate.
    """

    min_bpm: float = 30.0
    max_bpm: float = 340.0
    tempi: int = 80
    transition_lambda: float = 100.0
    observation_lambda: float = 16.0
    break_even: float = 1 / 16
    region_seconds: float = 0.03
    threshold: float = 0.05
    tempo_bpm: float = 120.0
    tempo_weight: float = 1.0
    resolution_fps: float = 90.0

    def within(self, min_bpm: float | None, max_bpm: float | None) -> BarPointer:
        """The same model with other limits of the tempo; None for no change."""
        return replace(
            self,
            min_bpm=self.min_bpm if min_bpm is None else min_bpm,
            max_bpm=self.max_bpm if max_bpm is None else max_bpm,
        )

    @property
    def change_probability(self) -> float:
        """Probability that a bar is followed by one of another metre."""
        return 0.0

    @property
    def downbeat_worth(self) -> float:
        """Added to the log-density of downbeats, as against that of other beats."""
        return 0.0

    def beats(self, activation: ArrayLike, fps: float, anchors: Anchors = NONE) -> Floats:
        """Beats as increasing, fractional frame numbers, from probabilities of beats (frames,).

        There is a beat at each of the `anchors`; raises OptionError where no path has one.
        """
        evidence = Evidence.of_beats(probability(activation), fps)
        return self._track(evidence, (1,), anchors)[0]

    def bars(
        self,
        beat: ArrayLike,
        downbeat: ArrayLike,
        fps: float,
        *,
        meters: Sequence[int] = (3, 4),
        anchors: Anchors = NONE,
    ) -> tuple[Floats, Numbers]:
        """Beats as fractional frame numbers, and their numbers in the bar (1 = downbeat).

        The probabilities of any beat, downbeats included, and of downbeats have the shape
        (frames,). `meters` are beats per bar to choose from; one holds for the whole recording.
        Raises OptionError without any metre, or for one outside 1 to 16, and where no path has a
        beat at each of the `anchors`.
        """
        if not meters or min(meters) < 1 or max(meters) > 16:
            raise OptionError(f"metres are 1 to 16 beats per bar, not {tuple(meters)}")
        down = probability(downbeat)
        beats = probability(beat)
        if beats.shape != down.shape:
            raise ValueError(f"beats have {beats.size} frames, downbeats {down.size}")
        metres = tuple(dict.fromkeys(meters))
        evidence = Evidence.of_bars(np.maximum(beats, down), down, fps)
        frames, positions = self._track(evidence, metres, anchors)
        odds, change = evidence.downbeat_odds(frames), self.change_probability
        return frames, numbered(frames / fps, positions, anchors, metres, odds, change)

    def _track(
        self, evidence: Evidence, meters: tuple[int, ...], anchors: Anchors
    ) -> tuple[Floats, Numbers]:
        """The best path and, where it lacks an anchor, the best of those that have them all."""
        frames, positions = self._decoded(evidence, meters, np.zeros(0))
        if anchors.met(frames / evidence.fps).all():
            return frames, positions
        at = anchors.times * evidence.fps
        other = rephased(evidence, frames, at, 60 * evidence.fps / self.max_bpm)
        frames, positions = self._decoded(other, meters, at)
        anchors.check_met(frames / evidence.fps, self.min_bpm, self.max_bpm)
        return frames, positions

    def _decoded(
        self, evidence: Evidence, meters: tuple[int, ...], anchors: Floats
    ) -> tuple[Floats, Numbers]:
        """Beats and numbers of the best path, from the first sound or anchor (frame) to the last.

        There may be no beats if there are no anchors.
        """
        nothing = np.zeros(0), np.zeros(0, dtype=np.int64)
        sounding = np.flatnonzero(evidence.either > self.threshold)
        ends = np.concatenate([sounding, np.floor(anchors), np.ceil(anchors)])
        count = len(evidence.either)
        if ends.size == 0 or not count:
            return nothing
        last = min(int(ends.max()) + 1, count)
        first = min(int(ends.min()), last - 1)
        factor = max(1, int(np.ceil(self.resolution_fps / evidence.fps - 1e-9)))
        fine = evidence.finer(first, last, factor)
        at = np.clip((anchors - first) * factor, 0, len(fine.either) - 1)
        path = self._at_one_tactus(fine, meters, at)
        if not len(anchors):
            path = self._undoubled(fine, meters, path)
        frames, positions = on_the_peaks(path, self._regions(path.intervals, fine.fps), fine.either)
        # There is always a best path. There is a steady beat if that path is more probable than no
        # beats; pauses, with activations of 0, are no evidence.
        on = frames.astype(np.int64)
        beat = fine.either[on]
        gains = np.log(np.maximum(beat, SMALLEST)) - self._off_the_beat(fine)[on]
        if not len(anchors) and gains[beat > 0].sum() <= 0:
            return nothing
        frames = first + centred(frames / factor, fine.either[::factor])
        return at_anchors(frames, anchors, TOLERANCE_SECONDS * evidence.fps), positions

    def _at_one_tactus(self, evidence: Evidence, meters: tuple[int, ...], anchors: Floats) -> Path:
        """The best path or, where it changes its metrical level, a steady one that is as good.

        Each of its levels is decoded alone, within `STEADY_RANGE` of its tempo. Log-scores of paths
        through the same frames compare.
        """
        best = self._best(evidence, meters, anchors)
        starts = best.starts / evidence.fps
        period = steady_period(starts)
        stretches = other_tactus(starts, period)
        if period is None or not stretches:
            return best
        tactus = {1.0: starts[-1] - starts[0]}  # seconds at each
        for stretch in stretches:
            seconds = stretch.end - stretch.start
            tactus[stretch.ratio] = tactus.get(stretch.ratio, 0.0) + seconds
            tactus[1.0] -= seconds
        rivals = []
        for ratio, seconds in tactus.items():
            bpm = 60 / period * ratio
            within_bpm = (bpm / STEADY_RANGE, bpm * STEADY_RANGE)
            rivals.append((self._best(evidence, meters, anchors, within_bpm), seconds))
        rival, unchanged = max(rivals, key=lambda pair: pair[0].log_score)
        changed = sum(tactus.values()) - unchanged
        return rival if best.log_score - rival.log_score < STEADY_LOSS * changed else best

    def _undoubled(self, evidence: Evidence, meters: tuple[int, ...], path: Path) -> Path:
        """The path or, where every other beat of it is faint, the best one at half its tempo.

        Paths at several metrical levels and those near or below the mode of the prior stay.
        """
        starts = path.starts / evidence.fps
        period = steady_period(starts)
        if period is None or 30 / period < self.min_bpm:
            return path
        frames, _ = on_the_peaks(path, self._regions(path.intervals, evidence.fps), evidence.either)
        heights = evidence.either[frames.astype(np.int64)]
        octaves = float(np.log2(60 / period / self.tempo_bpm))
        doubtful = len(heights) >= FEWEST and octaves > LEAST_OCTAVES
        if not doubtful or probability_of_half(heights, octaves) <= PROBABLE:
            return path
        if other_tactus(starts, period):
            return path
        half = 30 / period
        return self._best(evidence, meters, np.zeros(0), (half / HALF_RANGE, half * HALF_RANGE))

    def _best(
        self,
        evidence: Evidence,
        meters: tuple[int, ...],
        anchors: Floats,
        within_bpm: tuple[float, float] = (-np.inf, np.inf),
    ) -> Path:
        """The best path through the frames, with a beat at each anchor (frame) if a path has one.

        Only tempi `within_bpm` are used; their transitions are as probable as among all.
        """
        fps = evidence.fps
        intervals = beat_intervals(
            fps, min_bpm=self.min_bpm, max_bpm=self.max_bpm, count=self.tempi
        )
        bpm = 60 * fps / intervals
        usable = np.flatnonzero((within_bpm[0] <= bpm) & (bpm <= within_bpm[1]))
        log_transition = log_transitions(intervals, self.transition_lambda)[np.ix_(usable, usable)]
        intervals = intervals[usable]
        octaves = np.log2(60 * fps / intervals / self.tempo_bpm)
        off = self._off_the_beat(evidence)
        return best_path(
            np.log(np.maximum(evidence.down, SMALLEST)) - off + self.downbeat_worth,
            np.log(np.maximum(evidence.other, SMALLEST)) - off,
            intervals=intervals,
            regions=self._regions(intervals, fps),
            log_transition=log_transition,
            meters=meters,
            log_weight=-self.tempo_weight / fps * octaves**2,
            change=self.change_probability,
            anchors=np.round(anchors).astype(np.int64),
            reach=int(TOLERANCE_SECONDS * fps),
        )

    def _off_the_beat(self, evidence: Evidence) -> Floats:
        """Log-density of each frame off the beat."""
        odds = self.break_even / (1 - self.break_even)
        off: Floats = np.log(np.maximum(1 - evidence.either, SMALLEST) * odds)
        return off

    def _regions(self, intervals: Numbers, fps: float) -> Numbers:
        at_least = max(1, round(self.region_seconds * fps))
        return beat_regions(intervals, self.observation_lambda, at_least=at_least)
