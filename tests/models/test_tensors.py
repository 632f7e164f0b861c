"""The table of tensors comes from the card, and without one from the file if onnx is there."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from lausch.cli import cli
from lausch.errors import MissingExtraError
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


def test_without_a_table_the_extra_is_named(lean):
    assert CARD.tensors == []
    with pytest.raises(MissingExtraError, match=r"lausch\[train\]"):
        tensors_of(read_weights("boeck2011"), CARD)
    result = CliRunner().invoke(cli, ["models", "--parameters", "boeck2011"])
    assert result.exit_code == 0, result.output
    assert "lausch[train]" in result.output
    assert f"{CARD.parameters:,}" in result.output


def test_a_boundary_network_has_its_arithmetic(lean):
    result = CliRunner().invoke(cli, ["models", "--parameters", "ullrich2014"])
    assert result.exit_code == 0, result.output
    for words in ("1,280,049", "as its file holds it", "parameters that were trained"):
        assert words in result.output
