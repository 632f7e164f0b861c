"""The table of tensors comes from the card, or from the file, which says the same."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from lausch.cli import cli
from lausch.models.card import Card
from lausch.models.model import load_model, read_weights
from lausch.models.tensors import Tensor, table_of, tensors_of

CARD = load_model("boeck2011").card


@pytest.fixture
def lean(monkeypatch):
    """An install without the extra `train`."""
    monkeypatch.setitem(sys.modules, "onnx", None)


def test_a_card_with_a_table_needs_no_file(lean):
    card = replace(CARD, tensors=[{"operator": "Conv", "shape": [2, 3], "kind": "float32"}])
    assert tensors_of(b"", Card.from_json(card.to_json())) == (Tensor("Conv", (2, 3), "float32"),)


@pytest.mark.parametrize("name", ["durand2017", "boeck2015", "drums2026"])
def test_the_file_says_the_same_as_its_card(name, lean):
    card = load_model(name).card
    assert table_of(read_weights(name)) == card.tensors


def test_a_card_without_a_table_is_completed_from_the_file(lean):
    assert CARD.tensors == []
    tensors = tensors_of(read_weights("boeck2011"), CARD)
    assert sum(tensor.size for tensor in tensors) >= CARD.parameters
    result = CliRunner().invoke(cli, ["models", "--parameters", "boeck2011"])
    assert result.exit_code == 0, result.output
    for words in ("LSTM", "float32", f"{CARD.parameters:,}"):
        assert words in result.output
    result = CliRunner().invoke(cli, ["models", "--json", "boeck2011"])
    assert len(json.loads(result.output)["tensors"]) == len(tensors)


def test_a_boundary_network_has_its_arithmetic(lean):
    result = CliRunner().invoke(cli, ["models", "--parameters", "ullrich2014"])
    assert result.exit_code == 0, result.output
    for words in ("1,280,049", "as its file holds it", "parameters that were trained"):
        assert words in result.output
