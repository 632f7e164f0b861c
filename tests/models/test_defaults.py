"""Every layer has models that may find it, or says that it has none."""

from __future__ import annotations

import pytest

from lausch.analysis.runner import load
from lausch.annotation.layers import LAYERS
from lausch.errors import ModelError
from lausch.formulas import WEIGHTLESS
from lausch.models.model import DEFAULTS, default_model, shipped


def test_the_table_has_every_layer():
    assert tuple(DEFAULTS) == tuple(layer.name for layer in LAYERS)


@pytest.mark.parametrize("layer", DEFAULTS)
def test_its_models_find_the_layer(layer):
    assert set(DEFAULTS[layer]) & {*shipped(), *WEIGHTLESS}
    assert default_model(layer) in DEFAULTS[layer]
    assert layer in load(default_model(layer)).layers


def test_a_layer_without_a_model_is_told_so(monkeypatch):
    monkeypatch.setitem(DEFAULTS, "drums", ())
    with pytest.raises(ModelError, match="no weights that find the drums"):
        default_model("drums")
