"""A user's word on the command line: `--beat` and `--downbeat` with the shipped network."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

import lausch
from lausch.cli import cli

RATE = 44100


@pytest.fixture
def song(clicks, tmp_path):
    path = tmp_path / "song.wav"
    soundfile.write(path, clicks(120, 10, RATE), RATE)
    return path


def analyze(*words):
    result = CliRunner().invoke(cli, ["analyze", *map(str, words)])
    assert isinstance(result.exception, SystemExit | None)
    return result


def beats(result):
    """Times and numbers in the bar of a printed `.beats`."""
    assert result.exit_code == 0, result.output
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    return np.array([float(row[0]) for row in rows]), [int(row[1]) for row in rows]


def test_words_move_bars_and_beats(song):
    free, _ = beats(analyze(song, "--format", "beats"))
    for at in (3, 4, 5):
        times, moved = beats(analyze(song, "--format", "beats", "--downbeat", free[at] + 0.04))
        np.testing.assert_array_equal(times, free)
        assert moved[at] == 1
        assert moved[at + 4] == 1
    words = ("--beat", free[5] + 0.25, "--beat", free[8] + 0.25)
    times, _ = beats(analyze(song, "--format", "beats", *words))
    np.testing.assert_allclose(times[:-1], free[: len(times) - 1] + 0.25, atol=0.05)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--beat", "5", "--max-bpm", "130", "--beat", "5.2"), "within 70 ms of 5"),
        (("--downbeat", "60"), "recording ends at 10.00 s"),
        (("--beat", "-1"), "0 s or later"),
        (("--beat", "nan"), "0 s or later"),
        (("--beat", "3", "--decoder", "peaks"), "knows nothing of beats"),
        (("--downbeat", "3", "--rotate-bars", "1"), "use one of them"),
        (("--downbeat", "3", "--only", "solo"), "no beats are looked for"),
        (("--downbeat", "3", "--model", "boeck2011"), "finds no bars"),
    ],
)
def test_words_that_cannot_be_had_are_refused(song, words, reason):
    result = analyze(song, *words)
    assert result.exit_code == 2
    assert reason in " ".join(result.stderr.split())


def test_words_are_of_one_recording(song):
    result = analyze(song, song.parent, "--beat", "3")
    assert result.exit_code == 2
    assert "of one recording" in result.stderr


def test_given_beats_are_not_corrected_by_a_word(song, tmp_path):
    (tmp_path / "song.beats").write_text("0.5\t1\n1.0\t2\n1.5\t1\n2.0\t2\n")
    given = ("--beats", tmp_path / "song.beats", "--format", "beats")
    assert beats(analyze(song, *given, "--downbeat", "1.1"))[1] == [2, 1, 2, 1]
    assert "correct it among them" in analyze(song, *given, "--beat", "1.1").stderr


def test_anchors_are_part_of_an_analysis(song):
    anchors = lausch.Anchors(beats=1.0, downbeats=[2.0])
    analysis = lausch.analyze(song, anchors=anchors, downbeat=4.0)
    assert dict(analysis.options) == {"beat": (1.0,), "downbeat": (2.0, 4.0)}
    assert {1, 2} <= set(np.round(analysis.beats.times).tolist())
    assert analysis.tempo.bpm[0] == pytest.approx(120, rel=0.02)
    text = lausch.encode(analysis, "json")
    (song.parent / "song.json").write_text(text)
    assert lausch.read(song.parent / "song.json").options == analysis.options
