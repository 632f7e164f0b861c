"""The table of tensors comes from the card, and without one from the file."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from lausch.cli import cli
from lausch.errors import ModelError
from lausch.models.card import Card
from lausch.models.model import load_model, read_weights
from lausch.models.tensors import Tensor, tensors_of

CARD = load_model("boeck2011").card


@pytest.fixture
def lean(monkeypatch):
    """An install without the extra `train`."""
    monkeypatch.setitem(sys.modules, "onnx", None)


def test_a_card_with_a_table_needs_no_file(lean):
    card = replace(CARD, tensors=[{"operator": "Conv", "shape": [2, 3], "kind": "float32"}])
    assert tensors_of(b"", Card.from_json(card.to_json())) == (Tensor("Conv", (2, 3), "float32"),)


def test_without_a_table_the_file_is_read(lean):
    assert CARD.tensors == []
    tensors = tensors_of(read_weights("boeck2011"), CARD)
    assert {"LSTM"} <= {each.operator for each in tensors}
    assert sum(each.size for each in tensors) >= CARD.parameters
    result = CliRunner().invoke(cli, ["models", "--parameters", "boeck2011"])
    assert "LSTM" in result.output


@pytest.mark.parametrize("data", [b"", b"no model at all", read_weights("boeck2011")[:1000]])
def test_what_is_no_model_is_refused(data):
    with pytest.raises(ModelError, match="cut off"):
        tensors_of(data, CARD)


def test_a_boundary_network_has_its_arithmetic_and_its_tensors(lean):
    result = CliRunner().invoke(cli, ["models", "--parameters", "ullrich2014"])
    assert result.exit_code == 0, result.output
    for words in ("1,280,049", "as its file holds it", "parameters that were trained"):
        assert words in result.output
