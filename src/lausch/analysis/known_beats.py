"""Checks of known beats: that an analysis uses them, and that they fit the recording."""

from __future__ import annotations

from collections.abc import Sequence

from lausch.annotation import Beats
from lausch.annotation.layers import family_of, needs_of
from lausch.errors import AnnotationError, OptionError

UNITS = {
    "milliseconds": 1e3,
    "samples at 44100 Hz": 44_100.0,
    "samples at 48000 Hz": 48_000.0,
    "samples at 22050 Hz": 22_050.0,
    "frames of 10 ms": 100.0,
    "frames of 20 ms": 50.0,
    "HTK's units of 100 ns": 1e7,
}
"""Number of each in a second."""
SLACK_SECONDS = 1.0
"""The latest beat after the end of a recording: the decoded lengths differ by less."""
LAST_BEAT = (0.8, 1.02)
"""Usual position of the last beat, as a share of the recording."""


def check_use(beats: Beats | None, layers: Sequence[str], *, snap: bool) -> None:
    """Raise OptionError for known beats that no layer uses, or that lack numbers in the bar."""
    if beats is None:
        return
    family = family_of("beats")
    rhythm = [layer for layer in layers if layer in family]
    if rhythm:
        raise OptionError(
            f"beats are given, so {' and '.join(rhythm)} need "
            "not be looked for; ask for the bass or sections alone, with --only bass"
        )
    if not needs_of(layers) and not snap:
        raise OptionError(
            "beats are given, but there is no bass line that needs them, nor are sections moved to "
            "them; add --only bass, or --snap"
        )
    if snap and beats.positions is None:
        raise OptionError(
            "the given beats have no numbers in the bar, and sections are moved to downbeats; "
            "leave the beats out, or --snap"
        )


def check_inside(beats: Beats | None, seconds: float) -> None:
    """Raise AnnotationError for known beats beyond the end of a recording of this length."""
    if beats is None or not len(beats) or beats.times[-1] <= seconds + SLACK_SECONDS:
        return
    last = float(beats.times[-1])
    low, high = LAST_BEAT
    unit = next((u for u, n in UNITS.items() if low * seconds <= last / n <= high * seconds), None)
    cause = f"are they {unit}? write seconds" if unit else "are they of another, longer recording?"
    beyond = int((beats.times > seconds + SLACK_SECONDS).sum())
    raise AnnotationError(
        f"the beats that were given end at {last:.10g} s, but the recording at {seconds:.2f} s, "
        f"and {beyond} of {len(beats)} lie beyond; {cause}"
    )
