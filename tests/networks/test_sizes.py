"""Parameters are counted as the paper, the slide, and the files themselves have them."""

from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from lausch.cli import cli
from lausch.models.model import load_model, read_weights, shipped
from lausch.models.tensors import tensors_of
from lausch.networks.patch import PatchShape
from lausch.networks.sizes import layers, of_the_slide, table

PUBLISHED = PatchShape()


def test_the_published_reading():
    found = layers(PUBLISHED)
    assert [each.outputs for each in found] == [
        (108, 75, 16),
        (36, 12, 16),
        (31, 10, 32),
        (128,),
        (1,),
    ]
    assert [each.weights for each in found] == [768, 0, 9216, 1_269_760, 128]
    assert found[3].inputs == (9920,)
    assert sum(each.parameters for each in found) == 1_280_049


def test_the_slides_reading():
    found = layers(of_the_slide(PUBLISHED))
    assert sorted(found[2].outputs) == [32, 71, 101]
    assert found[3].inputs == (229_472,)
    assert [each.weights for each in found] == [768, 0, 9216, 29_372_416, 128]


def test_several_planes_have_convolutions_of_their_own_or_one_of_more_depth():
    apart, joined = (layers(replace(PUBLISHED, planes=2, joined=each)) for each in (False, True))
    assert (apart[0].weights, apart[0].biases) == (2 * 768, 32)
    assert (joined[0].weights, joined[0].biases) == (2 * 768, 16)
    assert (apart[2].weights, joined[2].weights) == (2 * 9216, 9216)


def test_the_table_adds_up():
    lines = table(PUBLISHED).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "1,280,049" in lines[-1]


@pytest.mark.parametrize("name", ["ullrich2014", "grill2015a", "grill2015b", "ullrich2014low"])
def test_only_the_network_of_the_slide_is_counted_as_there(name):
    result = CliRunner().invoke(cli, ["models", "--parameters", name])
    assert result.exit_code == 0, result.output
    assert ("as the tutorial's slide counts it" in result.output) == (name == "ullrich2014")
    if name == "ullrich2014":
        for number in ("9,920", "1,280,049", "71", "101", "229,472", "29,372,416"):
            assert number in result.output


@pytest.mark.parametrize("name", shipped())
def test_a_file_holds_what_was_trained(name):
    tensors = tensors_of(read_weights(name), load_model(name).card)
    trained = load_model(name).card.parameters
    held = sum(each.size for each in tensors)
    assert trained <= held * 1.2
    assert all(each.operator and np.prod(each.shape) == each.size for each in tensors)
    result = CliRunner().invoke(cli, ["models", "--parameters", name])
    assert result.exit_code == 0, result.output
    assert f"parameters that were trained: {trained:,}" in result.output


def test_a_formula_has_none_and_a_name_is_needed():
    assert "no parameters" in CliRunner().invoke(cli, ["models", "--parameters", "salience"]).output
    assert CliRunner().invoke(cli, ["models", "--parameters"]).exit_code == 2
