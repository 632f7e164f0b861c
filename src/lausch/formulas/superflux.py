"""SuperFlux: the rise of a spectrum over its maximum-filtered past (Böck & Widmer, DAFx 2013).

Constants are those of the authors' program (github.com/CPJKU/SuperFlux); nothing is tuned here.
Its frames are 220.5 samples apart, ours 220. Onsets are 30 ms apart, as its documentation has it;
the program divides these by 1000.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lausch.decoding.onsets import OnsetPicker
from lausch.formulas.formula import Formula
from lausch.frames import FloatArray, Frames
from lausch.representations import LogS, Stack, stream
from lausch.representations.spectra import compress
from lausch.tasks import OnsetDetection

_CHUNK_FRAMES = 2048
SPECTRUM = LogS(44100, 220, 2048, low_hz=30.0, high_hz=17000.0, bands_per_octave=24)


@dataclass(frozen=True, kw_only=True)
class SuperFlux(Formula):
    """The settings.

    Parameters
    ----------
    bands : whose rise is summed; each is a triangle of height 1.
    lag_frames : how far back the rise looks: to where the window has fallen to half.
    """

    bands: LogS
    lag_frames: int
    task: OnsetDetection

    @property
    def method_settings(self) -> dict[str, Any]:
        return {"lag_frames": self.lag_frames, "task": {"kind": "onsets", **asdict(self.task)}}

    @cached_property
    def _height(self) -> FloatArray:
        """The height of each triangle where its area is 1."""
        height: FloatArray = self.bands.bank.max(axis=0)
        return height

    def run(self, blocks: Iterable[FloatArray]) -> Frames:
        """The flux x of every frame as x / (x + `half`), shape (frames, 1)."""
        lag = self.lag_frames
        before: FloatArray | None = None
        parts = [np.zeros(0, np.float32)]
        for values, new in stream(Stack((self.bands,)), blocks, frames=_CHUNK_FRAMES, context=0):
            spectrum = compress(values[new] / self._height, 1.0)
            if before is None:  # nothing rises in the first frames, which have no past
                before = np.full((lag, spectrum.shape[1]), np.inf, np.float32)
            known = np.concatenate([before, spectrum])
            widened = np.maximum(known[:-lag], np.maximum(_up(known[:-lag]), _down(known[:-lag])))
            parts.append(np.maximum(spectrum - widened, 0).sum(axis=1))
            before = known[len(known) - lag :]
        flux = np.concatenate(parts)[:, None]
        scaled = flux / (flux + np.float32(self.task.half))
        return Frames(scaled, self.spectrum.clock, self.task.outputs)


def _up(values: FloatArray) -> FloatArray:
    return np.concatenate([values[:, :1], values[:, :-1]], axis=1)


def _down(values: FloatArray) -> FloatArray:
    return np.concatenate([values[:, 1:], values[:, -1:]], axis=1)


FORMULA = SuperFlux(
    name="superflux",
    title="SuperFlux: rise over the maximum-filtered spectrum of two frames before",
    spectrum=Stack((SPECTRUM,)),
    bands=SPECTRUM,
    lag_frames=2,
    task=OnsetDetection(
        half=10.0,
        decoder=OnsetPicker(
            threshold=1.1,
            highest=1.1,
            factor=0.0,
            before_seconds=0.01,
            after_seconds=0.05,
            mean_before_seconds=0.15,
            mean_after_seconds=0.0,
            apart_seconds=0.03,
        ),
    ),
)
