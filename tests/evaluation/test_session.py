"""Evaluation measures what users get: the answers of `lausch.analyze`, by today's code."""

import numpy as np
import pytest
import soundfile
from conftest import RATE, clicks
from stubs import Stub, corpus

import lausch
from lausch.annotation import Beats, Notes
from lausch.corpora.track import Track
from lausch.evaluation import run
from lausch.evaluation.session import Session

PAUSE = 12.0
BEATS = np.arange(0.5, 10, 0.5)


@pytest.fixture
def song(tmp_path):
    """Clicks over a bass 30 cents sharp at a low level, and silence with a hum 80 dB below."""
    sounding = clicks(120, 10)
    times = np.arange(len(sounding)) / RATE
    tone = sum(np.sin(2 * np.pi * n * 55 * 2 ** (0.3 / 12) * times) / n for n in range(1, 9))
    hum = 1e-4 * np.sin(2 * np.pi * 110 * np.arange(round(PAUSE * RATE)) / RATE)
    path = tmp_path / "song.wav"
    soundfile.write(path, 1e-2 * np.append(sounding + 0.2 * tone, hum), RATE, subtype="FLOAT")
    return path


def estimate(song, name, **truth):
    readers = {layer: lambda value=value: value for layer, value in truth.items()}
    track = Track("song", song, 22.0, "song", truth=readers)
    return Session("songs", track).estimate(run.opened(name)).annotation


def test_beats_are_those_of_an_analysis(song):
    beats = estimate(song, "downbeats2026", beats=Beats(BEATS))
    analysis = lausch.analyze(song)
    assert (beats.times == analysis.beats.times).all()
    assert beats.times[-1] < 11  # none in the silence


def test_a_bass_is_that_of_an_analysis_on_the_annotated_beats(song):
    notes = Notes([0.5], [10.0], [33])
    line = estimate(song, "abesser2017", bass=notes, beats=Beats(BEATS))
    expected = lausch.analyze(song, only="bass", beats=Beats(BEATS)).bass
    assert line.beats.times.tolist() == BEATS.tolist()
    assert line.beats.pitches.tolist() == expected.beats.pitches.tolist()
    assert (line.contour.hz == expected.contour.hz).all()
    assert not line.contour.voiced[-200:].any()


def test_results_of_other_code_are_not_reused(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "opened", Stub)
    listed = [corpus(tmp_path / "songs")]
    work = tmp_path / "work"
    for code in ("1", "2", "2"):
        monkeypatch.setattr(run, "code_digest", lambda code=code: code)
        run.measure(run.jobs(listed, ["energy"], bool, what="beats", most=1, work=work)[0])
    assert sorted(path.name[-2:] for path in work.iterdir()) == ["-1", "-2"]
