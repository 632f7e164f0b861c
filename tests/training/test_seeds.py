"""Several seeds are trained by one command, each as if it had been trained alone."""

import click
import pytest
from click.testing import CliRunner
from test_sweep import OWN, WORDS
from test_sweep import folder as folder

from lausch.cli import cli
from lausch.cli.seeds import trainings
from lausch.cli.train import command
from lausch.errors import OptionError

TRAIN = ["train", *WORDS[1:], "--epochs", "1"]


def test_each_seed_has_the_weights_that_it_has_alone(folder):
    assert OWN in (folder / "tiny.py").read_text()
    done = CliRunner().invoke(cli, [*TRAIN, "--seeds", "0,3"])
    assert done.exit_code == 0, done.output
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "tiny-0.onnx",
        "tiny-3.onnx",
    ]
    alone = CliRunner().invoke(cli, [*TRAIN, "--seed", "3", "--work", "other"])
    assert alone.exit_code == 0, alone.output
    losses = [line.rpartition("loss ")[2].split(",")[0] for line in done.stdout.splitlines()]
    assert losses[1] in alone.stdout
    assert losses[0] != losses[1]


def test_a_seed_that_fails_is_said(folder):
    done = CliRunner().invoke(cli, ["train", "boeck2011", "--seeds", "0", "--out", "a.onnx"])
    assert done.exit_code == 1
    assert done.stderr.startswith("a-0.onnx: ")
    assert "--corpora" in done.stderr


def test_what_was_typed_is_what_each_seed_is_trained_with(tmp_path):
    words = ["tiny.py", "--corpora", str(tmp_path), "--resume", "--seeds", "1,2", "--threads", "1"]
    context = click.Context(command)
    with context.scope():
        command.parse_args(context, words)
        first, second = trainings(context, (1, 2), tmp_path / "x.onnx")
    assert first.path == tmp_path / "x-1.onnx"
    assert first.words == (
        "tiny.py", "--corpora", str(tmp_path), "--resume", "--threads", "1",
        "--seed", "1", "--out", str(first.path),
    )  # fmt: skip
    assert second.words[-3] == "2"


@pytest.mark.parametrize("words", [["--ray", "auto"], ["--seeds", "0", "--series"]])
def test_what_does_not_go_together_is_said(words):
    done = CliRunner().invoke(cli, ["train", "boeck2011", *words])
    assert isinstance(done.exception, OptionError)
