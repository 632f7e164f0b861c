"""Chroma of a melody, ten frames a second: what a search compares.

Enhanced recordings and transcriptions both become arrays of 12 columns, C first, with values of
0 to 1. Octaves are folded because networks and whistlers confuse them.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Contour, Notes
from lausch.annotation.melody import midi
from lausch.errors import OptionError
from lausch.frames import Clock, FloatArray, Frames

CLOCK = Clock(22050, 2205)
BINS = 12
FLOOR = 0.1
"""Added to every bin before a frame gets unit length, so that silence is near to every pitch."""
NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_COLUMN = re.compile(r"midi (\d+)")


def fold(frames: Frames) -> FloatArray:
    """Pitch activations as chroma: the largest activation among the octaves of each class.

    Raises OptionError for another frame rate, or for columns that are not pitches.

    Parameters
    ----------
    frames : at 10 Hz, with columns named `midi N`. Negative values count as 0; all are divided by
        the largest where it exceeds 1.

    Returns
    -------
    float32, shape (frames, 12), 0 to 1.
    """
    pitches = [_COLUMN.fullmatch(name) for name in frames.columns]
    if frames.clock.rate != 10 * frames.clock.hop or not all(pitches):
        raise OptionError(
            f"chroma is folded from pitch activations 10 times a second, not from "
            f"{frames.columns[0]!r} ... at {frames.clock.fps:g} Hz: is the model one for solos?"
        )
    classes = np.array([int(match[1]) % BINS for match in pitches if match])
    chroma = np.zeros((len(frames), BINS), np.float32)
    for pitch_class in np.unique(classes):
        chroma[:, pitch_class] = frames.values[:, classes == pitch_class].max(axis=1)
    np.maximum(chroma, 0, out=chroma)
    return chroma / max(1.0, float(chroma.max(initial=0.0)))


def notes_chroma(notes: Notes) -> FloatArray:
    """Notes as chroma, from second 0 to the last offset, (frames, 12).

    A value is the share of its tenth of a second in which the class sounds, so that no short note
    is lost between frames.
    """
    edges = np.stack([notes.onsets, notes.offsets], axis=1) / CLOCK.seconds(1)
    # Frame n speaks for the time from n - 1/2 to n + 1/2.
    edges += 0.5
    count = int(np.ceil(edges.max(initial=0.0)))
    chroma = np.zeros((count, BINS), np.float64)
    classes = np.round(notes.pitches).astype(int) % BINS
    for (begin, end), pitch_class in zip(edges, classes, strict=True):
        first, last = int(begin), min(int(np.ceil(end)), count)
        span = np.arange(first, last)
        chroma[first:last, pitch_class] += np.minimum(span + 1, end) - np.maximum(span, begin)
    return np.minimum(chroma, 1).astype(np.float32)


def contour_chroma(contour: Contour) -> FloatArray:
    """A fundamental frequency as chroma: the share of each frame's points in each class."""
    if not len(contour):
        return np.zeros((0, BINS), np.float32)
    rows = CLOCK.frames(contour.times)
    chroma = np.zeros((int(rows[-1]) + 1, BINS), np.float64)
    points = np.bincount(rows, minlength=len(chroma))
    sounding = contour.voiced
    classes = np.round(midi(contour.hz[sounding])).astype(int) % BINS
    np.add.at(chroma, (rows[sounding], classes), 1)
    chroma /= np.maximum(points, 1)[:, None]
    # A contour slower than ten points a second holds each until the next, but no longer than 1 s.
    for row in np.flatnonzero(points == 0):
        recent = points[max(0, row - 10) : row].nonzero()[0]
        if len(recent):
            chroma[row] = chroma[max(0, row - 10) + recent[-1]]
    return chroma.astype(np.float32)


def normalised(chroma: FloatArray) -> FloatArray:
    """Frames of unit length; silence becomes the uniform vector."""
    lifted = chroma + np.float32(FLOOR)
    unit: FloatArray = lifted / np.sqrt(np.einsum("nc,nc->n", lifted, lifted))[:, None]
    return unit


def trimmed(chroma: FloatArray) -> tuple[FloatArray, int]:
    """Chroma without silent frames at either end, and the number of its first frame."""
    loud = np.flatnonzero(chroma.max(axis=1, initial=0.0) > FLOOR)
    if not len(loud):
        return chroma[:0], 0
    return chroma[loud[0] : loud[-1] + 1], int(loud[0])


def stretched(chroma: FloatArray, ratio: float) -> FloatArray:
    """Chroma played `ratio` times as fast, interpolated linearly.

    Chroma is (frames, columns); a ratio of 2 halves the number of frames.
    """
    count = max(1, round(len(chroma) / ratio))
    if count == len(chroma):
        return chroma
    place = np.clip((np.arange(count) + 0.5) * (len(chroma) / count) - 0.5, 0, len(chroma) - 1)
    left = place.astype(int)
    right = np.minimum(left + 1, len(chroma) - 1)
    share = (place - left)[:, None]
    blended: FloatArray = ((1 - share) * chroma[left] + share * chroma[right]).astype(np.float32)
    return blended


def quantised(chroma: FloatArray) -> NDArray[np.uint8]:
    """One byte for each value: 120 bytes for each second."""
    return np.round(np.clip(chroma, 0, 1) * 255).astype(np.uint8)


def restored(values: NDArray[np.uint8]) -> FloatArray:
    """The inverse of `quantised`, within 1/510."""
    return values.astype(np.float32) / np.float32(255)
