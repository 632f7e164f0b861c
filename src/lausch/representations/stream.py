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
    held = np.zeros(0, dtype=np.float32)
    held_from = 0  # in frames: the recording's sample held_from * hop is held[0]
    done = 0
    source = iter(blocks)
    if representation.tuning_samples:
        beginning = _beginning(source, representation.tuning_samples)
        representation = representation.tuned(beginning)
        source = chain([beginning], source)
    ended = False
    while True:
        wanted = (done + frames + context + margin - held_from) * clock.hop
        parts = [held]
        size = len(held)
        while size < wanted and not ended:
            block = next(source, None)
            if block is None:
                ended = True
            else:
                parts.append(block)
                size += len(block)
        held = np.concatenate(parts) if len(parts) > 1 else held
        total = held_from + clock.count(len(held))
        if done >= total:
            return
        first, last = max(done - context, 0), min(done + frames + context, total)
        # A frame's value depends on `margin` frames' worth of samples around it and no more.
        start, stop = max(first - margin, 0), min(last + margin, total)
        samples = held[(start - held_from) * clock.hop : (stop - held_from) * clock.hop]
        values = representation.finish(representation.measure(samples))
        new = min(done + frames, total) - done
        yield values[first - start : last - start], slice(done - first, done - first + new)
        done += new
        keep = max(done - context - margin, 0)
        held = held[(keep - held_from) * clock.hop :].copy()
        held_from = keep


def _beginning(source: Iterator[FloatArray], count: int) -> FloatArray:
    """The first `count` samples or a few more, taken out of `source`."""
    parts = [np.zeros(0, dtype=np.float32)]
    while sum(map(len, parts)) < count and (block := next(source, None)) is not None:
        parts.append(block)
    return np.concatenate(parts)
