"""An answer of a search: the recording, and the place in it."""

from __future__ import annotations

from dataclasses import dataclass


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
