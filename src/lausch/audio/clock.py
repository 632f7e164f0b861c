"""The clock of a container: when a frame sounds, whatever was decoded before it."""

from __future__ import annotations

from typing import Any

FROM_ZERO = ("matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2")
"""Containers whose clock begins at 0; in the others it begins with the earliest track."""
TRUSTED = (*FROM_ZERO, "ogg", "mpegts")
"""Other clocks are counted from the sound itself, or are guesses."""
SMALLEST_GAP = 0.015
"""Seconds: less than one packet of any codec, and more than times rounded to 1 ms are off."""
SMALLEST_START = 0.05
LARGEST = 600.0
"""Seconds: more is a clock that was set anew, not a pause."""


class Clock:
    """Compares what the container says with what was decoded.

    Parameters
    ----------
    container : of PyAV.
    notes : filled with what is found.
    """

    def __init__(self, container: Any, notes: list[str]) -> None:
        name = container.format.name
        self._trusted = name in TRUSTED
        started = container.start_time
        self._zero = 0.0 if name in FROM_ZERO or started is None else started / 1e6
        self._notes = notes
        self._ahead: float | None = None  # of the container's clock, in seconds
        self._heard = 0.0
        self.gaps = 0

    def add(self, seconds: float) -> None:
        """So much sound, or silence, was delivered."""
        self._heard += seconds

    def missing(self, frame: Any) -> float:
        """Seconds of silence that belong in front of a frame."""
        if not self._trusted or frame.time is None:
            return 0.0
        time: float = frame.time - self._zero
        if self._ahead is None:
            return self._begin(time)
        late = time - self._ahead - self._heard
        if abs(late) <= SMALLEST_GAP:
            return 0.0
        if not 0 < late <= LARGEST:
            self._ahead += late
            self._say(f"its clock jumps by {late:+.3f} s at {self._heard:.2f} s: taken as no pause")
            return 0.0
        self._say(f"its clock leaves out {late:.3f} s at {self._heard:.2f} s: they became silence")
        self._heard += late
        return late

    def _begin(self, time: float) -> float:
        self._ahead = time - self._heard
        if abs(time) <= SMALLEST_START:
            return 0.0
        if not 0 < time <= LARGEST:
            self._say(f"its track begins at {time:.3f} s of its clock; times count from there")
            return 0.0
        self._say(f"its track begins at {time:.3f} s of its clock: silence was put in front")
        self._ahead, self._heard = 0.0, self._heard + time
        return time

    def _say(self, note: str) -> None:
        self.gaps += 1
        if self.gaps <= 8:
            self._notes.append(note)
        elif self.gaps == 9:
            self._notes.append("and so on: its clock leaves out, or jumps, more often")
