"""A sound file of a match: the part of the recording, with the query beside it or before it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from lausch.annotation import Contour, Notes
from lausch.audio import AudioSource, open_audio
from lausch.frames import FloatArray
from lausch.retrieval.alignment import Alignment
from lausch.sonify.clicks import BLOCK_SAMPLES, checked_suffix, write_sound
from lausch.sonify.tones import with_solo

AROUND_SECONDS = 1.0
PAUSE_SECONDS = 0.5
RATE = 44100


def write_audition(
    query: Notes | Contour | AudioSource, alignment: Alignment, path: str | os.PathLike[str]
) -> None:
    """Write query and match to a sound file.

    Notes and contours are warped along the path and transposed to the recording's key. They sound
    on the right, the recording on the left. A query that is sound plays as it is, before the match.

    Parameters
    ----------
    query : the query of the search.
    alignment : from `Index.align`; its recording is read again.
    path : file to write, with a suffix of `lausch.sonify.clicks.SUFFIXES`; replaced if it exists.

    Raises
    ------
    OptionError
        For another suffix.
    AudioError, OSError
        When a recording cannot be read or the file cannot be written.
    """
    checked_suffix(path)  # before anything is opened
    match = alignment.match
    begin = max(0.0, match.start - AROUND_SECONDS)
    recording = open_audio(match.path, RATE).blocks(BLOCK_SAMPLES)
    part = _cut(recording, round(begin * RATE), round((match.end + AROUND_SECONDS) * RATE))
    if isinstance(query, (Notes, Contour)):
        melody = _earlier(alignment.transferred(query), begin)
        write_sound(with_solo(part, melody, RATE, beside=True), path, RATE, 2)
        return
    pause = np.zeros(round(PAUSE_SECONDS * RATE), np.float32)
    blocks = chain(open_audio(query, RATE).blocks(BLOCK_SAMPLES), [pause], part)
    write_sound(blocks, path, RATE, 1)


def _cut(blocks: Iterable[FloatArray], first: int, last: int) -> Iterator[FloatArray]:
    """Samples `first` to `last` of a sound in blocks, which are read to the end."""
    at = 0
    for block in blocks:
        part = block[max(0, first - at) : max(0, last - at)]
        if len(part):
            yield part
        at += len(block)


def _earlier(melody: Notes | Contour, seconds: float) -> Notes | Contour:
    if isinstance(melody, Contour):
        return Contour(
            np.maximum(melody.times - seconds, 0), melody.hz, melody.voiced, melody.confidence
        )
    return Notes(
        melody.onsets - seconds, melody.offsets - seconds, melody.pitches, melody.confidence
    )
