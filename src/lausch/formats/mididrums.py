"""Strokes of drums on channel 10 of a MIDI file, at the percussion keys of General MIDI."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Drums
from lausch.annotation.drums import INSTRUMENT_OF, KEYS
from lausch.formats.midievents import NOTE_ON, parsed
from lausch.formats.midifile import DRUMS, Keys, TempoMap

STROKE_SECONDS = 0.05
SOFTEST = 1 / 127
"""A note-on of velocity 0 is a note-off."""


def keys_of(drums: Drums) -> Keys:
    """Strokes as keys that are held for 50 ms."""
    keys = [KEYS[name][0] for name in drums.instruments]
    force = np.maximum(drums.velocities, SOFTEST)
    columns = (drums.times, drums.times + STROKE_SECONDS, np.array(keys, dtype=np.int64))
    return Keys(*columns, np.round(127 * force).astype(np.int64))


def drums_of(data: bytes, name: str) -> Drums:
    """The strokes of every track; keys of other instruments are left out."""
    file = parsed(data, name)
    shared = TempoMap(file, file.tracks)
    strokes: dict[tuple[float, str], float] = {}
    for track in file.tracks:
        clock = TempoMap(file, [track]) if file.kind == 2 else shared
        for tick, status, key, velocity in track.events:
            if status == NOTE_ON | DRUMS and velocity > 0 and key in INSTRUMENT_OF:
                at = float(clock.seconds(tick))
                strokes.setdefault((at, INSTRUMENT_OF[key]), velocity / 127)
    times, names = zip(*strokes, strict=True) if strokes else ((), ())
    return Drums(times, names, [*strokes.values()])
