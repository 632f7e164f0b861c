"""The system of CONTRIBUTING.md, trained for one epoch and used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from lausch import analyze, load_model
from lausch.annotation import Beats
from lausch.cli import cli
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import ModelError
from lausch.training.run import run


@pytest.fixture
def corpus(clicks, tmp_path):
    rate = 22050
    soundfile.write(tmp_path / "clicks.wav", clicks(120, 12.0, rate), rate)
    truth = {"beats": lambda: Beats(np.arange(0.5, 11.9, 0.5))}
    tracks = tuple(
        Track(split, tmp_path / "clicks.wav", 12.0, split, split=split, truth=truth)
        for split in ("train", "validation")
    )
    return Corpus("clicks", "MIT", "this test", "ship", tracks)


def test_the_example_trains_from_a_file_of_ones_own(contributed, corpus, tmp_path, monkeypatch):
    file = tmp_path / "my_idea.py"
    text = Path(contributed.module.__file__).read_text(encoding="utf-8")
    for ours, less in (
        ("batch=16", "batch=2"),
        ("excerpts_per_epoch=1024", "excerpts_per_epoch=4"),
    ):
        assert ours in text
        text = text.replace(ours, less)
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr("lausch.corpora.registry.open_corpus", lambda name, rendered: [corpus])
    out = tmp_path / "small.onnx"
    words = ["train", str(file), "--corpora", str(tmp_path), "--out", str(out), "--threads", "1",
             "--work", str(tmp_path / "runs")]  # fmt: skip
    done = CliRunner().invoke(cli, [*words, "--epochs", "1"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "best epoch 1 of 1" in done.output
    analysis = analyze(tmp_path / "clicks.wav", model=out)
    assert analysis.model == "small2026"
    assert analysis.beats.positions is None
    training = load_model(out).card.training
    assert training["command"] == "lausch train my_idea.py --corpora RENDERED --seed 0 --epochs 1"
    done = CliRunner().invoke(cli, [*words, "--epochs", "1", "--resume"], catch_exceptions=False)
    assert "of 1," in done.output


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
