"""UNIT, the step that gives every frame the same norm, so that loudness says nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lausch.frames import FloatArray
from lausch.representations.part import Part, Step

SILENCE = 1e-3
"""Frames of a smaller norm are taken for silence."""


@dataclass(frozen=True)
class Unit(Step):
    """The columns of `of`, every frame divided by its Euclidean norm.

    A silent frame becomes the constant vector of norm 1 (as in Müller, Fundamentals of Music
    Processing, section 3.1.2.1).

    Parameters
    ----------
    of : a spectrum.
    """

    of: Part

    @property
    def columns(self) -> tuple[str, ...]:
        return self.of.columns

    def finish(self, values: FloatArray) -> FloatArray:
        """Spectrum (frames, n) to unit frames of the same shape."""
        norms = np.sqrt(np.einsum("nc,nc->n", values, values))[:, None]
        even = np.float32(1 / np.sqrt(max(values.shape[1], 1)))
        unit: FloatArray = np.where(norms < SILENCE, even, values / np.maximum(norms, SILENCE))
        return unit.astype(np.float32, copy=False)
