"""A recording with its channels at its own rate, as it is listened to."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

import numpy as np

from lausch.audio.decode import decode
from lausch.audio.opening import AudioSource, open_audio
from lausch.audio.recording import LOUDEST
from lausch.audio.stream import recut, resampled
from lausch.frames import FloatArray

STEREO = 2
USUAL_RATE = 44100


class Channels(NamedTuple):
    """Blocks of shape (n, channels) at `rate` (Hz), float32 and finite."""

    blocks: Iterator[FloatArray]
    rate: int
    channels: int


def open_channels(source: AudioSource, rates: Container[int], *, block_samples: int) -> Channels:
    """A recording of one or two channels as it is; of more channels the mix to mono.

    Parameters
    ----------
    source : as for `open_audio`.
    rates : sample rates in Hz that may remain; another one becomes `USUAL_RATE`.
    block_samples : length of all blocks but the last.

    Raises AudioError when the recording cannot be read, also while blocks are read.
    """
    recording = open_audio(source)
    stream = decode(recording.source)
    rate = stream.rate if stream.rate in rates else USUAL_RATE
    if stream.channels > STEREO:
        stream.close()
        mono = open_audio(recording, rate).blocks(block_samples)
        return Channels((block[:, None] for block in mono), rate, 1)
    pieces = resampled(stream, map(_finite, stream.pieces), rate)
    return Channels(recut(pieces, block_samples), rate, stream.channels)


def _finite(piece: FloatArray) -> FloatArray:
    """Samples that are NaN, infinite or absurdly loud are 0, as in `Recording.blocks`."""
    kept: FloatArray = np.where(np.abs(piece) <= LOUDEST, piece, np.float32(0))
    return kept
