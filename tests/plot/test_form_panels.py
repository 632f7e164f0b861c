"""The panels of form: what is similar looks so, and every boundary says what became of it."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from lausch.analysis.repick import structure_of
from lausch.annotation import Beats, Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.frames import Clock, Frames
from lausch.plot import write_plot
from lausch.plot.form import form_panels, similarity
from lausch.plot.panel import View

RATE = 22050
SECONDS = np.arange(24 * RATE) / RATE
# Low, high, low again.
SOUND = (0.3 * np.sin(2 * np.pi * np.where(SECONDS // 8 == 1, 3000, 200) * SECONDS), RATE)
NOVELTY = Frames(np.eye(24, 2, dtype=np.float32), Clock(1, 1), ("coarse", "fine"))
FOUND = Analysis(
    sections=Form(Sections([0, 8, 16, 24], "ABA"), Sections([0, 4, 8, 16, 24], "aaba")),
    novelty=NOVELTY,
    duration=24.0,
)
TRUE = Form(Sections([0, 8.2, 18, 21.5, 24], ["a", "b", "c", "$d"]))


def drawn(panel):
    axis = Figure().subplots()
    if panel.picture is not None:
        panel.picture().draw(axis)
    panel.draw(axis, View(0, 24, 0.4))
    return axis


def test_what_comes_again_is_similar():
    similar, step = similarity(structure_of(SOUND))
    assert step == 0.5
    low, high, again = (round(time / step) for time in (4, 12, 20))
    assert similar[low, again] > 0.9
    assert similar[low, high] < -0.5
    np.testing.assert_allclose(similar, similar.T, atol=1e-6)
    assert np.abs(similar).max() <= 1 + 1e-6


def test_a_reference_shows_what_was_found():
    spectrum, resembles, novel, parts = form_panels(SOUND, FOUND, TRUE)
    assert [p.label for p in (spectrum, resembles, novel)] == ["frequency in Hz", "", "novelty"]
    assert resembles.square
    axis = drawn(parts)
    rows = [each.get_text() for each in axis.get_yticklabels()]
    assert rows == ["sections", "phrases", "true sections"]
    said = axis.get_title(loc="left")
    assert said.endswith("1 within 0.5 s (green), 1 within 3 s (orange), 1 missed (red)")
    assert len(axis.patches) == 3 + 4 + 4
    assert len(drawn(novel).get_lines()) == 2
    (image,) = drawn(resembles).get_images()
    values = np.asarray(image.get_array())
    assert values[len(values) // 6, 5 * len(values) // 6] > 0.9


def test_without_a_curve_or_a_reference_there_are_fewer_panels():
    many = Frames(np.zeros((24, 30), np.float32), Clock(1, 1), tuple(map(str, range(30))))
    only = Analysis(sections=Form(FOUND.sections.coarse), novelty=many, duration=24.0)
    panels = form_panels(SOUND, only, None)
    assert [panel.label for panel in panels] == ["frequency in Hz", "", ""]
    assert drawn(panels[-1]).get_title(loc="left") == ""


@pytest.mark.parametrize("reference", [None, TRUE])
@pytest.mark.parametrize("beats", [None, Beats([1.0, 2.0])])
def test_a_plot_of_form(beats, reference, tmp_path):
    analysis = Analysis(beats=beats, sections=FOUND.sections, novelty=NOVELTY, duration=24.0)
    write_plot(SOUND, analysis, tmp_path / "a.png", reference=reference)
    assert (tmp_path / "a.png").stat().st_size > 20_000


@pytest.mark.parametrize("samples", [1, RATE])
def test_a_plot_of_silence(samples, tmp_path):
    seconds = samples / RATE
    nothing = Analysis(sections=Form(Sections([0, seconds])), novelty=None, duration=seconds)
    write_plot((np.zeros(samples), RATE), nothing, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 1000
