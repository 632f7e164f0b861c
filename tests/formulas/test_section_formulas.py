"""Sections of sounds whose form is known: ABAB in timbre, in chords, and both."""

from __future__ import annotations

import time

import numpy as np
import pytest

import lausch
from lausch.annotation import Sections
from lausch.errors import ModelError, OptionError
from lausch.formulas import open_formula
from lausch.formulas.sections import alone, strongest
from lausch.frames import Frames
from lausch.metrics.sections import score_scale
from lausch.representations.structure import STRUCTURE

RATE = STRUCTURE.rate
SECONDS = 24
FOUND = ("foote", "homogeneity", "laplacian")
ALL = (*FOUND, "equal")
TRUTH = Sections(SECONDS * np.arange(5), "ABAB")


def chord(midi: list[int], overtones: int, seconds: float) -> np.ndarray:
    moment = np.arange(round(seconds * RATE)) / RATE
    hertz = [440 * 2 ** ((each - 69) / 12) for each in midi]
    return sum(
        np.sin(2 * np.pi * n * hz * moment) / n for hz in hertz for n in range(1, overtones + 1)
    )


@pytest.fixture(scope="module")
def song() -> np.ndarray:
    """Two melodies in two keys, one dull and one bright, in turn."""
    random = np.random.default_rng(3)
    dull = [chord([int(each)], 1, 1.0) for each in random.choice([48, 50, 52, 55, 57], SECONDS)]
    bright = [chord([int(each)], 12, 1.0) for each in random.choice([49, 54, 58, 61], SECONDS)]
    parts = np.concatenate([*dull, *bright, *dull, *bright])
    noise = np.random.default_rng(0).normal(size=len(parts))
    return (0.05 * parts + 0.0005 * noise).astype(np.float32)


@pytest.mark.parametrize("name", FOUND)
def test_boundaries_are_where_the_music_changes(name, song):
    form = lausch.analyze((song, RATE), only="sections", model=name, sections=4).sections
    frame = 0.55 if name != "laplacian" else 2.05  # its eigenvectors are smooth
    np.testing.assert_allclose(form.coarse.boundaries, TRUTH.boundaries, atol=frame)
    assert set(np.round(form.coarse.boundaries, 6)) <= set(np.round(form.fine.boundaries, 6))


def test_the_laplacian_knows_what_comes_again(song):
    formula = open_formula("laplacian")
    sound = lausch.load_audio((song, RATE), rate=RATE)
    form = formula.decode(formula.activations(sound), sections=4)
    assert form.coarse.labels == ("A", "B", "A", "B")
    assert all(label.islower() for label in form.fine.labels)
    assert score_scale(TRUTH, form.coarse)["pairwise F"] > 0.9


def test_equal_sections_are_equal(song):
    form = lausch.analyze((song, RATE), only="sections", model="equal", sections=6).sections
    np.testing.assert_allclose(form.coarse.boundaries, 16 * np.arange(7))
    usual = lausch.analyze((song, RATE), only="sections", model="equal").sections
    assert len(set(np.diff(usual.coarse.boundaries).round(6))) <= 2


@pytest.mark.parametrize("name", ALL)
def test_more_sensitive_finds_more(name, song):
    formula = open_formula(name)
    novelty = formula.activations(lausch.load_audio((song, RATE), rate=RATE))
    counts = [len(formula.decode(novelty, sensitivity=s).coarse) for s in (-1, -0.5, 0, 0.5, 1)]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    for wanted in (1, 2, 3):
        assert len(formula.decode(novelty, sections=wanted).coarse) == wanted


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("samples", [1, RATE, 40 * RATE])
def test_silence_is_one_section(name, samples):
    silent = np.zeros(samples, np.float32)
    form = lausch.analyze((silent, RATE), only="sections", model=name).sections
    if name != "equal":
        assert len(form.coarse) == len(form.fine) == 1
    assert form.coarse.boundaries[-1] == pytest.approx(samples / RATE)


@pytest.mark.parametrize("name", ALL)
def test_three_hours_take_seconds(name):
    values = np.random.default_rng(0).normal(size=(108000, 32)).astype(np.float32)
    formula = open_formula(name)
    began = time.process_time()
    features = Frames(np.abs(values), STRUCTURE.clock, STRUCTURE.columns)
    form = formula.decode(formula.method.novelty(features))
    assert form.coarse.boundaries[-1] == pytest.approx(10800, abs=20)
    assert time.process_time() - began < 20


def test_what_cannot_be_asked():
    formula = open_formula("foote")
    nothing = Frames(np.zeros((0, 2), np.float32), STRUCTURE.clock, ("coarse", "fine"))
    assert len(formula.decode(nothing).coarse) == 0
    with pytest.raises(OptionError, match="sections is a whole number"):
        formula.decode(nothing, sections=0)
    with pytest.raises(OptionError, match="sensitivity"):
        formula.decode(nothing, sensitivity=2.0)
    with pytest.raises(ModelError, match="needs sound at"):
        formula.activations(lausch.load_audio((np.zeros(9, np.float32), 8000), rate=8000))


def test_the_strongest_are_taken_first():
    values = [0.9, 0, 0.6, 0, 0.4, 0.55, 0]
    assert strongest(values, count=None, sensitivity=0).tolist() == [2, 5]
    assert strongest(values, count=3, sensitivity=0).tolist() == [2, 4, 5]
    assert strongest(values, count=1, sensitivity=0).tolist() == [2]
    assert strongest(values, count=None, sensitivity=1).tolist() == [2, 4, 5]
    assert strongest(values, count=None, sensitivity=-1).tolist() == []


def test_of_boundaries_side_by_side_one_is_left():
    values = np.array([0.9, 0.0, 0.6, 0.7, 0.0, 0.5, 0.0, 0.0, 0.4])
    assert np.flatnonzero(alone(values, 3)).tolist() == [0, 3, 8]
    assert np.flatnonzero(alone(values, 3, beside=[7])).tolist() == [0, 3]
    assert alone([], 3).size == 0
