"""Queries come from the solo that they name, and go wrong by as much as they say."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from house import study

from lausch.annotation import Contour, Notes, hertz

study("retrieval")
queries = sys.modules["retrieval_queries"]
KINDS, dice, snippets, sung = queries.KINDS, queries.dice, queries.snippets, queries.sung
varied, wrong = queries.varied, queries.wrong

SOLO = Notes(0.5 * np.arange(60), 0.5 * np.arange(60) + 0.4, 60 + np.arange(60) % 13)


def test_snippets_are_parts_of_the_solo():
    found = list(snippets(SOLO, 5, 2, dice(0)))
    assert len(found) == 2
    for part in found:
        assert part.onsets[0] == 0
        assert part.offsets[-1] <= 5
        assert len(part) == 10
        steps = np.diff(part.pitches)
        assert set(steps) <= {1, -12}
    assert list(snippets(SOLO, 31, 2, dice(0))) == []
    assert list(snippets(Notes([0, 9], [1, 10], [60, 61]), 5, 2, dice(0))) == []


def test_snippets_depend_on_the_seed_alone():
    first, again, other = (next(snippets(SOLO, 5, 1, dice(seed, "a"))) for seed in (0, 0, 2))
    assert np.array_equal(first.pitches, again.pitches)
    assert not np.array_equal(first.pitches, other.pitches)


def test_kinds_change_what_they_say():
    (part,) = snippets(SOLO, 10, 1, dice(0))
    assert varied(part, "as played", dice(1)) is part
    up = varied(part, "transposed", dice(1)).pitches - part.pitches
    assert len(set(up)) == 1
    assert 1 <= abs(up[0]) <= 6
    faster = varied(part, "other tempo", dice(1))
    ratio = part.offsets[-1] / faster.offsets[-1]
    assert 0.7 <= ratio <= 1.4
    np.testing.assert_allclose(faster.onsets * ratio, part.onsets)
    for kind in KINDS:
        assert len(varied(part, kind, dice(2))) > 10


@pytest.mark.parametrize("share", [0.1, 0.2])
def test_a_share_of_the_notes_is_wrong(share):
    many = Notes(0.5 * np.arange(9000), 0.5 * np.arange(9000) + 0.4, 60 + np.arange(9000) % 13)
    found = wrong(many, share, dice(0))
    right = {(round(a * 2), p) for a, p in zip(many.onsets, many.pitches, strict=True)}
    here = [(round(a * 2), p) in right for a, p in zip(found.onsets, found.pitches, strict=True)]
    missing = 1 - sum(here) / len(many)
    assert 0.5 * share < missing < 0.8 * share
    assert len(found) == pytest.approx(len(many), rel=0.02)


def test_a_contour_becomes_notes_of_whole_semitones():
    times = 0.02 * np.arange(6)
    line = Contour(times, [0, hertz(60.2), hertz(59.9), hertz(62), 0, hertz(62)])
    notes = sung(line)
    np.testing.assert_allclose(notes.onsets, [0.02, 0.06, 0.1])
    np.testing.assert_allclose(notes.offsets, [0.06, 0.08, 0.12])
    np.testing.assert_allclose(notes.pitches, [60, 62, 62])
