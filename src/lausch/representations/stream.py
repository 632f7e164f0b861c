"""From blocks of samples to chunks of frames: the values do not depend on the chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Protocol

import numpy as np

from lausch.errors import ModelError
from lausch.frames import FloatArray
from lausch.representations.stack import Stack

BLOCK_SAMPLES = 1 << 20


class Sound(Protocol):
    """Anything that yields mono samples at a given rate: a recording on disk or in memory."""

    @property
    def rate(self) -> int:
        """Samples per second of what `blocks` yields."""
        ...

    def blocks(self, block_samples: int) -> Iterator[FloatArray]:
        """The samples in order, in pieces."""
        ...


def blocks_at(rate: int, sound: Sound, *, name: str) -> Iterator[FloatArray]:
    """The samples of a sound in blocks, for the model or formula `name`.

    Raises ModelError when they are not at `rate` Hz.
    """
    if sound.rate != rate:
        raise ModelError(
            f"{name} needs sound at {rate} Hz, but this is at {sound.rate} Hz: "
            f"open it with rate={rate}"
        )
    return sound.blocks(BLOCK_SAMPLES)


def tuned(
    representation: Stack, blocks: Iterable[FloatArray]
) -> tuple[Stack, Iterator[FloatArray]]:
    """The representation at the tuning of a recording, and all blocks of the recording."""
    source = iter(blocks)
    if not representation.tuning_samples:
        return representation, source
    beginning = _beginning(source, representation.tuning_samples)
    return representation.tuned(beginning), chain([beginning], source)


def stream(
    representation: Stack, blocks: Iterable[FloatArray], *, frames: int, context: int
) -> Iterator[tuple[FloatArray, slice]]:
    """Chunks of finished frames of a recording, which overlap by `context` frames on both sides.

    Yields values (context + frames + context, columns) and the slice of the new frames in them.
    The last chunk has fewer new frames, and there is no context beyond the recording.

    Parameters
    ----------
    representation : the frames to compute.
    blocks : samples at the representation's rate, in pieces of any size.
    frames : number of new frames in each chunk.
    context : number of frames before and after them.
    """
    clock = representation.clock
    margin = -(-representation.reach_samples // clock.hop) + representation.reach_frames
    buffer = rest = np.zeros(0, dtype=np.float32)
    buffer_start = 0  # in frames: buffer[0] is sample buffer_start * hop of the recording
    position = 0
    representation, source = tuned(representation, blocks)
    while True:
        needed = (position + frames + context + margin - buffer_start) * clock.hop
        buffer, rest = _filled(needed, buffer, rest, source)
        total = buffer_start + clock.count(len(buffer))
        if position >= total:
            return
        first, last = max(position - context, 0), min(position + frames + context, total)
        # A frame depends only on the samples within `margin` frames.
        start, stop = max(first - margin, 0), min(last + margin, total)
        samples = buffer[(start - buffer_start) * clock.hop : (stop - buffer_start) * clock.hop]
        values = representation.finish(representation.measure(samples))
        del samples
        new = min(position + frames, total) - position
        yield values[first - start : last - start], slice(position - first, position - first + new)
        position += new
        keep = max(position - context - margin, 0)
        buffer = buffer[(keep - buffer_start) * clock.hop :].copy()
        buffer_start = keep


def _filled(
    count: int, buffer: FloatArray, rest: FloatArray, source: Iterator[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """`count` samples, or all there are, and what is left of the last block.

    They are those of the buffer, which is shorter, of what was left of the last block, and of
    further blocks.
    """
    # At once: with growing copies, minutes of samples would be in memory twice.
    filled = np.empty(count, np.float32)
    size = 0
    for part in chain([buffer, rest], source):
        stop = min(size + len(part), count)
        filled[size:stop] = part[: stop - size]
        rest = part[stop - size :]
        size = stop
        if size == count:
            break
    return filled[:size], rest


def _beginning(source: Iterator[FloatArray], count: int) -> FloatArray:
    """The first blocks of `source`, with at least `count` samples if it has as many."""
    parts = [np.zeros(0, dtype=np.float32)]
    while sum(map(len, parts)) < count and (block := next(source, None)) is not None:
        parts.append(block)
    return np.concatenate(parts)
