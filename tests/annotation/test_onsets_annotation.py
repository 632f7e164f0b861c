"""Onsets are validated when they are made; those that sound together are joined."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Onsets
from lausch.annotation.onsets import joined
from lausch.errors import AnnotationError


def test_every_onset_is_sure_unless_it_is_said():
    assert Onsets([0.5, 1.0]).confidence.tolist() == [1.0, 1.0]
    assert len(Onsets()) == 0


@pytest.mark.parametrize(
    ("times", "confidence", "words"),
    [
        ([1.0, 0.5], None, "onset times must increase"),
        ([-0.1], None, "offset subtracted"),
        ([0.1, 0.2], [0.5], "2 onsets have as many confidences"),
        ([0.1], [1.5], "between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused(times, confidence, words):
    with pytest.raises(AnnotationError, match=words):
        Onsets(times, confidence)


def test_onsets_within_30_ms_of_the_first_are_one_at_their_mean():
    times = joined([1.02, 1.0, 1.04, 2.0])
    np.testing.assert_allclose(times, [1.01, 1.04, 2.0])
    assert joined([]).shape == (0,)
