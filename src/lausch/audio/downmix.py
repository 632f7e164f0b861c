"""Many channels to one, also where they cancel."""

from __future__ import annotations

import numpy as np

from lausch.frames import FloatArray

RAMP_SAMPLES = 1024


class Downmix:
    """The mean of the channels; where they cancel, the loudest channel.

    The mean of a stereo recording with one inverted channel is silent. A single channel among C
    leaves 1/C² of its energy in the mean. A mean with less than a tenth of that has cancelled, one
    with more than four tenths has not; in between the last choice remains. Pieces have a fixed
    length from the start of the recording, so streaming does not change the result. A change of
    the choice is a fade over `RAMP_SAMPLES`.
    """

    def __init__(self, channels: int) -> None:
        self._mean = np.full(channels, 1 / channels, dtype=np.float32)
        self._weights = self._mean
        self.pieces = 0
        self.cancelled = 0

    def mix(self, piece: FloatArray) -> FloatArray:
        """Mono samples, shape (n,), of a piece of shape (n, channels)."""
        channels = piece.shape[1]
        self.pieces += 1
        if channels == 1:
            return piece[:, 0]
        mean: FloatArray = piece @ self._mean
        energies = np.array([np.dot(channel, channel) for channel in piece.T])
        energy = float(np.dot(mean, mean)) * channels**2
        loudest = float(energies.max())
        weights = self._weights
        if energy < 0.1 * loudest:
            if weights is self._mean:
                weights = np.zeros(channels, dtype=np.float32)
                weights[int(energies.argmax())] = 1
        elif energy > 0.4 * loudest:
            weights = self._mean
        mono: FloatArray = mean if weights is self._mean else piece @ weights
        if weights is not self._weights and self.pieces > 1:
            count = min(RAMP_SAMPLES, len(mono))
            ramp = np.arange(1, count + 1, dtype=np.float32) / count
            before = piece[:count] @ self._weights
            mono[:count] = before + ramp * (mono[:count] - before)
        self._weights = weights
        self.cancelled += weights is not self._mean
        return mono
