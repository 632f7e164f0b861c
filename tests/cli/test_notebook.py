"""An analysis in a notebook: nothing of a file's name is markup, and no other file is embedded."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import soundfile

import lausch
from lausch.annotation import Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.cli import notebook
from lausch.errors import AudioError

RATE = 22050


@pytest.fixture
def analysis(tmp_path, clicks, energy_model):
    path = tmp_path / "<b>&song.wav"
    soundfile.write(path, clicks(120, 4), RATE)
    return lausch.analyze(path, model=energy_model)


def test_the_summary_a_player_and_a_picture(analysis):
    html = analysis._repr_html_()
    assert " bpm (or " in html
    assert "4 beats in a bar" in html
    assert html.count('<audio controls src="data:audio/wav;base64,') == 1
    assert html.count('src="data:image/png;base64,iVBOR') == 1
    assert "<b>" not in html
    assert "&lt;b&gt;&amp;song.wav" in html


def test_a_large_file_has_no_player(analysis, monkeypatch):
    monkeypatch.setattr(notebook, "LARGEST_BYTES", 100)
    html = analysis._repr_html_()
    assert "<audio" not in html
    assert "<img" in html


def test_another_recording_of_that_name_is_not_embedded(analysis):
    soundfile.write(analysis.provenance.name, np.zeros(RATE), RATE)
    html = analysis._repr_html_()
    assert "<table>" in html
    assert "<audio" not in html
    assert "<img" not in html
    with pytest.raises(AudioError, match="other samples"):
        analysis.plot()


def test_samples_have_a_table_and_are_drawn_when_they_are_named(clicks, energy_model):
    sound = (clicks(120, 4), RATE)
    analysis = lausch.analyze(sound, model=energy_model)
    assert "<img" not in analysis._repr_html_()
    assert len(analysis.plot(sound).axes) >= 2
    with pytest.raises(AudioError, match="name the recording"):
        analysis.plot()
    with pytest.raises(AudioError, match="name the recording"):
        Analysis().plot()


def test_labels_are_no_markup(analysis):
    form = Form(Sections([0.0, 4.0], ["<script>"]))
    assert "<script>" not in replace(analysis, sections=form)._repr_html_()


WITHOUT_MATPLOTLIB = """
import sys
sys.modules["matplotlib"] = None
import lausch
from lausch.annotation.analysis import Analysis
html = lausch.read(sys.argv[1])._repr_html_()
assert "<audio" in html and "<img" not in html and " bpm (or " in html
"""


def test_without_matplotlib_there_is_a_player_and_no_picture(analysis, tmp_path):
    analysis.save(tmp_path / "a.json")
    command = [sys.executable, "-c", WITHOUT_MATPLOTLIB, str(tmp_path / "a.json")]
    subprocess.run(command, check=True)


def test_saved_by_suffix(analysis, tmp_path):
    analysis.save(tmp_path / "a.beats")
    analysis.save(tmp_path / "b", "beats")
    assert (tmp_path / "a.beats").read_bytes() == (tmp_path / "b").read_bytes()
    analysis.save(tmp_path / "a.json")
    assert lausch.read(tmp_path / "a.json").activations is None
    analysis.save(tmp_path / "a.json", activations=True)
    np.testing.assert_array_equal(
        lausch.read(tmp_path / "a.json").activations.values, analysis.activations.values
    )
