"""A time between two frames belongs to the later one, whenever the clock began."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.frames import Clock


@pytest.mark.parametrize("clock", [Clock(44100, 882), Clock(22050, 1024), Clock(100, 1)])
def test_of_two_equally_near_frames_it_is_the_later(clock):
    count = np.arange(20_000)
    between = (2 * count + 1) * clock.hop / clock.rate / 2
    np.testing.assert_array_equal(clock.frames(between), count + 1)
    moved = (between + 0.3) - 0.3  # as sums of seconds are, a last digit beside it
    np.testing.assert_array_equal(clock.frames(moved), count + 1)
