"""Features of sections: chroma and MFCC, ten frames per second."""

from __future__ import annotations

from collections.abc import Iterable

from lausch.frames import FloatArray, Frames
from lausch.representations.mfcc import MFCC
from lausch.representations.pitches import Chroma
from lausch.representations.rows import Rows
from lausch.representations.stack import Stack
from lausch.representations.stream import stream

STRUCTURE = Stack(
    (
        Chroma(22050, 2205, 8192, shortest_samples=8192, low_midi=36, semitones=60, factor=100.0),
        MFCC(22050, 2205, 4096, low_hz=40.0, high_hz=10000.0, bands=80, factor=100.0),
    )
)
"""Windows overlap by half or more, so every sample counts."""

CHROMA, CEPSTRA = STRUCTURE.splits
"""The columns of either."""

_CHUNK_FRAMES = 1024


def structure(blocks: Iterable[FloatArray]) -> Frames:
    """Features (frames, 32) of a whole recording from its samples at `STRUCTURE.rate`.

    They take 128 bytes of memory per frame.
    """
    chunks = stream(STRUCTURE, blocks, frames=_CHUNK_FRAMES, context=0)
    columns = STRUCTURE.columns
    rows = Rows(len(columns))
    for values, new in chunks:
        rows.add(values[new])
    return Frames(rows.finished(), STRUCTURE.clock, columns)
