"""Whether a pitch has any odd partial of its own in the spectrum of a recording.

A tone an octave below what sounds would have only even ones, and a tone that is not there none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from lausch.annotation.melody import hertz
from lausch.frames import FloatArray, Frames, release
from lausch.representations.spectra import LinS
from lausch.representations.stack import Stack
from lausch.representations.stream import stream

PARTIALS = (1, 3)
"""A double bass may lack its fundamental on a recording, but not the third partial too."""
RANGE_DB = 50.0
"""A partial that is so far below the strongest one does not sound."""
HIGHEST_HZ = 2000.0
_WINDOW = 4096
_EVERY = 2
"""Every other frame is measured: windows are longer than two of the bass models' frames."""
_CHUNK_FRAMES = 1024


def with_odd_partials(activations: Frames, blocks: Iterable[FloatArray]) -> Frames:
    """Activations with zeros, in place, for pitches of which no odd partial sounds.

    Parameters
    ----------
    activations : columns named "midi N", shape (frames, pitches).
    blocks : samples of the recording at the rate of the activations' clock.
    """
    clock = activations.clock
    spectrum = LinS(clock.rate, _EVERY * clock.hop, _WINDOW)
    keys = np.array([float(name.removeprefix("midi ")) for name in activations.columns])
    hz = np.outer(hertz(keys + activations.tuning), PARTIALS)
    bins = np.round(hz * _WINDOW / clock.rate).astype(np.int64)[..., None] + np.arange(-1, 2)
    last = int(HIGHEST_HZ * _WINDOW / clock.rate)
    bins = bins.reshape(len(keys), -1).clip(0, last)
    values = activations.values
    values = values if values.flags.writeable else values.copy()
    start = 0
    for chunk, new in stream(Stack((spectrum,)), blocks, frames=_CHUNK_FRAMES, context=0):
        magnitudes = chunk[new, : last + 1]
        stop = min(start + _EVERY * len(magnitudes), len(values))
        least = magnitudes.max(axis=1, keepdims=True) * 10 ** (-RANGE_DB / 20)
        sounds = magnitudes[:, bins].max(axis=2) > least
        values[start:stop][~np.repeat(sounds, _EVERY, axis=0)[: stop - start]] = 0
        release(values)
        start = stop
    values[start:] = 0
    return replace(activations, values=values)
