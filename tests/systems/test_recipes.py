"""A system's file and the card of its weights agree, or the file says in words what is not so.

Weights that ship keep their card, for the digest covers it; so the file has to speak.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, fields
from typing import Any

import pytest
from click.testing import CliRunner

from lausch.cli import cli
from lausch.models.model import load_model, shipped
from lausch.system import Recipe
from lausch.systems import named_since, system

DEFAULTS = {field.name: field.default for field in fields(Recipe) if field.default is not MISSING}


def plain(recipe: object) -> Any:
    """As a card holds it: lists for tuples."""
    return json.loads(json.dumps(recipe))


@pytest.mark.parametrize("name", shipped())
def test_the_recipe_is_that_of_the_card_or_the_file_says_what_is_not(name):
    card, file = load_model(name).card, system(name)
    today = plain(asdict(file.recipe))
    then = plain({**DEFAULTS, **card.recipe})
    words = [each for each in file.deviations if each.startswith("The shipped weights")]
    differing = {key for key in today if then[key] != today[key]}
    assert differing <= {"corpora"}, "say the difference in the file's deviations, and here how"
    assert bool(words) == bool(differing)
    if differing:
        for corpus in {*then["corpora"], *today["corpora"]}:
            assert corpus in words[0]


@pytest.mark.parametrize("name", shipped())
def test_what_a_card_declares_the_file_still_declares(name):
    assert set(load_model(name).card.deviations) <= set(system(name).deviations)
    assert len(set(system(name).deviations)) == len(system(name).deviations)


def test_what_only_the_file_declares_is_shown_beside_the_card():
    card = load_model("boeck2011").card
    since = named_since("boeck2011", card.deviations)
    assert any("solos and charts" in each for each in since)
    text = CliRunner().invoke(cli, ["models", "boeck2011"]).output
    for each in card.deviations:
        assert f"deviates    {each}\n" in text
    for each in since:
        assert f"deviates    {each} (not on the card)\n" in text
    assert named_since("a model of somebody's own", ()) == ()
