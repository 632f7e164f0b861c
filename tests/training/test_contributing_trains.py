"""The system of CONTRIBUTING.md, trained for one epoch and used."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from readme import README, typed

from lausch import analyze, load_model, write
from lausch.annotation import Beats, Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.cli import cli
from lausch.errors import ModelError, OptionError
from lausch.systems import system
from lausch.training.run import run

TRUTH = Beats(np.arange(0.5, 11.9, 0.5))
FORM = Form(Sections([0.0, 6.0, 12.0], ["A", "B"]))

RATE = 22050
RECIPE = system("boeck2011").recipe
PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.fixture
def folder(contributed, clicks, tmp_path, monkeypatch):
    """The working folder of a user: the example's file with a short epoch, and recordings."""
    text = Path(contributed.module.__file__).read_text(encoding="utf-8")
    for ours, less in (
        ("batch=16", "batch=2"),
        ("excerpts_per_epoch=1024", "excerpts_per_epoch=4"),
    ):
        assert ours in text
        text = text.replace(ours, less)
    (tmp_path / "small2026.py").write_text(text, encoding="utf-8")
    (tmp_path / "mydata").mkdir()
    for number in range(6):
        sound = tmp_path / "mydata" / f"{number}.wav"
        soundfile.write(sound, clicks(120, 12.0, RATE), RATE)
        if number % 2:
            write(Analysis(beats=TRUTH, sections=FORM, duration=12.0), sound.with_suffix(".jams"))
        else:
            write(Analysis(beats=TRUTH), sound.with_suffix(".beats"))
            write(Analysis(sections=FORM), sound.with_suffix(".lab"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lausch(*words):
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def test_own_recordings_are_scored_and_trained_on_as_the_page_says(folder):
    section = PAGE.read_text(encoding="utf-8").split("## Your own recordings")[1].split("\n## ")[0]
    outputs = []
    for words in typed(section):
        done = lausch(*words)
        assert done.exit_code == 0, (words, done.output)
        outputs.append(done.output)
    stats, beats, form, trained, scored = outputs
    assert stats.startswith("mydata: 6 tracks")
    assert "mydata, 6 tracks" in beats
    assert "mydata, 6 tracks" in form
    assert "best epoch 1 of 1" in trained
    assert "mine" not in scored
    assert "small2026 was trained on mydata" in scored
    assert "mydata, 1 track" in scored
    card = load_model(folder / "mine.onnx").card
    assert card.training["command"] == (
        "lausch train small2026.py --corpora mydata --licence CC0 --seed 0 --epochs 1"
    )
    (entry,) = card.data
    assert (entry["name"], entry["licence"]) == ("mydata", "CC0")
    analysis = analyze(folder / "mydata" / "0.wav", model=folder / "mine.onnx")
    assert analysis.model == "small2026"
    assert analysis.beats.positions is None
    words = ["train", "small2026.py", "--corpora", "mydata", "--licence", "CC0", "--epochs", "1"]
    assert "of 1," in lausch(*words, "--resume").output


def test_the_readme_scores_and_trains_on_them(folder, monkeypatch):
    """With a short epoch."""
    quick = system("elowsson2016")
    short = replace(quick, recipe=replace(quick.recipe, batch=2, excerpts_per_epoch=4))
    monkeypatch.setattr("lausch.systems.elowsson2016.SYSTEM", short)
    page = README.read_text(encoding="utf-8")
    shutil.copy(folder / "mydata" / "0.wav", "song.mp3")
    commands = [words for words in typed(page) if {"mydata", "mine.onnx"}.intersection(words)]
    outputs = []
    for words in commands:
        done = lausch(*words)
        assert done.exit_code == 0, (words, done.output)
        outputs.append(done.output)
    assert len(outputs) == 5
    assert "mydata, 6 tracks" in outputs[1]
    assert "best epoch 1 of 1" in outputs[2]
    assert "elowsson2016 was trained on mydata" in outputs[3]
    assert "elowsson2016" in outputs[4]


def test_without_a_licence_nothing_is_trained_on_them(folder):
    done = lausch("train", "small2026.py", "--corpora", "mydata")
    assert done.exit_code == 2
    assert "--licence" in done.output


def test_what_is_learned_from_is_said_and_ctrl_c_says_how_to_go_on(folder, monkeypatch):
    words = ["train", "small2026.py", "--corpora", "mydata", "--licence", "CC0", "--epochs", "2"]
    with monkeypatch.context() as patch:
        patch.setattr("lausch.training.loop.validation_loss", interrupted)
        done = lausch(*words)
    assert done.exit_code == 130
    assert "4 tracks (0.01 h) for training, 1 for validation" in done.output
    assert "--resume" in done.output
    assert "epoch   2" in lausch(*words, "--resume").output
    assert len((folder / "runs" / "small2026-0" / "log.csv").read_text().splitlines()) == 3


def interrupted(*arguments):
    raise KeyboardInterrupt


def test_a_card_that_is_not_there_is_refused(folder, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    words = ["train", "small2026.py", "--corpora", "mydata", "--licence", "CC0"]
    with pytest.raises(OptionError, match="no graphics card"):
        lausch(*words, "--device", "cuda")


@pytest.mark.parametrize(("field", "word"), [("head", "sigmoid"), ("loss", "entropy")])
def test_a_name_that_nobody_knows_is_refused_before_hours_of_work(
    contributed, field, word, tmp_path
):
    found = contributed.module.SYSTEM
    if field == "loss":
        found = replace(found, recipe=replace(found.recipe, loss=word))
    else:
        found = replace(found, head=word)
    with pytest.raises(ModelError, match=f"{field} '{word}'; there are"):
        run(found, [], cache=tmp_path, folder=tmp_path, out=tmp_path / "never.onnx")
