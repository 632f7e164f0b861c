"""Matches are those of mir_eval, and say which."""

import mir_eval
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lausch.metrics.beats import matched_events

TIMES = st.lists(st.integers(0, 60), max_size=9, unique=True).map(sorted)


def test_one_estimate_serves_one_reference():
    assert matched_events([1.0, 1.4, 5.0], [1.2], 0.5).tolist() == [True, False, False]
    assert matched_events([1.0, 1.4], [0.9, 1.2], 0.5).tolist() == [True, True]
    assert matched_events([], [1.0], 0.5).tolist() == []


@given(reference=TIMES, estimate=TIMES)
def test_as_many_as_can_be_are_matched(reference, estimate):
    found = matched_events(reference, estimate, 3)
    matching = mir_eval.util.match_events(np.array(reference), np.array(estimate), 3)
    assert found.sum() == len(matching)
