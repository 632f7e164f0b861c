"""A system with the weights of another one takes them as they are."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
from click.testing import CliRunner

from lausch.cli.train import command
from lausch.errors import ModelError
from lausch.models.model import Model
from lausch.models.probe import probe_samples
from lausch.systems import system
from lausch.training.adopt import adopted
from lausch.training.export import probe_activations, with_head


def weights(name: str) -> bytes:
    return files("lausch.models.weights").joinpath(f"{name}.onnx").read_bytes()


def test_the_network_and_the_bill_are_those_of_the_file():
    tempo, data = system("boeck2015"), weights("boeck2011")
    own = adopted(tempo, data, 0, "lausch train boeck2015")
    values = probe_activations(with_head(own.network, tempo), tempo)
    np.testing.assert_allclose(values, Model(data).run([probe_samples(44100)]).values, atol=1e-5)
    assert own.data == Model(data).card.data
    assert own.training["hours"] == Model(data).card.training["hours"]
    assert own.training["epochs"] == 0


def test_a_file_is_needed_and_its_features_must_be_the_same():
    with pytest.raises(ModelError, match="--start"):
        adopted(system("boeck2015"), None, 0, "")
    with pytest.raises(ModelError, match="eyben2010 has other features than boeck2015"):
        adopted(system("boeck2015"), weights("eyben2010"), 0, "")


def test_no_epochs_keep_the_weights_and_take_the_settings_of_the_system(tmp_path):
    for kind in system("drums2026").recipe.corpora:
        (tmp_path / kind).mkdir()
        empty = {"kind": kind, "credits": [], "tracks": []}
        (tmp_path / kind / "manifest.json").write_text(json.dumps(empty))
    start, out = tmp_path / "first.onnx", tmp_path / "second.onnx"
    start.write_bytes(weights("drums2026"))
    words = ["--corpora", str(tmp_path), "--epochs", "0", "--work", str(tmp_path)]
    done = CliRunner().invoke(
        command, ["drums2026", *words, "--start", str(start), "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    before, after = Model(start.read_bytes()), Model(out.read_bytes())
    assert after.task == system("drums2026").task
    assert after.card.training["command"].endswith("--epochs 0 --start first.onnx")
    samples = [probe_samples(44100)]
    np.testing.assert_allclose(after.run(samples).values, before.run(samples).values, atol=1e-5)
