"""The sound of the page: the recording as lausch decodes it, in pieces that are decoded alone.

A browser decodes a piece to the sample: each begins before it is needed and ends after, and what is
beyond its own samples is cut away.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from lausch.audio import AudioSource
from lausch.audio.channels import open_channels
from lausch.errors import AudioError
from lausch.frames import FloatArray
from lausch.sonify.clicks import BLOCK_SAMPLES, write_sound
from lausch.web.pictures import Peaks, Picture

RATES_HZ = (44100, 48000)
PIECE_SECONDS = 20
LEAD_SAMPLES = 4096
"""More than the longest block of Vorbis, in which a cut is heard."""


class Sound:
    """A recording that is read once, as Ogg Vorbis pieces; `waveform` is complete afterwards.

    More than `most_seconds` of it are an AudioError.
    """

    def __init__(self, source: AudioSource, most_seconds: float = float("inf")) -> None:
        self._most_seconds = most_seconds
        stream = open_channels(source, RATES_HZ, block_samples=BLOCK_SAMPLES)
        self.rate, self.channels = stream.rate, stream.channels
        self.piece_samples = PIECE_SECONDS * self.rate
        self.samples = 0
        self._peaks = Peaks(self.rate)
        self._blocks = self._peaks.watch(stream.blocks)

    def pieces(self) -> Iterator[tuple[str, bytes]]:
        """Names such as `sound/0`, and files of Ogg Vorbis."""
        with TemporaryDirectory(prefix="lausch-") as folder:
            for number, piece in enumerate(self._cut()):
                path = Path(folder) / "piece.ogg"
                blocks = (
                    piece[at : at + BLOCK_SAMPLES] for at in range(0, len(piece), BLOCK_SAMPLES)
                )
                write_sound(blocks, path, self.rate, self.channels)
                yield f"sound/{number}", path.read_bytes()

    def _cut(self) -> Iterator[FloatArray]:
        """Pieces with the lead before and after each; the recording begins after zeros."""
        held = np.zeros((LEAD_SAMPLES, self.channels), np.float32)
        wanted = self.piece_samples + 2 * LEAD_SAMPLES
        for block in self._blocks:
            self.samples += len(block)
            if self.samples > self._most_seconds * self.rate:
                raise AudioError(
                    f"lasts longer than {self._most_seconds / 60:g} min, and no more are taken; "
                    "cut it into parts"
                )
            held = np.concatenate([held, block])
            while len(held) >= wanted:
                yield held[:wanted]
                held = held[self.piece_samples :]
        if len(held) > LEAD_SAMPLES or not self.samples:
            yield np.concatenate([held, np.zeros((LEAD_SAMPLES, self.channels), np.float32)])

    @property
    def waveform(self) -> Picture:
        """The waveform of what was read."""
        return self._peaks.picture()

    def entry(self) -> dict[str, Any]:
        """What the page has to know to play the pieces."""
        return {
            "rate": self.rate,
            "channels": self.channels,
            "samples": self.samples,
            "piece": self.piece_samples,
            "lead": LEAD_SAMPLES,
            "coding": "ogg",
        }
