"""From blocks of samples to chunks of frames: chunked equals whole, and memory stays small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from lausch.frames import FloatArray
from lausch.representations.stack import Stack


def stream(
    representation: Stack, blocks: Iterable[FloatArray], *, frames: int, context: int
) -> Iterator[tuple[FloatArray, slice]]:
    """Cut a recording into chunks of finished frames that overlap by `context` on both sides.

    Parameters
    ----------
    representation : what to compute.
    blocks : the recording's samples at the representation's rate, in pieces of any size.
    frames : new frames in each chunk (the last one has fewer).
    context : frames before and after them, as many as the recording has.

    Yields
    ------
    Finished values (context + frames + context, columns), and the slice of the new frames in it.
    """
    clock = representation.clock
    margin = -(-representation.reach_samples // clock.hop) + representation.reach_frames
    buffer = np.zeros(0, dtype=np.float32)
    buffer_start = 0  # in frames: the recording's sample buffer_start * hop is buffer[0]
    position = 0
    source = iter(blocks)
    if representation.tuning_samples:
        beginning = _beginning(source, representation.tuning_samples)
        representation = representation.tuned(beginning)
        source = chain([beginning], source)
    at_end = False
    while True:
        needed = (position + frames + context + margin - buffer_start) * clock.hop
        parts = [buffer]
        size = len(buffer)
        while size < needed and not at_end:
            block = next(source, None)
            if block is None:
                at_end = True
            else:
                parts.append(block)
                size += len(block)
        buffer = np.concatenate(parts) if len(parts) > 1 else buffer
        total = buffer_start + clock.count(len(buffer))
        if position >= total:
            return
        first, last = max(position - context, 0), min(position + frames + context, total)
        # A frame's value depends on `margin` frames' worth of samples around it and no more.
        start, stop = max(first - margin, 0), min(last + margin, total)
        samples = buffer[(start - buffer_start) * clock.hop : (stop - buffer_start) * clock.hop]
        values = representation.finish(representation.measure(samples))
        new = min(position + frames, total) - position
        yield values[first - start : last - start], slice(position - first, position - first + new)
        position += new
        keep = max(position - context - margin, 0)
        buffer = buffer[(keep - buffer_start) * clock.hop :].copy()
        buffer_start = keep


def _beginning(source: Iterator[FloatArray], count: int) -> FloatArray:
    """The first `count` samples or a few more, taken out of `source`."""
    parts = [np.zeros(0, dtype=np.float32)]
    while sum(map(len, parts)) < count and (block := next(source, None)) is not None:
        parts.append(block)
    return np.concatenate(parts)
