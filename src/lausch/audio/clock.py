"""The clock of a container, by which gaps between decoded frames become silence."""

from __future__ import annotations

from typing import Any

FROM_ZERO = ("matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2")
"""Containers whose clock begins at 0; in the others it begins with the earliest track."""
TRUSTED = (*FROM_ZERO, "ogg", "mpegts")
"""Containers with a clock of their own; other clocks count the sound itself, or are guesses."""
SMALLEST_GAP = 0.015
"""Seconds: less than a packet of any codec, and more than the error of times rounded to 1 ms."""
SMALLEST_START = 0.05
LARGEST = 600.0
"""Seconds: a larger gap is a new start of the clock and not a pause."""


class Clock:
    """Compares the clock of a container (of PyAV) with the decoded sound, and adds notes."""

    def __init__(self, container: Any, notes: list[str]) -> None:
        name = container.format.name
        self._trusted = name in TRUSTED
        started = container.start_time
        self._zero = 0.0 if name in FROM_ZERO or started is None else started / 1e6
        self._notes = notes
        self._ahead: float | None = None  # of the container's clock, in seconds
        self._position = 0.0
        self.gaps = 0

    def add(self, seconds: float) -> None:
        """Count delivered sound or silence."""
        self._position += seconds

    def missing(self, frame: Any) -> float:
        """Seconds of silence to insert before a frame."""
        if not self._trusted or frame.time is None:
            return 0.0
        time: float = frame.time - self._zero
        if self._ahead is None:
            return self._begin(time)
        late = time - self._ahead - self._position
        if abs(late) <= SMALLEST_GAP:
            return 0.0
        if not 0 < late <= LARGEST:
            self._ahead += late
            self._note(f"its clock jumps by {late:+.3f} s at {self._position:.2f} s, not a pause")
            return 0.0
        self._note(f"its clock skips {late:.3f} s at {self._position:.2f} s: they became silence")
        self._position += late
        return late

    def _begin(self, time: float) -> float:
        self._ahead = time - self._position
        if abs(time) <= SMALLEST_START:
            return 0.0
        if not 0 < time <= LARGEST:
            self._note(f"its track begins at {time:.3f} s of its clock; times count from there")
            return 0.0
        self._note(f"its track begins at {time:.3f} s of its clock: silence was put in front")
        self._ahead, self._position = 0.0, self._position + time
        return time

    def _note(self, note: str) -> None:
        self.gaps += 1
        if self.gaps <= 8:
            self._notes.append(note)
        elif self.gaps == 9:
            self._notes.append("and so on: its clock skips or jumps more often")
