"""A sweep over a few recordings, as the command line has it: a minute at most."""

from __future__ import annotations

import csv
import math
import re
import time

import pytest
from click.testing import CliRunner
from starterkit import mydata

from lausch.cli import cli
from lausch.errors import LauschError
from lausch.sweep.outcome import read_table

WORDS = ["sweep", "tiny.py", "--corpora", "mydata", "--licence", "CC0", "--threads", "1"]
OWN = """\
from dataclasses import replace

from lausch.representations import LogMelS, Stack
from lausch.system import Recipe
from lausch.systems import boeck2011

MEL = LogMelS(22050, 441, 1024, low_hz=30.0, high_hz=10000.0, bands=12)


def network(dropout, units=4):
    from lausch.networks.recurrent import BGRU

    return BGRU(12, 1, units=units, layers=1)


SYSTEM = replace(
    boeck2011.SYSTEM,
    name="tiny",
    representation=Stack((MEL,)),
    network=network,
    recipe=Recipe(("pop",), 2.0, batch=2, excerpts_per_epoch=8, epochs=2, patience=2),
)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    mydata(tmp_path)
    (tmp_path / "tiny.py").write_text(OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sweep(*words):
    return CliRunner().invoke(cli, [*WORDS, *words], catch_exceptions=False)


def test_a_sweep_ends_with_a_table_and_a_figure(folder):
    began = time.process_time()
    done = sweep("--vary", "learning_rate=1e-3,.03", "--vary", "network.units=2,4", "--seeds", "2")
    assert done.exit_code == 0, done.output
    assert time.process_time() - began < 60
    assert re.search(r"^least loss: learning_rate \.03, network\.units", done.output, re.M)
    outcomes = read_table(folder / "tiny-sweep.csv")
    assert len(outcomes) == 8
    sizes = {each.setting["network.units"]: each.parameters for each in outcomes}
    assert sizes["2"] < sizes["4"]
    assert (folder / "tiny-sweep.svg").read_text().startswith("<?xml")
    with (folder / "tiny-sweep-curves.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 16
    again = sweep("--vary", "learning_rate=1e-3,.03", "--vary", "network.units=2,4", "--seeds", "2")
    assert "seed 0" not in again.output
    assert read_table(folder / "tiny-sweep.csv") == outcomes


def test_an_interrupted_sweep_ends_as_an_uninterrupted_one(folder, monkeypatch):
    words = ("--vary", "hours=.003,1", "--seeds", "2", "--score")
    whole = sweep(*words, "--work", "whole", "--out", "whole.csv")
    assert "beat F" in whole.output
    calls = []

    def stopped(*arguments):
        calls.append(arguments)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(*arguments)

    from lausch.training import loop

    real = loop.validation_loss
    with monkeypatch.context() as patch:
        patch.setattr("lausch.training.loop.validation_loss", stopped)
        done = sweep(*words, "--work", "parts", "--out", "parts.csv")
    assert done.exit_code == 130
    assert "the same command goes on" in done.output
    assert sweep(*words, "--work", "parts", "--out", "parts.csv").exit_code == 0
    first, second = (read_table(folder / name) for name in ("whole.csv", "parts.csv"))
    assert [(e.setting, e.validation_loss, e.scores) for e in first] == [
        (e.setting, e.validation_loss, e.scores) for e in second
    ]
    losses = {each.setting["hours"]: each.training_loss for each in first}
    assert losses[".003"] != losses["1"]


def test_a_setting_that_diverges_does_not_stop_the_others(folder, monkeypatch):
    from lausch.training import loop

    real = loop.validation_loss

    def exploded(network, system, examples):
        return math.nan if system.recipe.learning_rate > 1 else real(network, system, examples)

    monkeypatch.setattr("lausch.training.loop.validation_loss", exploded)
    done = sweep("--vary", "learning_rate=2,1e-3", "--seeds", "1")
    assert done.exit_code == 0, done.output
    assert "diverged" in done.output
    assert "least loss: learning_rate 1e-3" in done.output


def test_zeros_learn_nothing_but_a_bias(folder):
    done = sweep("--vary", "initialisation=zeros", "--seeds", "1", "--vary", "learning_rate=.1")
    assert done.exit_code == 0, done.output
    (outcome,) = read_table(folder / "tiny-sweep.csv")
    assert outcome.state == "finished"
    assert outcome.validation_loss > 0.05


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["--vary", "loss=entropy"], "names the loss 'entropy'; there are"),
        (["--vary", "learning_rate=0..1"], "--trials"),
        (["--figure", "figure.gif"], "a plot ends in one of"),
    ],
)
def test_errors_come_before_any_training(folder, words, error):
    with pytest.raises(LauschError, match=error):
        sweep(*words)
    assert not (folder / "runs" / "sweep").exists()
