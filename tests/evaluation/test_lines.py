"""Solo lines against annotations whose scores can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lausch.annotation import Contour
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation.line_rivals import measure_line_rivals, open_line_rivals, speeds
from lausch.evaluation.lines import Followed, average_precision, measure_line
from lausch.evaluation.songs import mean, paired
from lausch.metrics.melody import MEASURES, at, score

TIMES = 0.02 + 0.02 * np.arange(10)
LINE = Contour(TIMES, [0, 0, 440, 440, 440, 440, 220, 220, 220, 220])
TRACK = Track("a", Path("a.flac"), 0.2, "song", truth={"contour": lambda: LINE})


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


def test_average_precision_by_hand():
    truth = [[1, 0, 0], [0, 1, 0]]
    assert average_precision([[9, 1, 1], [1, 8, 1]], truth) == pytest.approx(1)
    assert average_precision([[4, 3, 0], [0, 2, 0]], truth) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(np.zeros((2, 3)), truth) == pytest.approx(1 / 3)
    assert np.isnan(average_precision([[1.0]], [[0]]))
    with pytest.raises(ValueError, match="shape"):
        average_precision([[1.0]], [[0, 1]])


def test_means_and_differences_over_songs():
    rows = [
        Followed(system, "x", str(n), f"song {n}", 1.0, {"overall accuracy": value + n / 10})
        for system, value in (("ours", 0.5), ("theirs", 0.3))
        for n in range(5)
    ]
    found = mean(rows[:5], "overall accuracy")
    assert found is not None
    assert found.value == pytest.approx(0.7)
    difference = paired(rows[:5], rows[5:], "overall accuracy")
    assert difference is not None
    assert (difference.low, difference.high) == pytest.approx((0.2, 0.2))


@pytest.fixture
def tried(tmp_path):
    (tmp_path / "melodia").mkdir()
    lines = (f"{a:.4f},{b:.3f}\n" for a, b in zip(TIMES, LINE.hz, strict=True))
    (tmp_path / "melodia" / "a.csv").write_text("".join(lines))
    (tmp_path / "seconds.csv").write_text("melodia,a,2.0,20\nmelodia,b,2.0,60\n")
    return tmp_path


def test_rivals_are_scored_where_they_were_tried(tried):
    other = Track("b", Path("b.flac"), 1.0, "b", truth={"contour": lambda: LINE})
    corpus = Corpus("x", "MIT", "nobody", "eval", (TRACK, other))
    (row,) = measure_line_rivals(open_line_rivals(tried), [corpus])
    assert (row.system, row.key) == ("melodia", ("x", "a"))
    assert row.scores["overall accuracy"] == pytest.approx(1)
    assert row == measure_line("melodia", "x", TRACK, LINE, LINE)
    assert speeds(tried) == {"melodia": pytest.approx(20)}
    assert speeds(tried / "melodia") == {}


def test_guesses_are_read_as_unvoiced(tried):
    (tried / "melodia" / "a.csv").write_text("0.0,-440\n0.1,0\n0.2,220\n")
    (rival,) = open_line_rivals(tried)
    contour = rival.contour("x", "a")
    assert contour is not None
    assert list(contour.hz) == [440, 0, 220]
    assert list(contour.voiced) == [False, False, True]
    assert rival.contour("x", "c") is None


@pytest.mark.parametrize("text", ["time,hz\n", "0.1\n"])
def test_other_files_are_refused(tried, text):
    (tried / "melodia" / "a.csv").write_text(text)
    (rival,) = open_line_rivals(tried)
    with pytest.raises(FormatError, match="seconds,hz"):
        rival.contour("x", "a")
    (tried / "melodia" / "a.csv").unlink()
    with pytest.raises(FormatError, match="no RIVAL/CORPUS"):
        open_line_rivals(tried)
