"""Cards of older files stay readable under today's names."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from lausch.errors import ModelError
from lausch.models.card import Card
from lausch.models.model import load_model
from lausch.representations import MFCC, from_card, to_card

CEPSTRA = MFCC(22050, 2205, 4096, bands=40)


def test_old_fields_of_a_recipe_have_todays_names():
    values = asdict(load_model("balke2017").card)
    recipe = values["recipe"]
    recipe["smear_frames"] = recipe.pop("widen_frames")
    recipe["augment"]["bands"] = recipe["augment"].pop("transpose_semitones")
    assert Card.from_json(json.dumps(values)) == load_model("balke2017").card


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"recipe": 1}', '{"recipe": {}}'])
def test_what_is_no_card_is_refused(text):
    with pytest.raises(ModelError, match="card cannot be read"):
        Card.from_json(text)


def test_mfcc_is_stored_by_its_old_name():
    card = to_card(CEPSTRA)
    assert card["kind"] == "Cepstra"
    assert from_card(card) == from_card({**card, "kind": "MFCC"}) == CEPSTRA
