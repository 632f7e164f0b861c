"""Contour tracking: the pitch of a melody in every frame of pitch activations, and its voicing.

There are two Viterbi passes. The first finds a pitch for every frame. Movement has a price: per
semitone, for glides of a voice, up to the constant price of a leap, for steps between notes. The
second decides on voicing from the activations along that path. So every frame has a pitch, also in
silence, which does not depend on the settings of voicing.

The best predecessor of every bin is a distance transform (Felzenszwalb & Huttenlocher, Theory of
Computing 8, 2012, section 2.1): two running maxima in each frame.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.errors import OptionError
from lausch.frames import PIECE_FRAMES, pieces, release

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Bools = NDArray[np.bool_]
Numbers = NDArray[np.int64]

SMALLEST = 1e-3
"""Activations are clipped this far from 0 and 1, so no single frame decides."""

# Scores of one segment are in memory; the backward pass computes those of the others again. All
# scores of three hours with 180 bins would need 400 MB. Most recordings have only one segment.
_SEGMENT_CELLS = 1 << 22


@dataclass(frozen=True)
class ContourDecoder:
    """The settings; `follow` runs it. Prices are in log-odds of activations.

    Parameters
    ----------
    semitone : price of every semitone between neighbouring frames.
    leap : largest price of a movement.
    break_even : the activation that is evidence neither for the melody nor for silence.
    voicing : price of every change between sound and silence.
    independent_fps : frames at a higher rate depend on each other and have less weight.
    near_semitones : the pitch is the mean of the activations within this distance of the strongest
        bin, but at least of its two neighbours.
    """

    semitone: float = 1.5
    leap: float = 8.0
    break_even: float = 0.5
    voicing: float = 5.0
    independent_fps: float = 50.0
    near_semitones: float = 0.7

    def __post_init__(self) -> None:
        if not 0 < self.break_even < 1:
            raise OptionError(f"break_even lies between 0 and 1, not at {self.break_even:g}")
        for name in ("semitone", "leap", "voicing"):
            if not getattr(self, name) >= 0:
                raise OptionError(f"{name} is a price of at least 0, not {getattr(self, name):g}")
        if not self.independent_fps > 0:
            raise OptionError(f"independent_fps is positive, not {self.independent_fps:g}")

    def follow(
        self,
        activations: ArrayLike,
        fps: float,
        *,
        low_midi: float,
        bins_per_semitone: int,
        sounding: ArrayLike | None = None,
    ) -> tuple[Floats, Bools, Floats]:
        """The pitch of the melody in every frame, whether it sounds, and its confidence.

        Parameters
        ----------
        activations : 0 to 1, shape (frames, bins).
        fps : frames per second.
        low_midi : MIDI pitch of the first bin.
        sounding : an activation that says whether the melody sounds, 0 to 1, shape (frames,); by
            default the strongest activation near its pitch.

        Returns
        -------
        midi : shape (frames,), also where the melody is silent.
        voiced : shape (frames,).
        confidence : shape (frames,), the strongest activation near that pitch, 0 to 1.
        """
        values = np.asarray(activations, dtype=np.float32)
        path = self.path(values, fps, bins_per_semitone=bins_per_semitone)
        reach = max(1, int(self.near_semitones * bins_per_semitone))
        position, confidence = np.zeros(len(values)), np.zeros(len(values))
        for start, piece in pieces(values, PIECE_FRAMES):
            here = slice(start, start + len(piece))
            position[here], confidence[here] = _centre(piece, path[here], reach)
        weight = min(1.0, self.independent_fps / fps)
        voicing = confidence if sounding is None else np.asarray(sounding, dtype=np.float64)
        evidence = weight * (_log_odds(voicing) - _log_odds(np.array(self.break_even)))
        return low_midi + position / bins_per_semitone, _sounds(evidence, self.voicing), confidence

    def path(self, activations: ArrayLike, fps: float, *, bins_per_semitone: int) -> Numbers:
        """The bin of every frame on the best path, shape (frames,); see `follow`."""
        values = np.asarray(activations, dtype=np.float32)
        if values.ndim != 2 or values.shape[1] == 0:
            raise ValueError(f"activations have shape (frames, bins), not {values.shape}")
        weight = min(1.0, self.independent_fps / fps)
        bins = np.arange(values.shape[1])
        apart = np.abs(bins[:, None] - bins) / bins_per_semitone
        prices = np.minimum(self.semitone * apart, self.leap).astype(np.float32)
        return _best_path(values, weight, self.semitone / bins_per_semitone, prices)


def _log_odds(values: NDArray[np.floating]) -> NDArray[np.floating]:
    clipped = np.clip(np.nan_to_num(values), SMALLEST, 1 - SMALLEST)
    odds: NDArray[np.floating] = np.log(clipped / (1 - clipped))
    return odds


def _forward(score: Singles, evidence: Singles, ramp: Singles, dearest: np.float32) -> Singles:
    """Scores of every bin after each of these frames, (frames, bins), less their maximum."""
    scores = np.empty_like(evidence)
    floor = -dearest
    above = np.empty_like(score)
    for row, out in zip(evidence, scores, strict=True):
        np.add(score, ramp, out=out)
        np.maximum.accumulate(out, out=out)
        np.subtract(out, ramp, out=out)
        np.subtract(score, ramp, out=above)
        np.maximum.accumulate(above[::-1], out=above[::-1])
        np.add(above, ramp, out=above)
        np.maximum(out, above, out=out)
        np.maximum(out, floor, out=out)
        np.add(out, row, out=out)
        np.subtract(out, out.max(), out=out)
        score = out
    return scores


def _best_path(values: Singles, weight: float, slope: float, prices: Singles) -> Numbers:
    """The bin of every frame on the path of the highest score."""
    count, bins = values.shape
    path = np.zeros(count, dtype=np.int64)
    ramp = (slope * np.arange(bins)).astype(np.float32)
    dearest = prices.max()
    segment = max(1, _SEGMENT_CELLS // bins)

    def scores_from(start: int, score: Singles) -> Singles:
        evidence = np.float32(weight) * _log_odds(values[start : start + segment])
        release(values)
        return _forward(score, evidence.astype(np.float32, copy=False), ramp, dearest)

    score, scores = np.zeros(bins, dtype=np.float32), np.zeros((0, bins), dtype=np.float32)
    before: list[tuple[int, Singles]] = []
    for start in range(0, count, segment):
        before.append((start, score))
        scores = scores_from(start, score)
        score = scores[-1].copy()
    at = int(score.argmax())
    for start, score in reversed(before):
        if start + segment < count:
            scores = scores_from(start, score)
            at = int((scores[-1] - prices[at]).argmax())
        path[start + len(scores) - 1] = at
        for frame in range(len(scores) - 2, -1, -1):
            at = int((scores[frame] - prices[at]).argmax())
            path[start + frame] = at
    return path


def _centre(values: Singles, path: Numbers, reach: int) -> tuple[Floats, Floats]:
    """The strongest bin near the path, refined to the mean around it; and its activation."""
    count, bins = values.shape
    frames = np.arange(count)[:, None]
    offsets = np.arange(-reach, reach + 1)

    def around(centres: Numbers) -> tuple[Numbers, Floats]:
        places = centres[:, None] + offsets
        inside = (places >= 0) & (places < bins)
        nearby = values[frames, np.clip(places, 0, bins - 1)].astype(np.float64)
        return places, np.where(inside, np.clip(np.nan_to_num(nearby), 0, 1), 0.0)

    places, near = around(path)
    # Among equals, as in silence, argmax would take the lowest bin instead of the path.
    strongest = near.argmax(axis=1)
    strongest = np.where(near.max(axis=1) > near[:, reach], strongest, reach)
    peak = places[np.arange(count), strongest]
    places, near = around(peak)
    total = near.sum(axis=1)
    mean = (near * places).sum(axis=1) / np.where(total > 0, total, 1)
    return np.where(total > 0, mean, peak), near[:, reach]


def _sounds(evidence: NDArray[np.floating], price: float) -> Bools:
    """Voicing by two states, with the evidence for sound and the price of every change."""
    lead, leads = 0.0, array("d")  # of sound over silence, after each frame
    for start in range(0, len(evidence), PIECE_FRAMES):  # a list of hours would be large
        for more in evidence[start : start + PIECE_FRAMES].tolist():
            lead = min(max(lead, -price), price) + more
            leads.append(lead)
    ahead = np.frombuffer(leads)
    # If the lead is smaller than the price of a change, the next frame decides.
    decides = np.abs(ahead) > price
    decides[-1:] = True
    frames = np.where(decides, np.arange(len(ahead)), len(ahead))
    return np.asarray(ahead[np.minimum.accumulate(frames[::-1])[::-1]] > 0)
