"""Checks of known beats: that they have what is needed, and that they fit the recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from lausch.annotation import Beats, Tempo
from lausch.annotation.tempocurve import curve_of
from lausch.decoding.anchors import distances
from lausch.decoding.renumbering import rotated, rotation
from lausch.errors import AnnotationError, OptionError
from lausch.tasks.options import BeatOptions

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


MOST_BESIDE_SECONDS = 0.5
"""Distance of a downbeat that the user names from the nearest beat."""
NUMBERED = frozenset({"downbeats"})
"""Layers that are numbers in the bar."""


def rhythm_of(beats: Beats, layers: Iterable[str]) -> dict[str, Any]:
    """What known beats say: themselves, and their tempo if it is one of the layers."""
    return {layer: FROM_BEATS[layer](beats) for layer in FROM_BEATS.keys() & {"beats", *layers}}


def _tempo(beats: Beats) -> Tempo:
    bpm = beats.tempo_bpm
    return Tempo() if bpm is None else Tempo([bpm], [1.0], curve=curve_of(beats.times))


FROM_BEATS: dict[str, Callable[[Beats], Any]] = {"beats": lambda beats: beats, "tempo": _tempo}
"""For each layer that known beats tell, what they say of it."""


def renumbered(beats: Beats, options: BeatOptions) -> Beats:
    """Beats with their numbers in the bar moved as `options` say, by the same count everywhere.

    Raises OptionError if there are no numbers, no beat is near a downbeat that is named, or two
    such are not whole bars apart.
    """
    downbeats = options.anchors.downbeats
    if not len(beats) or not (downbeats or options.rotate_bars):
        return beats
    if beats.positions is None or not len(beats.downbeats):
        raise OptionError("no bars are known, so their beginning cannot be moved")
    shift = int(options.rotate_bars)
    if downbeats:
        far = distances(np.array(downbeats), beats.times)
        if far.max() > MOST_BESIDE_SECONDS:
            time = downbeats[int(far.argmax())]
            nearest = beats.times[np.abs(beats.times - time).argmin()]
            raise OptionError(
                f"no beat is within {MOST_BESIDE_SECONDS:g} s of the downbeat at {time:g} s; the "
                f"nearest is at {nearest:.2f} s"
            )
        ones = np.abs(beats.times[:, None] - np.array(downbeats)).argmin(axis=0)
        shift = rotation(beats.positions, int(ones[0]))
    numbers = rotated(beats.positions, shift)
    if downbeats and (numbers[ones] != 1).any():
        wrong = downbeats[int((numbers[ones] != 1).argmax())]
        raise OptionError(
            f"the given beats have whole bars from the downbeat at {downbeats[0]:g} s on, but not "
            f"to that at {wrong:g} s; name one of them, or correct the numbers in the file"
        )
    confidence = beats.metre_confidence
    return Beats(beats.times, numbers, beats.confidence, metre_confidence=confidence)


def check_use(beats: Beats | None, layers: Sequence[str], *, snap: bool, named: bool) -> None:
    """Raise OptionError for known beats without numbers in the bar where these are needed.

    Parameters
    ----------
    beats : the beats of the recording, if known.
    layers : of the analysis.
    snap : whether sections are moved to downbeats.
    named : whether the user named the layers.
    """
    if beats is None or beats.positions is not None:
        return
    if snap:
        raise OptionError(
            "the given beats have no numbers in the bar, and sections are moved to downbeats; "
            "leave the beats out, or --snap"
        )
    if named and not NUMBERED.isdisjoint(layers):
        raise OptionError(
            "the given beats have no numbers in the bar, and so there are no downbeats; write the "
            "numbers beside the times, or leave downbeats out"
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
