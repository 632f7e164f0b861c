"""Scores of strokes against annotated ones: F at 50 ms, as MIREX drum transcription has it.

Strokes of an instrument match as onsets do in mir_eval.
"""

from __future__ import annotations

from lausch.annotation import Drums
from lausch.annotation.drums import INSTRUMENTS
from lausch.metrics.beats import matched_events
from lausch.metrics.onsets import onset_f

TOLERANCE = 0.05
"""Seconds on either side."""
MEASURES = ("drums F", *(f"{name} F" for name in INSTRUMENTS))


def score(reference: Drums, estimate: Drums) -> dict[str, float]:
    """Scores by the names in `MEASURES`, without those of instruments that are never struck.

    "drums F" counts the strokes of all instruments together, also false ones of others.
    """
    matches = sum(
        int(matched_events(reference.of(name).times, estimate.of(name).times, TOLERANCE).sum())
        for name in INSTRUMENTS
    )
    strokes = len(reference) + len(estimate)
    struck = [name for name in INSTRUMENTS if len(reference.of(name))]
    return {
        "drums F": 2 * matches / strokes if strokes else 1.0,
        **{f"{name} F": instrument_f(reference, estimate, name) for name in struck},
    }


def instrument_f(reference: Drums, estimate: Drums, instrument: str) -> float:
    """F of one instrument; 1 where nobody has a stroke of it."""
    f, _, _ = onset_f(reference.of(instrument).times, estimate.of(instrument).times, TOLERANCE)
    return f
