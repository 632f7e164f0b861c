"""The solo's panels: as many as there is something to show, and every pitch inside them."""

import numpy as np
import pytest

from lausch.annotation import Beats, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.decoding.pianoroll import pianoroll
from lausch.frames import Clock
from lausch.plot import write_plot
from lausch.plot.panel import View
from lausch.plot.solo import solo_panels

RATE = 22050
SOUND = (0.1 * np.sin(2 * np.pi * 440 * np.arange(3 * RATE) / RATE), RATE)
TIMES = np.arange(30) / 10
LINE = Contour(TIMES, np.where(TIMES < 1.5, 440.0, 880.0), TIMES > 0.5)
ROLL = pianoroll(np.eye(120, dtype=np.float32)[np.full(30, 65)], Clock(22050, 2205), low_midi=4,
            bins_per_semitone=1)  # fmt: skip
FOUND = Analysis(contour=LINE, solo=Notes([0.5], [1.5], [69]), solo_activations=ROLL, duration=3.0)


@pytest.mark.parametrize("reference", [None, LINE, Notes([0.5], [1.5], [30])])
def test_a_reference_has_a_panel_of_its_own(reference, tmp_path):
    panels = solo_panels(SOUND, FOUND, reference)
    assert [panel.label for panel in panels][2:] == (["reference"] if reference else [])
    write_plot(SOUND, FOUND, tmp_path / "a.png", reference=reference)
    assert (tmp_path / "a.png").stat().st_size > 10_000


def test_what_is_drawn_stands_where_it_is():
    from matplotlib.figure import Figure

    reference = Notes([0.5, 1.5], [1.5, 2.0], [30, 100])
    for panel in solo_panels(SOUND, FOUND, reference):
        axis = Figure().subplots()
        if panel.picture is not None:
            panel.picture().draw(axis)
        panel.draw(axis, View(0, 3, 1.0))
        low, high = panel.pitches
        assert low < 30 < 100 < high
        (line,) = (each for each in axis.get_lines() if each.get_label() == "solo")
        times, pitch = line.get_data()
        assert pitch[np.searchsorted(times, 1.0)] == pytest.approx(69)
        assert np.isnan(pitch[times < 0.5]).all()
        for image in axis.get_images():
            left, right, bottom, top = image.get_extent()
            values = np.asarray(image.get_array())
            row = int((69 - bottom) / (top - bottom) * len(values))
            column = int((1.0 - left) / (right - left) * values.shape[1])
            assert values[:, column].argmax() == row


def test_beats_and_a_solo_share_a_picture(tmp_path):
    both = Analysis(beats=Beats([0.5, 1.0]), contour=LINE, solo=FOUND.solo, duration=3.0)
    write_plot(SOUND, both, tmp_path / "both.svg")
    write_plot(SOUND, Analysis(beats=both.beats, duration=3.0), tmp_path / "beats.svg")
    sizes = [(tmp_path / f"{name}.svg").read_text().count("axes_") for name in ("both", "beats")]
    assert sizes == [3, 1]


def test_a_plot_of_no_solo(tmp_path):
    nothing = Analysis(contour=Contour(), solo=Notes(), duration=0.1)
    write_plot((np.zeros(RATE // 10), RATE), nothing, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 1000
