"""Anchors: times at which a user says that there is a beat, or a downbeat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation.times import LONGEST_SECONDS
from lausch.errors import OptionError

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

TOLERANCE_SECONDS = 0.07
"""A beat within it is the one that was meant, as where beats are scored."""
MOST = 10_000
"""Times in one call."""
LISTED = 5
"""Times in one message."""


@dataclass(frozen=True)
class Anchors:
    """Times in seconds at which there is a beat, or a downbeat, whatever a network says.

    A single time, or several in any order. A downbeat is a beat as well.

    Raises OptionError for a time before 0 s or after a day, and for more than `MOST` times.

    Examples
    --------
    >>> import lausch
    >>> anchors = lausch.Anchors(beats=12.4, downbeats=[3.2, 5.1])
    >>> anchors.times.tolist()
    [3.2, 5.1, 12.4]
    """

    beats: tuple[float, ...] = ()
    downbeats: tuple[float, ...] = ()

    def __init__(self, beats: ArrayLike = (), downbeats: ArrayLike = ()) -> None:
        object.__setattr__(self, "beats", _checked(beats, "beat"))
        object.__setattr__(self, "downbeats", _checked(downbeats, "downbeat"))
        if len(self.beats) + len(self.downbeats) > MOST:
            raise OptionError(
                f"at most {MOST:,} beats and downbeats can be named, not "
                f"{len(self.beats) + len(self.downbeats):,}; give all beats as a file"
            )

    def __bool__(self) -> bool:
        return bool(self.beats or self.downbeats)

    @property
    def times(self) -> Floats:
        """Every time at which there is a beat, in seconds, increasing."""
        return np.unique(np.array([*self.beats, *self.downbeats], dtype=np.float64))

    def and_downbeat(self, time: float | None) -> Anchors:
        """The same with one more downbeat (s); None for none."""
        return self if time is None else Anchors(self.beats, (*self.downbeats, time))

    def met(self, beats: Floats) -> NDArray[np.bool_]:
        """Whether each of `times` has one of these beats (s) within the tolerance."""
        return distances(self.times, beats) <= TOLERANCE_SECONDS + 1e-9

    def check_met(self, beats: Floats, min_bpm: float, max_bpm: float) -> None:
        """Raise OptionError where there is no such beat (s) among those of a range of tempi."""
        lacking = [f"{time:.2f}" for time in self.times[~self.met(beats)]]
        if lacking:
            more = f" and {len(lacking) - LISTED} more" if len(lacking) > LISTED else ""
            raise OptionError(
                f"no beats between {min_bpm:g} and {max_bpm:g} bpm are at all times that were "
                f"named: none is within {1000 * TOLERANCE_SECONDS:g} ms of "
                f"{', '.join(lacking[:LISTED])} s{more}; correct a time, leave one out, or widen "
                "--min-bpm and --max-bpm"
            )

    def near(self, beats: Floats) -> NDArray[np.bool_]:
        """Whether each of these beats (s) has one of `times` within the tolerance."""
        return distances(beats, self.times) <= TOLERANCE_SECONDS + 1e-9

    def check_inside(self, seconds: float) -> None:
        """Raise OptionError for a time beyond the end of a recording of this length."""
        beyond = self.times[self.times > seconds]
        if beyond.size:
            raise OptionError(
                f"a beat at {beyond[0]:g} s was named, but the recording ends at {seconds:.2f} s; "
                "is it of another recording, or in milliseconds?"
            )


def distances(of: Floats, to: Floats) -> Floats:
    """The distance of each time to the nearest of others, which increase; inf without any."""
    if not len(to):
        return np.full(len(of), np.inf)
    after, last = np.searchsorted(to, of), len(to) - 1
    before = np.abs(of - to[np.maximum(after - 1, 0)])
    near: Floats = np.minimum(before, np.abs(of - to[np.minimum(after, last)]))
    return near


def _checked(times: ArrayLike, noun: str) -> tuple[float, ...]:
    try:
        array = np.atleast_1d(np.asarray(times, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise OptionError(f"{noun}: a time in seconds, or several, not {times!r:.80}") from error
    if array.ndim != 1:
        raise OptionError(f"{noun}: a time in seconds, or a list of them, not {array.ndim} axes")
    wrong = array[~((array >= 0) & (array <= LONGEST_SECONDS))]
    if wrong.size:
        raise OptionError(
            f"{noun} is a time of 0 s or later, and of 24 h at most, not {wrong[0]:g} s"
        )
    return tuple(float(each) for each in np.unique(array))


NONE = Anchors()
"""None: the decoder is free."""
