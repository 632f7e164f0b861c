"""The local tempo follows beats that grow slower, and stops where these pause."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Beats, Tempo, TempoCurve
from lausch.annotation.tempocurve import curve_of
from lausch.errors import AnnotationError


def test_steady_beats_have_their_tempo_everywhere():
    times = 1.3 + 0.4 * np.arange(40)
    curve = curve_of(times)
    np.testing.assert_array_equal(curve.times, times)
    np.testing.assert_allclose(curve.bpm, 150)


def test_the_grid_of_frames_is_not_a_tempo():
    times = np.round(0.4567 * np.arange(60) / 0.02) * 0.02
    assert np.ptp(60 / np.diff(times)) > 4
    np.testing.assert_allclose(curve_of(times).bpm[4:-4], 60 / 0.4567, rtol=6e-3)


def test_a_ritardando_is_followed():
    periods = np.concatenate([np.full(20, 0.5), np.linspace(0.5, 1.0, 20), np.full(20, 1.0)])
    curve = curve_of(np.cumsum(periods))
    assert curve.bpm[:12] == pytest.approx(120)
    assert curve.bpm[-12:] == pytest.approx(60)
    assert (np.diff(curve.bpm[16:43]) < 0).all()
    middle = curve.bpm[30]
    assert middle == pytest.approx(60 / periods[30], rel=0.05)


def test_no_line_crosses_a_pause():
    times = np.concatenate([0.5 * np.arange(12), 20 + 0.25 * np.arange(24), [60.0]])
    curve = curve_of(times)
    assert len(curve) == len(times) - 1  # a beat alone has no tempo
    np.testing.assert_allclose(curve.bpm[:12], 120)
    np.testing.assert_allclose(curve.bpm[12:], 240)


@pytest.mark.parametrize("times", [[], [3.0]])
def test_fewer_than_two_beats_have_none(times):
    assert not len(curve_of(np.array(times)))


def test_two_beats_have_one():
    np.testing.assert_allclose(curve_of(np.array([1.0, 1.5])).bpm, [120, 120])


@pytest.mark.parametrize(
    ("times", "bpm", "words"),
    [
        ([1, 2], [100], "2 times and 1 tempi"),
        ([1, 2], [100, 0], "at 2.000 s it is 0"),
        ([1, 2], [np.nan, 90], "at 1.000 s it is nan"),
        ([2, 1], [100, 100], "increase"),
    ],
)
def test_what_is_no_curve_is_refused(times, bpm, words):
    with pytest.raises(AnnotationError, match=words):
        TempoCurve(times, bpm)


def test_tempi_are_equal_whatever_their_curve():
    curve = curve_of(Beats([1.0, 1.5, 2.0]).times)
    assert Tempo([120], [1], curve=curve) == Tempo([120], [1])
    assert Tempo([120], [1]).curve is None
