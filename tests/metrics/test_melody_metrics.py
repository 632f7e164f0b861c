"""Solo lines and notes against annotations whose scores can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Contour, Notes, hertz
from lausch.metrics import notes
from lausch.metrics.melody import MEASURES, at, nearest, score

TIMES = 0.02 + 0.02 * np.arange(10)
LINE = Contour(TIMES, [0, 0, 440, 440, 440, 440, 220, 220, 220, 220])


def test_the_line_itself_is_right():
    best = dict.fromkeys(MEASURES, 1.0) | {"voicing false alarm": 0.0}
    assert score(LINE, LINE) == pytest.approx(best)


def test_octaves_count_as_chroma_only():
    scores = score(LINE, Contour(TIMES, np.full(10, 440.0)))
    assert scores["raw pitch accuracy"] == pytest.approx(0.5)
    assert scores["raw chroma accuracy"] == pytest.approx(1)
    assert scores["voicing false alarm"] == pytest.approx(1)
    assert scores["overall accuracy"] == pytest.approx(0.4)


def test_guesses_in_silence_count_for_pitch_but_not_for_voicing():
    scores = score(LINE, Contour(TIMES, np.where(LINE.voiced, LINE.hz, 0), np.zeros(10, bool)))
    assert scores["raw pitch accuracy"] == pytest.approx(1)
    assert scores["voicing recall"] == pytest.approx(0)
    assert scores["overall accuracy"] == pytest.approx(0.2)


@pytest.mark.parametrize(("cents", "right"), [(45, 1), (-45, 1), (55, 0)])
def test_a_pitch_is_right_within_50_cents(cents, right):
    off = Contour(TIMES, LINE.hz * 2 ** (cents / 1200))
    assert score(LINE, off)["raw pitch accuracy"] == pytest.approx(right)


def test_what_cannot_be_asked_is_not_scored():
    silent = Contour(TIMES, np.zeros(10))
    assert set(score(silent, LINE)) == {"voicing false alarm", "overall accuracy"}
    full = Contour(TIMES, np.full(10, 440.0))
    assert "voicing false alarm" not in score(full, LINE)
    assert score(LINE, Contour())["overall accuracy"] == pytest.approx(0.2)


def test_coarse_lines_are_held_not_bent():
    coarse = Contour([0.0, 0.1, 0.2], [440, 440, 880])
    found = at(coarse, [0.04, 0.14, 0.16, 0.29, 0.5])
    np.testing.assert_allclose(found.hz, [440, 440, 880, 880, 0])
    assert list(found.voiced) == [True, True, True, True, False]


def test_notes_are_right_at_the_pitch_that_sounds():
    written = Notes([0.0, 1.0], [0.5, 1.5], [60, 62])
    times = 0.01 * np.arange(150)
    sharp = Contour(times, np.where(times < 1, hertz(60.45), 0))
    played = notes.notes_at_f0(written, sharp)
    np.testing.assert_allclose(played.pitches, [60.45, 62])
    assert notes.score(played, Notes([0.04, 1.0], [0.6, 2.5], [60.9, 62])) == {
        "note F": pytest.approx(1.0),
        "note F with offsets": pytest.approx(0.5),
    }
    assert notes.score(played, Notes([0.06], [0.5], [60.45]))["note F"] == 0
    assert notes.score(played, Notes())["note F"] == 0
    assert notes.score(Notes(), written) == {}


@pytest.mark.parametrize(
    ("moment", "point", "inside"),
    [
        (0.79, 0, False),
        (0.81, 0, True),
        (1.09, 0, True),
        (1.11, 1, True),
        (1.29, 1, True),
        (1.31, 2, True),
        (1.59, 2, True),
        (1.61, 2, False),
    ],
)
def test_a_contour_reaches_a_step_beyond_its_ends(moment, point, inside):
    contour = Contour([1.0, 1.2, 1.4], [220.0, 330.0, 440.0])
    (place,), (there,) = nearest(contour, np.array([moment]))
    assert (place, there) == (point, inside)
    sampled = at(contour, [moment])
    assert sampled.hz[0] == (contour.hz[point] if inside else 0)


def test_a_single_point_reaches_nowhere():
    contour = Contour([1.0], [220.0])
    assert nearest(contour, np.array([0.99, 1.0, 1.01]))[1].tolist() == [False, True, False]
    assert at(Contour(), [1.0]).voiced.tolist() == [False]


@pytest.mark.parametrize(("hz", "pitch"), [(8.2, 0.05), (12_500, 127)])
def test_pitches_of_a_contour_stay_within_those_of_notes(hz, pitch):
    found = notes.notes_at_f0(Notes([0.0], [1.0], [60]), Contour([0.2, 0.5], [hz, hz]))
    assert found.pitches[0] == pytest.approx(pitch, abs=0.1)
