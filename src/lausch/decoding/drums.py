"""Strokes from activations: local maxima above a threshold of each instrument."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from lausch.decoding.onsets import Frames, OnsetPicker


@dataclass(frozen=True)
class DrumPicker:
    """Settings of the picker.

    Parameters
    ----------
    kick, snare, hihat, tom, cymbal : the lowest activation of a stroke.
    reach_seconds : a stroke is the largest value this far around.
    apart_seconds : a stroke no later than this after the previous one is left out.
    """

    kick: float = 0.3
    snare: float = 0.3
    hihat: float = 0.3
    tom: float = 0.3
    cymbal: float = 0.3
    reach_seconds: float = 0.02
    apart_seconds: float = 0.03

    @property
    def thresholds(self) -> tuple[float, ...]:
        """In the order of `lausch.annotation.drums.INSTRUMENTS`."""
        return self.kick, self.snare, self.hihat, self.tom, self.cymbal

    def pick(self, activation: ArrayLike, threshold: float, fps: float) -> Frames:
        """The frames of the strokes of one instrument, from activations of shape (frames,)."""
        picker = OnsetPicker(
            threshold=threshold,
            factor=0.0,
            before_seconds=self.reach_seconds,
            after_seconds=self.reach_seconds,
            apart_seconds=self.apart_seconds,
        )
        return picker.pick(activation, fps)
