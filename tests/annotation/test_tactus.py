"""Stretches at another metrical level are found; fills, pauses and rubato are none."""

import numpy as np
import pytest

from lausch.annotation import Beats
from lausch.annotation.tactus import RATIOS


def piece(*parts):
    """Beats of parts with a tempo (bpm) and a length (s)."""
    intervals = np.concatenate(
        [np.full(round(length * bpm / 60), 60 / bpm) for bpm, length in parts]
    )
    return Beats(np.concatenate([[0.5], 0.5 + np.cumsum(intervals)]))


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_stretch_at_another_level(ratio):
    (stretch,) = piece((120, 40), (120 * ratio, 20), (120, 30)).other_tactus
    assert stretch.ratio == ratio
    assert stretch.start == pytest.approx(40.5, abs=1.5)
    assert stretch.end == pytest.approx(60.5, abs=1.5)


@pytest.mark.parametrize(
    "beats",
    [
        Beats(),
        piece((100, 2)),
        piece((100, 60)),
        piece((100, 30), (125, 30)),  # another tempo, but no level
        piece((100, 30), (200, 3), (100, 30)),  # a fill
        Beats(np.cumsum(0.5 + 0.15 * np.sin(np.arange(100) / 3))),
        Beats(np.delete(np.arange(100) / 2, [30, 60, 61, 62])),
    ],
)
def test_steady_beats_have_one_level(beats):
    assert beats.other_tactus == []
