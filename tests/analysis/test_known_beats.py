"""Known beats lie inside their recording."""

import numpy as np
import pytest

import lausch
from lausch.analysis.known_beats import check_inside
from lausch.annotation import Beats
from lausch.errors import AnnotationError

TIMES = 0.5 * np.arange(1, 20)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (1e3 * TIMES, "19 of 19.*milliseconds"),
        (44_100 * TIMES[:3] * 1.2, "samples at 44100"),
        (100 * TIMES, "frames of 10 ms"),
        (3 * TIMES, "longer recording"),
    ],
)
def test_beats_beyond_the_end_are_refused(times, words):
    length = 2.0 if len(times) < 4 else 10.0
    with pytest.raises(AnnotationError, match=words):
        check_inside(Beats(times), length)


def test_beats_may_end_a_little_late():
    check_inside(Beats(TIMES), 9.0)
    check_inside(Beats(), 0.0)
    check_inside(None, 0.0)


def test_an_analysis_refuses_them():
    sound = np.zeros(22050, np.float32), 22050
    with pytest.raises(AnnotationError, match=r"recording at 1\.00 s"):
        lausch.analyze(sound, only="bass", beats=Beats(TIMES))
