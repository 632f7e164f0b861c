"""The alignment of a query with the recording that it was found in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.annotation import Contour, Notes
from lausch.annotation.times import Times
from lausch.decoding.warping import path
from lausch.frames import FloatArray
from lausch.retrieval.chroma import CLOCK, normalised, stretched
from lausch.retrieval.matching import BEND, Match

AROUND_SECONDS = 2.0
"""Part of the recording that is taken on either side of a match."""
SHORTEST_SECONDS = 0.02


@dataclass(frozen=True, eq=False)
class Alignment:
    """A query beside the part of a recording where it was found.

    Parameters
    ----------
    match : the answer of the search.
    query : its chroma, (frames, 12), transposed to the recording's key.
    query_start : seconds of its first frame.
    recording : chroma of that part, (frames, 12).
    recording_start : seconds of its first frame.
    query_times, recording_times : corresponding seconds, both increasing.
    """

    match: Match
    query: FloatArray
    query_start: float
    recording: FloatArray
    recording_start: float
    query_times: Times
    recording_times: Times

    def transferred(self, melody: Notes | Contour) -> Notes | Contour:
        """The query in the recording's key and time, without what lies outside the path."""
        first, last = self.query_times[[0, -1]]
        up = self.match.transposition
        if isinstance(melody, Contour):
            inside = (melody.times >= first) & (melody.times <= last)
            times = self._warped(melody.times[inside])
            hz = melody.hz[inside] * 2 ** (up / 12)
            return Contour(times, hz, melody.voiced[inside], melody.confidence[inside])
        inside = (melody.offsets > first) & (melody.onsets < last)
        onsets, offsets = self._warped(melody.onsets[inside]), self._warped(melody.offsets[inside])
        offsets = np.maximum(offsets, onsets + SHORTEST_SECONDS)
        pitches = np.clip(melody.pitches[inside] + up, 0, 127)
        return Notes(onsets, offsets, pitches, melody.confidence[inside])

    def _warped(self, seconds: Times) -> Times:
        return np.interp(seconds, self.query_times, self.recording_times)


def aligned(query: FloatArray, before: int, chroma: FloatArray, match: Match) -> Alignment:
    """Warp a query onto the place where it matches.

    The query is chroma (frames, 12) without silence at its ends, with `before` frames of silence
    before it; `chroma` is that of the whole recording.
    """
    first, last = CLOCK.frames(
        np.array([match.start - AROUND_SECONDS, match.end + AROUND_SECONDS])
    ).clip(0, len(chroma))
    part = chroma[first:last]
    query = np.roll(query, match.transposition, axis=1)
    bent = stretched(query, match.tempo)
    rows, columns = path(normalised(bent), normalised(part), bend=BEND)
    # The inverse of how `stretched` places its frames.
    frames = (rows + 0.5) * (len(query) / len(bent)) - 0.5
    return Alignment(
        match,
        query,
        float(CLOCK.seconds(before)),
        part,
        float(CLOCK.seconds(int(first))),
        CLOCK.seconds(before + frames),
        CLOCK.seconds(first + columns),
    )
