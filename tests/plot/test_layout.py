"""Rows of long music: everything is shown once, at its time, in letters that can be read."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure

from lausch.annotation import BassLine, Beats, Contour, Form, Notes, Sections
from lausch.annotation.analysis import Analysis
from lausch.annotation.times import clock_time
from lausch.frames import Clock, Frames
from lausch.plot import draw, figure, write_plot
from lausch.plot.layout import MOST_ROWS, rows_of
from lausch.plot.panel import Panel, View, merged

RATE = 8000


def panel(**more):
    return Panel("nothing", 1.0, lambda axes, view: None, **more)


@pytest.mark.parametrize("seconds", [0.0, 1, 75, 76, 185.5, 3600, 24 * 3600])
def test_rows_show_all_of_a_recording_once(seconds):
    rows = rows_of([panel()], seconds)
    assert rows[0].view.start == 0
    assert rows[-1].view.stop == pytest.approx(max(seconds, 0.01))
    for one, next_one in pairwise(rows):
        assert one.view.stop == next_one.view.start
    assert len(rows) <= MOST_ROWS
    assert (len(rows) == 1) == (seconds <= 75)
    assert len({round(row.view.inches_per_second, 6) for row in rows}) == 1


def test_what_shows_everything_stands_once_below_the_rows():
    rows = rows_of([panel(), panel(whole=True, square=True)], 300)
    assert [len(row.panels) for row in rows] == [1] * 5 + [1]
    assert rows[-1].view.stop == 300
    assert rows[-1].heights == [rows[-1].width]


def test_shared_panels_are_one():
    calls = []
    one, other = (
        Panel(
            "x", 1.0, lambda axes, view, n=n: calls.append(n), shared="x", pitches=(40 + n, 50 + n)
        )
        for n in (1, 2)
    )
    both, alone = merged([one, panel(), other])
    both.draw(None, View())
    assert calls == [1, 2]
    assert both.pitches == (41, 52)
    assert alone.label == "nothing"


def test_ten_layers_have_two_spectrograms():
    sound = (0.1 * np.random.default_rng(0).standard_normal(4 * RATE), RATE)
    contour = Contour([0, 1, 2, 3], [220] * 4, [True] * 4)
    everything = Analysis(
        beats=Beats([0, 1, 2, 3], [1, 2, 1, 2]),
        activations=Frames(np.eye(4, 2, dtype=np.float32), Clock(1, 1), ("beat", "downbeat")),
        solo=Notes([0], [1], [60]),
        contour=contour,
        bass=BassLine(),
        sections=Form(Sections([0, 2, 4], "AB")),
        duration=4.0,
    )
    axes = figure(sound, everything).axes
    pictures = [each for each in axes if each.get_images()]
    labels = [each.get_ylabel() for each in pictures]
    assert labels == ["frequency in Hz", "recording", "bass", ""]
    matrix = pictures[-1].get_window_extent()
    assert matrix.width == pytest.approx(matrix.height)
    names = [text.get_text() for text in pictures[0].get_legend().get_texts()]
    assert names == ["beat", "downbeat"]
    assert [text.get_text() for text in axes[0].texts] == ["1", "2"]  # bars


def test_given_beats_have_no_panel_of_activations():
    sound = (np.zeros(4 * RATE), RATE)
    labels = [
        each.get_ylabel()
        for each in figure(sound, Analysis(beats=Beats([0, 1, 2, 3]), duration=4)).axes
    ]
    assert labels == ["frequency in Hz"]


def test_a_long_pdf_has_pages(tmp_path):
    sound = (np.zeros(700 * RATE), RATE)
    write_plot(sound, Analysis(beats=Beats(), duration=700.0), tmp_path / "long.pdf")
    assert (tmp_path / "long.pdf").read_bytes().count(b"/Type /Page ") > 1


def test_sections_that_differ_look_different():
    axes = Figure().subplots()
    letters = [chr(65 + n) for n in range(20)]
    assert draw.draw_sections(axes, Sections(range(21), letters)) is axes
    looks = {(bar.get_facecolor(), bar.get_hatch()) for bar in axes.patches}
    assert len(looks) == 20


@pytest.mark.parametrize(
    ("seconds", "step", "text"),
    [(0, 1, "0:00"), (59.9999, 1, "1:00"), (3600, 60, "1:00:00"), (2.5, 0.5, "0:02.5")],
)
def test_times_are_written_as_on_a_clock(seconds, step, text):
    assert clock_time(seconds, step) == text
