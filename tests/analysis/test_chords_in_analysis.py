"""Chords and key in an analysis: on the beats, in the summary, as tones and in a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from truths import TRUTHS, recording_of

import lausch
from lausch.annotation import Beats
from lausch.cli import summary, table
from lausch.cli.job import Job
from lausch.metrics import chords as metrics
from lausch.plot import write_plot
from lausch.sonify.tones import line_of, write_solo

RATE = 22050


@pytest.fixture(scope="module")
def song():
    return recording_of("chords", RATE), RATE


@pytest.fixture(scope="module")
def analysis(song):
    beats = Beats(0.5 + 0.61 * np.arange(28), np.arange(28) % 4 + 1)
    return lausch.analyze(song, only="chords,key", model="chord-templates", beats=beats)


def test_a_cadence_is_found_with_its_key(analysis):
    scores = metrics.score(TRUTHS["chords"], analysis.read("chords"))
    assert scores["majmin"] > 0.8
    assert analysis.read("key").name == "C:maj"
    assert [each.name for each in analysis.makers] == ["chord-templates", "key-successions"]


def test_chords_begin_on_the_beats_that_are_known(analysis):
    starts = analysis.read("chords").starts[1:]
    away = np.abs(starts[:, None] - analysis.beats.times).min(axis=1)
    assert away.max() < 0.051


def test_without_beats_they_are_found_as_well(song):
    alone = lausch.analyze(song, only="chords", model="chord-templates")
    assert metrics.score(TRUTHS["chords"], alone.read("chords"))["majmin"] > 0.7
    assert lausch.analyze(song, only="key").read("key").name == "C:maj"


def test_silence_has_no_chords_and_no_key():
    silent = lausch.analyze((np.zeros(5 * RATE, np.float32), RATE), only="chords,key")
    assert (len(silent.read("chords")), silent.read("key").name) == (0, "")
    assert "chords    none: silent" in summary.page(silent, Job(Path("a.wav")))


def test_the_summary_has_symbols_bar_by_bar(analysis):
    page = summary.page(analysis, Job(Path("a.wav")))
    assert "key       C major, " in page
    assert "bar   chords on the beats\n  1   " in page
    assert " chords, C major" in summary.line(analysis, Job(Path("a.wav")))
    cells = table.cells(analysis)
    assert cells["key"] == "C:maj"
    assert cells["chords"] == len(analysis.read("chords"))


def test_chords_sound_and_are_drawn(analysis, song, tmp_path):
    lines, fall = line_of(analysis)
    assert len(lines) in (3, 4)
    write_solo(song, lines, tmp_path / "a.wav", fall=fall)
    assert (tmp_path / "a.wav").stat().st_size > 100_000
    write_plot(song, analysis, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 10_000
