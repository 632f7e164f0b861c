"""A system's file and the card of its weights agree, or the file says in words what is not so.

Weights that ship keep their card, for the digest covers it; so the file has to say it.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from lausch.cli import cli
from lausch.corpora.band.kinds import KINDS
from lausch.models.chain import AS_THEY_ARE, HOURS, chain
from lausch.models.model import load_model, shipped
from lausch.system import Pretraining, Recipe
from lausch.systems import named_since, runs_of, system

DEFAULTS = {field.name: field.default for field in fields(Recipe) if field.default is not MISSING}


def plain(recipe: object) -> Any:
    """As a card holds it: lists for tuples."""
    return json.loads(json.dumps(recipe))


@pytest.mark.parametrize("name", shipped())
def test_the_recipe_is_that_of_the_card(name):
    today, then = asdict(system(name).recipe), load_model(name).card.recipe
    if then.get("pretraining"):
        then = {**then, "pretraining": {**asdict(Pretraining(1, 1)), **then["pretraining"]}}
    assert plain(today) == plain({**DEFAULTS, **then})


@pytest.mark.parametrize("name", shipped())
def test_where_the_commands_of_a_card_are_not_all_the_file_says_so(name):
    training, file = load_model(name).card.training, system(name)
    commands = [run.get("command", "") for run in (*training.get("before", ()), training)]
    assert bool(file.runs) != all(" --corpora " in each or " --data " in each for each in commands)
    assert bool(file.runs) == any(
        each.startswith("The shipped weights") for each in file.deviations
    )


@pytest.mark.parametrize("name", shipped())
def test_the_chain_of_commands_can_be_typed(name, tmp_path, monkeypatch):
    """Every command parses, and what it reads was made by an earlier one."""
    monkeypatch.chdir(tmp_path)
    Path("DATA").mkdir()
    written, kinds = "", set()
    for line in chain(load_model(name).card, runs_of(name)):
        words = shlex.split(line, comments=True)[1:]
        if not words:
            continue
        context = click.Context(cli)
        while isinstance(context.command, click.Group):
            word, command, words = context.command.resolve_command(context, words)
            context = command.make_context(word, words, parent=context)
            words = [*context._protected_args, *context.args]
        options = context.params
        if context.command.name == "render":
            kinds |= set(options["kinds"].split(","))
            assert kinds <= {kind.name for kind in KINDS}
            options["out"].mkdir(exist_ok=True)
        else:
            recipe = system(options["name"]).recipe
            labels = recipe.unlabelled.corpora if recipe.unlabelled else ()
            # Without epochs no corpus is read.
            assert not recipe.epochs or {*recipe.corpora, *labels} - AS_THEY_ARE <= kinds
            written = options["out"]
            written.touch()
    assert str(written) == f"{name}.onnx"


def test_a_chain_ends_where_a_run_is_not_known():
    card = load_model("lausch2026").card
    assert chain(card) == []
    assert "new.onnx" in chain(card, runs_of("lausch2026"))[-2]


def test_hours_are_those_of_the_list_of_tracks():
    lines = chain(load_model("lausch2026").card, runs_of("lausch2026"))
    hours = {line.split("--kinds ")[1] for line in lines if "render" in line}
    assert {"jazz --hours 4", "pop,drums --hours 8", "charts --hours 7", "bands --hours 9"} < hours
    listed = {entry["sha256"][:12] for name in shipped() for entry in load_model(name).card.data}
    assert set(HOURS) <= listed


def test_the_chain_is_printed():
    text = CliRunner().invoke(cli, ["models", "abesser2017m23"]).output
    *_, note, render, teacher, student = text.splitlines()
    assert "training tracks of basses, jazz, jazzform, solos is not known" in note
    assert render.endswith("--out RENDERED --kinds basses,jazz,jazzform,solos")
    assert teacher.endswith("train abesser2017 --corpora RENDERED --seed 0 --out abesser2017.onnx")
    assert student.endswith("--teacher abesser2017.onnx --out abesser2017m23.onnx")


@pytest.mark.parametrize("name", shipped())
def test_what_a_card_declares_the_file_still_declares(name):
    assert set(load_model(name).card.deviations) <= set(system(name).deviations)
    assert len(set(system(name).deviations)) == len(system(name).deviations)


@pytest.mark.parametrize("name", [name for name in shipped() if system(name).literature])
def test_what_a_recipe_does_beyond_its_paper_is_declared(name):
    made, words = system(name), " ".join(system(name).deviations)
    recipe = made.recipe
    for differs, word in (
        (made.int4, "4 bits"),
        (recipe.average > 0, "running mean of the weights"),
        (recipe.precision == "bfloat16", "bfloat16"),
        (recipe.near_events > 0, "excerpts hold a boundary"),
        (recipe.widen_frames > 1 and recipe.loss != "mse", "fall off linearly"),
        (recipe.corpora[0] in {kind.name for kind in KINDS}, "rendered"),
    ):
        assert not differs or word in words, word


def test_what_only_the_file_declares_is_shown_beside_the_card():
    card = load_model("boeck2011").card
    since = named_since("boeck2011", card.deviations)
    assert any("earlier lausch" in each for each in since)
    text = CliRunner().invoke(cli, ["models", "boeck2011"]).output
    for each in card.deviations:
        assert f"deviates    {each}\n" in text
    for each in since:
        assert f"deviates    {each} (not on the card)\n" in text
    assert named_since("a model of somebody's own", ()) == ()
