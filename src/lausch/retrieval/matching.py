"""Exact matching: every place of every recording, then the best recordings once more by warping.

First each query variant (transposed, stretched) is laid diagonally on every start. The recordings
that fit best are matched again with dynamic time warping, which decides score, place and order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.decoding.diagonal import Diagonals
from lausch.decoding.warping import warp
from lausch.frames import FloatArray
from lausch.retrieval.chroma import BINS, normalised, stretched


@dataclass(frozen=True)
class Match:
    """One recording that a query was found in.

    Parameters
    ----------
    path : path of the recording, as the index has it.
    score : mean similarity along the warping path, at most 1.
    start, end : seconds of the recording between which the query was found.
    transposition : semitones by which the recording is higher than the query, -5 to 6.
    tempo : how many times as fast as the query the recording is.
    confidence : probability that this is the recording sought; a close runner-up lowers it.
    """

    path: str
    score: float
    start: float
    end: float
    transposition: int
    tempo: float
    confidence: float = 0.0


WALL_FRAMES = 2


@dataclass(frozen=True, eq=False)
class ChromaBatch:
    """Normalised chroma of recordings, one after the other, with NaN between them.

    Frames are float32 (frames, 12); each recording is followed by two rows of NaN. `starts` and
    `lengths` are in frames.
    """

    names: tuple[str, ...]
    frames: FloatArray
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, recordings: Mapping[str, FloatArray]) -> ChromaBatch:
        """Join recordings.

        `recordings` maps names to chroma, (frames, 12), not yet normalised.
        """
        wall = np.full((WALL_FRAMES, BINS), np.nan, np.float32)
        parts: list[FloatArray] = []
        for chroma in recordings.values():
            parts += [normalised(chroma.astype(np.float32, copy=False)), wall]
        lengths = np.array([len(chroma) for chroma in recordings.values()], dtype=np.int64)
        starts = np.cumsum(lengths + WALL_FRAMES) - lengths - WALL_FRAMES
        frames = np.concatenate(parts) if parts else np.zeros((0, BINS), np.float32)
        return cls(tuple(recordings), frames, starts, lengths)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def owners(self) -> NDArray[np.int64]:
        """The number of each frame's recording; rows of NaN belong to the one before."""
        return np.repeat(np.arange(len(self)), self.lengths + WALL_FRAMES)

    def part(self, number: int) -> FloatArray:
        """The frames of one recording."""
        start = self.starts[number]
        frames: FloatArray = self.frames[start : start + self.lengths[number]]
        return frames

    def select(self, numbers: NDArray[np.int64]) -> ChromaBatch:
        """A batch of the recordings with these numbers, in this order."""
        ends = self.starts[numbers] + self.lengths[numbers] + WALL_FRAMES
        spans = [np.arange(a, b) for a, b in zip(self.starts[numbers], ends, strict=True)]
        rows = np.concatenate(spans) if spans else np.zeros(0, np.int64)
        lengths = self.lengths[numbers]
        starts = np.cumsum(lengths + WALL_FRAMES) - lengths - WALL_FRAMES
        names = tuple(self.names[number] for number in numbers)
        return ChromaBatch(names, self.frames[rows], starts, lengths)


FINALISTS = 30
BEND = 0.02
"""Cost of each step off the diagonal."""


@dataclass(frozen=True)
class Fit:
    """The best place of a query in one recording.

    Parameters
    ----------
    number : number of the recording in its batch.
    score : mean similarity along the warping path, about 0.4 for chance and 1 for identity.
    first, last : frames of the recording.
    semitones : by which the recording is higher than the query, -5 to 6.
    ratio : how much faster than given the query was before it was warped.
    """

    number: int
    score: float
    first: int
    last: int
    semitones: int
    ratio: float


class Matcher:
    """Matches queries with a batch, and keeps its Fourier transforms between queries."""

    def __init__(self, batch: ChromaBatch) -> None:
        self.batch = batch
        self._clean = np.nan_to_num(batch.frames)
        self._within = np.arange(len(batch.frames)) - batch.starts[batch.owners]
        self._diagonals: dict[int, Diagonals] = {}

    def fits(
        self,
        query: FloatArray,
        *,
        semitones: Sequence[int] = (0,),
        ratios: Sequence[float] = (1.0,),
        finalists: int = FINALISTS,
    ) -> list[Fit]:
        """The recordings that fit best, best first.

        Parameters
        ----------
        query : chroma (frames, 12), 0 to 1.
        semitones : transpositions to try; one or all twelve are fastest.
        ratios : tempi to try.
        finalists : number of recordings that are warped.
        """
        if not len(self.batch):
            return []
        variants = [normalised(stretched(query, ratio)) for ratio in ratios]
        best = np.full(len(self.batch), -np.inf, np.float32)
        shift = np.zeros(len(self.batch), np.int64)
        variant = np.zeros(len(self.batch), np.int64)
        for index, one in enumerate(variants):
            for up, scores in self._diagonal_scores(one, semitones):
                better = scores > best
                best[better], shift[better], variant[better] = scores[better], up, index
        order = np.argsort(-best, kind="stable")[:finalists]
        fits: list[Fit] = []
        for index in np.unique(variant[order]):
            group = order[variant[order] == index]
            fits += self._warped(variants[index], float(ratios[index]), group, shift[group])
        return sorted(fits, key=lambda fit: (-fit.score, fit.number))

    def _diagonal_scores(
        self, query: FloatArray, semitones: Sequence[int]
    ) -> list[tuple[int, FloatArray]]:
        """For each transposition the best diagonal of every recording."""
        longest = 1 << max(6, (len(query) - 1).bit_length())
        if longest not in self._diagonals:
            self._diagonals[longest] = Diagonals(self._clean, longest)
        diagonals = self._diagonals[longest]
        if len(semitones) > 2:
            curves = diagonals.curves(query)
            pairs = [(up, curves[up % BINS]) for up in semitones]
        else:
            pairs = [(up, diagonals.curve(np.roll(query, up, axis=1))) for up in semitones]
        last = np.maximum(self.batch.lengths - len(query), 0)
        outside = self._within > last[self.batch.owners]
        scores = []
        for up, curve in pairs:
            curve = np.where(outside, np.float32(-np.inf), curve)
            scores.append((up, np.maximum.reduceat(curve, self.batch.starts)))
        return scores

    def _warped(
        self, query: FloatArray, ratio: float, group: NDArray[np.int64], shift: NDArray[np.int64]
    ) -> list[Fit]:
        part = self.batch.select(group)
        rows = np.arange(len(part.frames))[:, None]
        # The recordings are transposed instead of the query, so that one pass does for all.
        columns = (np.arange(BINS) + shift[part.owners][:, None]) % BINS
        paths = warp(query, part.frames[rows, columns], bend=BEND)
        fits = []
        for place, number in enumerate(group):
            begin, size = int(part.starts[place]), int(part.lengths[place])
            scores = paths.scores[begin : begin + size]
            end = int(np.argmax(scores)) if size else 0
            if not size or not np.isfinite(scores[end]):
                continue  # even at double speed the query is longer than the recording
            first = int(paths.starts[begin + end]) - begin
            fits.append(Fit(int(number), float(scores[end]), first, end, int(shift[place]), ratio))
        return fits
