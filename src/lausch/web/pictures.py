"""Pictures in tiles, as maps have them: a waveform and a spectrogram, each at several scales.

A zoom has a quarter of the columns of the one before it, so all of them are a third larger than
the first alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from lausch.audio import AudioSource, open_audio
from lausch.frames import Clock, FloatArray
from lausch.representations import Stack, stream
from lausch.representations.evenlog import EvenLogLogS
from lausch.web.packed import Bytes, deflated

TILE_COLUMNS = 1024
SHRINK = 4
"""Columns of a zoom that become one of the next."""
RATE = 22050
HOP, WINDOW = 441, 4096
LOW_HZ, HIGH_HZ, BANDS_PER_OCTAVE = 50.0, 9000.0, 24
FACTOR = 10.0
SPECTRUM = EvenLogLogS(
    RATE,
    HOP,
    WINDOW,
    low_hz=LOW_HZ,
    high_hz=HIGH_HZ,
    bands_per_octave=BANDS_PER_OCTAVE,
    factor=FACTOR,
)
LOUDEST = 3.6
"""What a sine at full scale has in its band: the value 1."""
STEPS = 64
"""Shades that are told apart; more would not be seen, and would be twice as many bytes."""
PEAK_SAMPLES = 256
SILENT = 128
"""The byte of amplitude 0; 1 and 255 are full scale."""

Pool = Callable[[Bytes], Bytes]


@dataclass(frozen=True)
class Picture:
    """A picture of a whole recording: bytes of shape (columns, rows), and their clock.

    `pool` makes one column of `SHRINK`, from shape (columns, SHRINK, rows); `facts` is what the
    page has to know beyond that.
    """

    name: str
    values: Bytes
    clock: Clock
    pool: Pool
    facts: dict[str, Any]

    def zooms(self) -> Iterator[Bytes]:
        """From the finest zoom to one that is a single tile."""
        values = self.values
        yield values
        while len(values) > TILE_COLUMNS:
            lack = -len(values) % SHRINK
            whole = np.pad(values, ((0, lack), (0, 0)), mode="edge")
            values = self.pool(whole.reshape(-1, SHRINK, values.shape[1]))
            yield values

    def tiles(self) -> Iterator[tuple[str, bytes]]:
        """Names such as `spectrum/0/3` (zoom, tile), and deflated bytes (rows, columns)."""
        for number, zoom in enumerate(self.zooms()):
            for place, start in enumerate(range(0, len(zoom), TILE_COLUMNS)):
                tile = zoom[start : start + TILE_COLUMNS]
                yield f"{self.name}/{number}/{place}", deflated(tile.T)

    def entry(self) -> dict[str, Any]:
        """What the page has to know to ask for tiles."""
        return {
            "rate": self.clock.rate,
            "hop": self.clock.hop,
            "rows": self.values.shape[1],
            "counts": [len(zoom) for zoom in self.zooms()],
            "tile": TILE_COLUMNS,
            "shrink": SHRINK,
            **self.facts,
        }


def spectrogram(source: AudioSource) -> Picture:
    """A spectrogram with 24 bands in each octave, 50 columns a second."""
    chunks = stream(Stack((SPECTRUM,)), open_audio(source, RATE).blocks(), frames=2048, context=0)
    rows = [_shades(values[new]) for values, new in chunks]
    values = np.concatenate(rows) if rows else np.zeros((0, SPECTRUM.width), np.uint8)
    centres = SPECTRUM.centres
    facts = {
        "low": float(69 + 12 * np.log2(centres[0] / 440)),
        "step": 12 / BANDS_PER_OCTAVE,
        "white": int(np.percentile(values, 99.8)) if values.size else 0,
    }
    return Picture("spectrum", values, Clock(RATE, HOP), _largest, facts)


def _shades(values: FloatArray) -> Bytes:
    steps = np.clip(values / LOUDEST, 0, 1) * (STEPS - 1)
    shades: Bytes = steps.astype(np.uint8) * np.uint8(256 // STEPS)
    return shades


def _largest(columns: Bytes) -> Bytes:
    pooled: Bytes = columns.max(axis=1)
    return pooled


class Peaks:
    """The lowest and the highest sample of every `PEAK_SAMPLES`, as blocks pass by."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.rest = np.zeros(0, np.float32)
        self.rows: list[FloatArray] = []

    def watch(self, blocks: Iterable[FloatArray]) -> Iterator[FloatArray]:
        """The blocks (n, channels) as they come; their mean over channels is what is measured."""
        for block in blocks:
            self._add(block.mean(axis=1))
            yield block
        if len(self.rest):
            self._add(np.zeros(-len(self.rest) % PEAK_SAMPLES, np.float32))

    def _add(self, samples: FloatArray) -> None:
        joined = np.concatenate([self.rest, samples])
        whole = len(joined) // PEAK_SAMPLES * PEAK_SAMPLES
        parts = joined[:whole].reshape(-1, PEAK_SAMPLES)
        self.rows.append(np.stack([parts.min(axis=1), parts.max(axis=1)], axis=1))
        self.rest = joined[whole:]

    def picture(self) -> Picture:
        """The waveform; its rows are the lowest and the highest sample."""
        values = np.concatenate(self.rows) if self.rows else np.zeros((0, 2), np.float32)
        loudest = float(np.abs(values).max()) if values.size else 0.0
        bytes_ = np.round(np.clip(values, -1, 1) * (SILENT - 1) + SILENT).astype(np.uint8)
        clock = Clock(self.rate, PEAK_SAMPLES)
        return Picture("waveform", bytes_, clock, _extremes, {"loudest": round(loudest, 4)})


def _extremes(columns: Bytes) -> Bytes:
    return np.stack([columns[..., 0].min(axis=1), columns[..., 1].max(axis=1)], axis=1)
