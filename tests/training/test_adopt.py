"""A system with the weights of another one takes them as they are."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

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
