"""The chapter on networks: its pages say what its tables say, and its systems can be trained."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import click
import pytest
import torch
from readme import typed

from lausch.cli import cli
from lausch.sweep.axes import axis
from lausch.sweep.outcome import Outcome, read_table, write_curves, write_table
from lausch.sweep.plan import Plan
from lausch.systems import open_system
from lausch.training.loop import build

ROOT = Path(__file__).parents[2]
STUDIES = ROOT / "studies" / "networks"
DOCS = ROOT / "docs" / "networks"
sys.path.append(str(STUDIES))

import chapter  # noqa: E402
import claims  # noqa: E402
import sweeps  # noqa: E402

SYSTEMS = [*STUDIES.glob("input_*.py"), *(STUDIES / f"{name}.py" for name in ("fnn", "cnn", "gru"))]
WRITTEN = [name for name in chapter.PAGES if (DOCS / f"{name}.md").exists()]


@pytest.mark.parametrize("name", chapter.PAGES)
def test_a_page_is_what_its_text_and_tables_make_it(name):
    path = DOCS / f"{name}.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == chapter.page(name), "run `python studies/networks/chapter.py`"


def fake(name, path):
    """The table of a sweep, with losses that mean nothing."""
    words = shlex.split(sweeps.SWEEPS[name])
    systems = [open_system(ROOT / each if "/" in each else each)
               for each in words if each.endswith(".py") or each == "balke2017"]  # fmt: skip
    texts = [word for at, word in enumerate(words) if words[at - 1] == "--vary"]
    plan = Plan(systems, [axis(text, systems) for text in texts], seeds=3)
    scores = {"beat F": 0.5} if "--score" in words else {}
    history = [
        {"epoch": n, "training_loss": 1 / n, "validation_loss": 1 + n % 3, "learning_rate": 1}
        for n in range(1, 9)
    ]
    outcomes = [
        Outcome(
            texts.pop("system"), texts, seed, "finished", 8, 3, 0.1, 0.2 + seed / 99 * at, 9, 1.0,
            scores, history,
        )
        for at, whole in enumerate(plan.every())
        for seed in range(3)
        for texts in [dict(whole)]
    ]  # fmt: skip
    write_table(outcomes, path)
    write_curves(outcomes, path.with_name(f"{name}-curves.csv"))


def test_every_text_is_filled_once_its_tables_are_there(tmp_path, monkeypatch):
    for module in (chapter, chapter.patience):
        monkeypatch.setattr(module, "DOCS", tmp_path)
    for name in sweeps.SWEEPS:
        fake(name, tmp_path / f"{name}.csv")
    own = {"patience": chapter.Own(tmp_path / "patience-curves.csv", chapter.patience.words)}
    monkeypatch.setattr(chapter, "OWN", own)
    empty = [name for name in chapter.PAGES if not chapter.page(name)]
    assert empty == ["neuron", "composition", "landscape"]
    assert "\npatience\n" in chapter.page("index")
    assert "| 2 | " in chapter.page("patience")
    assert "setting | parameters | validation loss | beat F | best epoch" in chapter.page("kind")


@pytest.mark.parametrize("name", chapter.PAGES)
def test_what_a_page_shows_is_there_and_small(name):
    text = chapter.page(name)  # which is empty while its tables are missing
    figures = re.findall(r"\]\((\w+\.(?:svg|png))\)", text)
    assert bool(figures) == (bool(text) and name != "index")
    for figure in figures:
        assert (DOCS / figure).stat().st_size < 80_000


@pytest.mark.parametrize("name", chapter.PAGES)
def test_its_commands_are_understood(name, tmp_path, monkeypatch):
    text = chapter.page(name)
    monkeypatch.chdir(tmp_path)
    for folder in ("DATA", "RENDERED"):
        (tmp_path / folder).mkdir()
    for words in typed(text):
        context = click.Context(cli)
        while isinstance(context.command, click.Group):
            word, command, words = context.command.resolve_command(context, list(words))
            context = command.make_context(word, list(words), parent=context)
            words = [*context._protected_args, *context.args]


@pytest.mark.parametrize("path", SYSTEMS, ids=lambda path: path.stem)
def test_its_systems_have_a_logit_for_each_frame(path):
    system = open_system(path)
    network = build(system).eval()
    columns = len(system.representation.columns)
    with torch.inference_mode():
        assert network(torch.zeros(1, 60, columns)).shape == (1, 60, 1)


@pytest.mark.parametrize("name", sweeps.SWEEPS)
def test_a_table_is_of_the_command_beside_it(name):
    path = DOCS / f"{name}.csv"
    if not path.exists():
        assert name not in WRITTEN
        return
    outcomes = read_table(path)
    words = shlex.split(sweeps.SWEEPS[name])
    varied = dict(word.split("=") for at, word in enumerate(words) if words[at - 1] == "--vary")
    for name, values in varied.items():
        assert {each.setting[name] for each in outcomes} == set(values.split(","))
    assert {each.seed for each in outcomes} == {0, 1, 2}


def outcome(loss, seed, **setting):
    return Outcome("fnn", setting, seed, "finished", 1, 1, loss, loss, 1, 1.0)


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ((0.1, 0.11, 0.12), "With large the loss is lower than with small, by 0.3"),
        ((0.9, 0.91, 0.92), "With large the loss is higher than with small, by 0.5"),
        ((0.1, 0.9, 0.4), "three seeds tell no difference of the loss"),
    ],
)
def test_sentences_follow_the_numbers(losses, words):
    claim = claims.Claim("large", "small", claims.at(batch="8"), claims.at(batch="1"))
    rows = [outcome(loss, seed, batch="8") for seed, loss in enumerate(losses)]
    rows += [outcome(0.4 + 0.01 * seed, seed, batch="1") for seed in range(3)]
    assert words in claim.sentence(rows)
