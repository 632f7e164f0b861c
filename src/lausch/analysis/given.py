"""What a user gives beside a recording is held against it."""

from __future__ import annotations

from lausch.annotation import Beats
from lausch.errors import AnnotationError

UNITS = {
    "milliseconds": 1e3,
    "samples at 44100 Hz": 44_100.0,
    "samples at 48000 Hz": 48_000.0,
    "samples at 22050 Hz": 22_050.0,
    "frames of 10 ms": 100.0,
    "frames of 20 ms": 50.0,
    "HTK's units of 100 ns": 1e7,
}
"""How many of each are in a second."""
SLACK_SECONDS = 1.0
"""So much later than the end a beat may stand: decoders differ by less."""
FILLED = (0.8, 1.02)
"""The share of a recording at which its last beat stands."""


def check_inside(beats: Beats | None, seconds: float) -> None:
    """Raise AnnotationError for given beats that lie beyond the end of their recording.

    Parameters
    ----------
    beats : as they were given; None is fine.
    seconds : the length of the recording.
    """
    if beats is None or not len(beats) or beats.times[-1] <= seconds + SLACK_SECONDS:
        return
    last = float(beats.times[-1])
    low, high = FILLED
    unit = next((u for u, n in UNITS.items() if low * seconds <= last / n <= high * seconds), None)
    cause = f"are they {unit}? write seconds" if unit else "are they of another, longer recording?"
    beyond = int((beats.times > seconds + SLACK_SECONDS).sum())
    raise AnnotationError(
        f"the beats that were given end at {last:.10g} s, but the recording at {seconds:.2f} s, "
        f"and {beyond} of {len(beats)} lie beyond; {cause}"
    )
