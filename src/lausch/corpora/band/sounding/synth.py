"""Play notes on a General MIDI sound set, sample-accurately, one part at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.playing.score import NoteArray
from lausch.frames import FloatArray

RATE = 44100
BEND_HOP = 64  # the font's own block: pitch moves on this grid, in samples
FADE_SAMPLES = 1024
DRUM_CHANNEL = 9
DRUM_RING_SECONDS = 2.5  # a kit's sounds end by themselves; this bounds looped ones


def _events(notes: NoteArray, length: int, *, drums: bool) -> list[tuple[int, int, int, int]]:
    """Rows of (sample, 0 off / 1 on, pitch, velocity), offs before ons."""
    order = notes[np.argsort(notes["start"], kind="stable")]
    starts = np.maximum(0, np.rint(order["start"] * RATE)).astype(np.int64)
    ends = np.rint(order["end"] * RATE).astype(np.int64)
    if drums:
        ends = starts + int(DRUM_RING_SECONDS * RATE)
    ends = np.maximum(ends, starts + 64)
    following: dict[int, int] = {}
    rows: list[tuple[int, int, int, int]] = []
    # A note-off ends every voice of its key: end a note before the same key sounds again.
    for i in range(len(order) - 1, -1, -1):
        pitch, start = int(order["pitch"][i]), int(starts[i])
        end = min(int(ends[i]), following.get(pitch, length))
        following[pitch] = start
        if start >= length or not 0 <= pitch <= 127:
            continue
        rows.append((start, 1, pitch, int(order["velocity"][i])))
        rows.append((max(end, start + 1), 0, pitch, 0))
    rows.sort()
    return rows


def play(
    font: Any,
    notes: NoteArray,
    length: int,
    *,
    program: int,
    drums: bool = False,
    tuning_semitones: float = 0.0,
    bends: NDArray[np.float32] | None = None,
) -> FloatArray:
    """Notes on one program of an opened sound set.

    Parameters
    ----------
    font : what `open_font` returned; it is reset before and after.
    notes : array of `NOTE`; seconds from the start of the stem.
    length : samples to render, at 44.1 kHz.
    program : General MIDI program, or the kit's number with `drums`.
    tuning_semitones : raises (or lowers) everything.
    bends : semitones on top of that, one for every `BEND_HOP` samples; None bends nothing.

    Returns
    -------
    mono stem, shape (length,), float32. Sounds start 0-8 ms after their notes, slow strings later.
    """
    font.reset()
    channel = DRUM_CHANNEL if drums else 0
    if not drums:
        font.channel_set_bank(channel, 0)
    font.channel_set_preset_number(channel, program, drums)
    font.channel_set_tuning(channel, float(tuning_semitones))
    stem: FloatArray = np.zeros(length, dtype=np.float32)
    raw: NDArray[np.uint8] = stem.view(np.uint8)

    def sound(at: int, stop: int) -> int:
        while at < stop:
            until = stop
            if bends is not None:
                until = min(stop, (at // BEND_HOP + 1) * BEND_HOP)
                font.channel_set_tuning(channel, tuning_semitones + float(bends[at // BEND_HOP]))
            font.render(raw[at * 4 : until * 4], False)
            at = until
        return at

    at = 0
    for sample, on, pitch, velocity in _events(notes, length, drums=drums):
        if sample >= length:
            break
        at = sound(at, sample)
        if on:
            font.channel_note_on(channel, pitch, min(max(velocity, 1), 127) / 127)
        else:
            font.channel_note_off(channel, pitch)
    sound(at, length)
    font.reset()
    # Reset voices still fade out for some milliseconds, and would sound in the next stem.
    font.render(np.zeros(4 * FADE_SAMPLES, dtype=np.uint8), False)
    return stem
