"""The annotations as sound: what `sonify` plays, as numbers that the page plays itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from lausch.annotation.analysis import Analysis
from lausch.annotation.times import Times
from lausch.sonify.clicks import SOUNDS, Events
from lausch.sonify.tones import HARMONICS, TONE_LEVEL, VOICES, Floats, Line, Tone
from lausch.web.packed import long_numbers, numbers

RATE = 44100
STRAIGHT = 1e-6


def voices_of(analysis: Analysis) -> list[dict[str, Any]]:
    """A voice for every layer that sounds: bursts at moments, or tones along lines."""
    held = analysis.layers
    moments = {SOUNDS[layer]: layer for layer in reversed(SOUNDS) if layer in held}
    voices = [
        {"layer": layer, "bursts": _bursts(events(analysis))}
        for events, layer in reversed(moments.items())
    ]
    for layer, voice in VOICES.items():
        if layer in held:
            melody, fall = voice(analysis)
            voices.append({"layer": layer, **_tones(melody, fall)})
    return voices


def _bursts(events: Events) -> list[dict[str, Any]]:
    return [{**asdict(burst), "times": numbers(times)} for times, burst in events]


def _tones(melody: Line, fall: float) -> dict[str, Any]:
    lines = melody if isinstance(melody, tuple) else (melody,)
    tones = [Tone(each, RATE, fall) for each in lines]
    return {
        "lines": [_corners(tone) for tone in tones],
        "fall": fall,
        "harmonics": HARMONICS,
        "share": TONE_LEVEL / max(1, len(tones)) ** 0.5,
    }


def _corners(tone: Tone) -> dict[str, Any]:
    kept = needed(tone.times, tone.pitch, tone.level)
    return {
        "times": long_numbers(tone.times[kept]),
        "pitch": long_numbers(tone.pitch[kept]),
        "level": long_numbers(tone.level[kept], 4),
    }


def needed(times: Times, *values: Floats) -> Times:
    """Which points of lines are no mere middle between equal slopes, shape (n,), bool."""
    kept = np.ones(len(times), dtype=bool)
    if len(times) > 2:
        steps = np.maximum(np.diff(times), 1e-9)
        bends = [np.abs(np.diff(np.diff(value) / steps)) > STRAIGHT for value in values]
        kept[1:-1] = np.any(bends, axis=0)
    return kept
