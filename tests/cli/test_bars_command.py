"""`lausch bars`: a performance on drums in, numbered beats out."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from lausch.annotation import Beats, Drums
from lausch.annotation.analysis import Analysis
from lausch.cli.bars import command
from lausch.formats.grids import read_beats

BEATS = Beats(0.5 * np.arange(48), (np.arange(48) + 2) % 4 + 1)


@pytest.fixture
def take(tmp_path):
    """Rock with a kick on one and three, snares between them, and eighths on the hi-hat."""
    times, names, force = [], [], []
    for time, number in zip(BEATS.times, BEATS.positions, strict=True):
        times += [time, time, time + 0.25]
        names += ["hi-hat", "snare" if number % 2 == 0 else "kick", "hi-hat"]
        force += [0.7, 0.9, 0.5]
        if number == 3:  # a second kick after three, none after one
            times.append(time + 0.25)
            names.append("kick")
            force.append(0.8)
    path = tmp_path / "take.mid"
    analysis = Analysis(beats=BEATS, others={"drums": Drums(times, names, force)})
    analysis.save(path)
    analysis.save(tmp_path / "take.drums.csv")
    Analysis(beats=BEATS).save(tmp_path / "take.beats")
    return path


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


def test_beats_of_a_midi_file_get_their_numbers(take):
    result = run(take)
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    assert len(lines) == len(BEATS)
    numbers = [int(number) for _, number in lines]
    assert (np.diff(numbers) % 4 == 1).all()


def test_a_table_of_strokes_has_its_beats_beside_it_and_the_result_is_the_same(take):
    table, out = take.with_name("take.drums.csv"), take.with_name("out.csv")
    assert run(table, "--beats", take.with_name("take.beats"), "-o", out).exit_code == 0
    assert run(take, "-o", take.with_name("other.csv")).exit_code == 0
    ours, theirs = read_beats(out), read_beats(take.with_name("other.csv"))
    np.testing.assert_allclose(ours.times, theirs.times, atol=0.01)
    assert ours.positions.tolist() == theirs.positions.tolist()


def test_other_metres_are_counted_if_asked_for(take):
    numbers = [int(line.split()[1]) for line in run(take, "--meters", "3").stdout.splitlines()]
    assert max(numbers) == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--meters", "9"], 2, "2 to 7"),
        (["--meters", "three"], 2, "whole numbers"),
        (["--model", "krebs2016"], 2, "does not count bars by drums"),
        (["--model", "nothing"], 2, "neither a shipped model"),
        (["-o", "x.tempo"], 2, "holds no beats"),
        (["--beats", "missing.beats"], 1, "missing.beats"),
    ],
)
def test_what_cannot_be_done_is_said(take, words, code, said):
    result = run(take, *words)
    assert result.exit_code == code
    assert said in result.output


def test_a_file_without_strokes_is_named(tmp_path):
    path = tmp_path / "empty.mid"
    Analysis(beats=BEATS, others={"drums": Drums()}).save(path)
    result = run(path)
    assert result.exit_code == 1
    assert "no strokes of drums" in result.output
    assert "empty.mid" in result.output
