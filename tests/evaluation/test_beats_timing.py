"""Designs for beats between frames, on peaks whose places are known."""

from __future__ import annotations

import sys
from importlib import import_module

import numpy as np
import pytest
from house import STUDIES

sys.path.insert(0, str(STUDIES))
timing = import_module("beats_timing")


@pytest.mark.parametrize("design", timing.DESIGNS)
@pytest.mark.parametrize("place", [20.0, 20.3, 20.45])
def test_a_peak_is_placed(design, place):
    activation = 0.9 * np.exp(-(((np.arange(40) - place) / 1.2) ** 2))
    (found,) = timing.DESIGNS[design](np.array([20.0]), activation)
    assert found == pytest.approx(place, abs=0.5 if design == "frame" else 0.2)


def test_distances_are_those_of_beats_that_are_right():
    found = timing.distances(np.array([1.01, 2.2, 2.98]), np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(found, [0.01, -0.02])
