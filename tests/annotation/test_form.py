"""Sections are checked at birth and side by side."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Form, Sections
from lausch.errors import AnnotationError


def test_sections_lie_side_by_side():
    found = Sections([0.0, 4.0, 9.5], ["A", "B"])
    assert len(found) == 2
    np.testing.assert_array_equal(found.intervals, [[0.0, 4.0], [4.0, 9.5]])
    np.testing.assert_array_equal(found.inner, [4.0])
    np.testing.assert_array_equal(found.confidence, 1.0)


def test_nothing_is_a_form_too():
    assert len(Sections()) == 0
    assert Sections().intervals.shape == (0, 2)
    assert Sections().inner.size == 0


@pytest.mark.parametrize(
    ("boundaries", "labels", "confidence", "complaint"),
    [
        ([3.0], None, None, "only one boundary"),
        ([0.0, 3.0, 2.0], None, None, "must increase"),
        ([0.0, 3.0], ["A", "B"], None, "2 boundaries make 1 sections"),
        ([0.0, 3.0], ["A"], [0.5], "2 section edges have as many confidences, not 1"),
        ([0.0, 3.0], ["A"], [0.5, 1.5], "between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused(boundaries, labels, confidence, complaint):
    with pytest.raises(AnnotationError, match=complaint):
        Sections(boundaries, labels, confidence)


def test_scales_are_named():
    coarse, fine = Sections([0, 2]), Sections([0, 1, 2])
    assert list(Form(coarse).scales) == ["coarse"]
    assert Form(coarse, fine).scales == {"coarse": coarse, "fine": fine}
