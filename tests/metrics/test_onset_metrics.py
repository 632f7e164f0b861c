"""Our scores of onsets are those of mir_eval."""

from __future__ import annotations

import mir_eval
import numpy as np
import pytest

from lausch.annotation import Onsets
from lausch.metrics.onsets import MEASURES, onset_f, score


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("tolerance", [0.025, 0.05])
def test_f_precision_and_recall_are_those_of_mir_eval(seed, tolerance):
    random = np.random.default_rng(seed)
    reference = np.cumsum(random.exponential(0.08, 300) + 0.001)
    kept = reference[random.random(300) < 0.8] + random.normal(0, 0.03, 300)[: len(reference)][:1]
    estimate = np.unique(np.abs(np.concatenate([kept, random.uniform(0, reference[-1], 60)])))
    expected = mir_eval.onset.f_measure(reference, estimate, window=tolerance)
    assert onset_f(reference, estimate, tolerance) == pytest.approx(expected, abs=1e-12)


def test_the_scores_have_their_names():
    scores = score(Onsets([1.0, 2.0]), Onsets([1.03, 3.0]))
    assert tuple(scores) == MEASURES
    assert list(scores.values()) == [0.5, 0.5, 0.5, 0.0, 0.0, 0.0]


def test_where_nothing_begins_nothing_is_to_be_found():
    assert onset_f([], []) == (1.0, 1.0, 1.0)
    assert onset_f([], [1.0]) == (0.0, 0.0, 0.0)
    assert onset_f([1.0], []) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("late", "at_50", "at_25"), [(0.0249, 1, 1), (0.0251, 1, 0), (0.0499, 1, 0), (0.0501, 0, 0)]
)
def test_tolerances_are_fifty_and_twenty_five_milliseconds(late, at_50, at_25):
    for moved in (late, -late):
        scores = score(Onsets([1.0, 2.0]), Onsets([1.0 + moved, 2.0 + moved]))
        assert [scores[f"onset {each}"] for each in "FPR"] == [at_50] * 3
        assert [scores[f"onset {each} 25 ms"] for each in "FPR"] == [at_25] * 3
