"""Plots are drawn for anything that can be analysed, and say what is missing."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import lausch
from lausch.annotation import Beats
from lausch.errors import OptionError
from lausch.plot import SUFFIXES, write_plot

RATE = 22050
MAGIC = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_plot_of_beats(suffix, energy_model, clicks, tmp_path):
    sound = (clicks(120, 6), RATE)
    path = tmp_path / f"out{suffix}"
    write_plot(sound, lausch.analyze(sound, model=energy_model), path)
    assert path.read_bytes().startswith(MAGIC[suffix])
    assert path.stat().st_size > 10_000


@pytest.mark.parametrize("only", ["beats", "downbeats", "tempo"])
def test_a_plot_of_silence(only, energy_model, tmp_path):
    sound = (np.zeros(RATE // 10), RATE)
    path = tmp_path / "out.png"
    write_plot(sound, lausch.analyze(sound, model=energy_model, only=only), path)
    assert path.stat().st_size > 1000


def test_another_suffix_is_refused(energy_model, tmp_path):
    sound = (np.zeros(RATE), RATE)
    with pytest.raises(OptionError, match=r"\.png"):
        write_plot(sound, lausch.analyze(sound, model=energy_model), tmp_path / "out.bmp")


WITHOUT_MATPLOTLIB = """
import sys
sys.modules["matplotlib"] = None
from lausch import plot
from lausch.annotation.analysis import Analysis
from lausch.errors import MissingExtraError
try:
    plot.write_plot("x", Analysis(), "x.png")
except MissingExtraError as error:
    assert "pip install 'lausch[plot]'" in str(error)
else:
    raise SystemExit("no error")
"""


def test_without_matplotlib_the_error_names_the_extra():
    subprocess.run([sys.executable, "-c", WITHOUT_MATPLOTLIB], check=True)


def test_doubtful_stretches_are_drawn_in_grey(energy_model, clicks, tmp_path):
    sound = (clicks(120, 8), RATE)
    analysis = lausch.analyze(sound, model=energy_model)
    pictures = []
    for sure in (0.9, 0.1):
        beats = analysis.beats
        doubted = Beats(beats.times, beats.positions, np.full(len(beats), sure))
        path = tmp_path / f"{sure}.svg"
        write_plot(sound, replace(analysis, beats=doubted), path)
        pictures.append("#d9d9d9" in path.read_text())
    assert pictures == [False, True]
