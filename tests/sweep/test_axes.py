"""What a sweep varies: values have the type of their field, and errors say what there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lausch.errors import OptionError
from lausch.sweep.axes import Axis, axis, grid
from lausch.sweep.fields import changed, kinds_of, value_of
from lausch.sweep.plan import Plan
from lausch.systems import NAMES, system

BOECK = system("boeck2011")
HAMEL = system("hamel2010")


def network(dropout, units=16, kind="lstm"):
    return (dropout, units, kind)


OWN = replace(BOECK, network=network)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_every_recipe_can_keep_its_value(name):
    found = system(name)
    for field in kinds_of(found):
        if field == "hours" or field.startswith("network."):
            continue
        value = found.recipe
        for part in field.split("."):
            value = getattr(value, part)
        text = "none" if value is None else "+".join(value) if isinstance(value, tuple) else value
        setting = {field: value_of(found, field, str(text))}
        assert changed(found, setting) == found, field


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("learning_rate", "1e-4", 1e-4),
        ("batch", " 8 ", 8),
        ("optimizer", "sgd", "sgd"),
        ("corpora", "jazz+pop", ("jazz", "pop")),
        ("augment.noise_db", "none", None),
        ("augment.tempo", ".2", 0.2),
        ("network.units", "4", 4),
        ("hours", "0.5", 0.5),
    ],
)
def test_values_have_the_type_of_their_field(name, text, value):
    assert value_of(OWN, name, text) == value
    assert type(value_of(OWN, name, text)) is type(value)


def test_parts_that_a_recipe_has_can_be_varied():
    assert changed(HAMEL, {"pretraining.epochs": 7}).recipe.pretraining.epochs == 7
    assert "pretraining.epochs" not in kinds_of(BOECK)


def test_keywords_reach_the_network():
    assert changed(OWN, {"network.units": 4, "dropout": 0.5}).network(0.5) == (0.5, 4, "lstm")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("learning_rate", "takes NAME=VALUES"),
        ("learning_rate=", "takes NAME=VALUES"),
        ("learning=1", "nothing named 'learning' to vary; there are learning_rate"),
        ("network.units=3", "keyword with a default in its function"),
        ("batch=2,3.5", "batch takes a whole number, not '3.5'"),
        ("batch=2,2", "stands there twice"),
        ("dropout=high", "dropout takes a number, not 'high'"),
        ("optimizer=adm", "optimizer is one of adam, radam, sgd, adam_l2, not 'adm'"),
        ("optimizer=adam..sgd", "no range"),
        ("batch=9..3", "a range goes up"),
    ],
)
def test_errors_say_what_there_is(text, words):
    with pytest.raises(OptionError, match=words):
        axis(text, [BOECK])


def test_a_range_is_logarithmic_from_a_decade_on():
    assert axis("learning_rate=1e-4..1e-2", [BOECK]).logarithmic
    assert not axis("dropout=0..0.5", [BOECK]).logarithmic
    assert not axis("batch=8..32", [BOECK]).logarithmic
    assert axis("batch=8..32", [BOECK]) == Axis("batch", low=8.0, high=32.0, whole=True)


def test_a_grid_has_every_combination():
    plan = Plan([BOECK, HAMEL], [axis("batch=1,2", [BOECK]), axis("dropout=0,.5,.7", [BOECK])])
    assert len(plan.every()) == 12
    assert plan.every()[0] == {"system": "boeck2011", "batch": "1", "dropout": "0"}
    assert grid([]) == [{}]


@pytest.mark.parametrize(
    ("texts", "more", "words"),
    [
        (["dropout=0..1"], {}, "say with --trials"),
        (["dropout=0,1"], {"trials": 3}, "of lists every combination"),
        (["dropout=0", "dropout=1"], {}, "varied twice"),
        ([], {"seeds": 0}, "1 to 20 seeds"),
        ([], {"seeds": 21}, "1 to 20 seeds"),
        ([], {"systems": [BOECK, BOECK]}, "two systems have one name"),
    ],
)
def test_plans_that_cannot_be(texts, more, words):
    with pytest.raises(OptionError, match=words):
        Plan(**{"systems": [BOECK], "axes": [axis(each, [BOECK]) for each in texts], **more})
