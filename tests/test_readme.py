"""What is written is run: the README's commands, their output, its Python, its links."""

from __future__ import annotations

import re

import click
import pytest
from readme import README, ROOT, python, run, sessions, typed

from lausch.cli import cli

PAGES = {
    page.name: page.read_text(encoding="utf-8")
    for page in (README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")
}


def test_the_first_command_is_the_one_that_users_type_first():
    first, _ = next(sessions(PAGES["README.md"]))
    assert first == "pip install . && lausch analyze examples/vibe_ace.ogg"
    assert "pip install '.[test]' && pytest" in PAGES["README.md"]


@pytest.mark.parametrize(("command", "output"), tuple(sessions(PAGES["README.md"])))
def test_commands_print_what_is_shown(command, output, tmp_path):
    # The picture is drawn elsewhere, so that a test changes no file of the checkout.
    drawn = re.sub(r"--plot \S+", f"--plot {tmp_path / 'plot.png'}", command)
    printed = run(drawn)
    assert re.sub(r"wrote .*", "wrote", printed) == re.sub(r"wrote .*", "wrote", output), (
        "bring the page up to date with `python tests/readme.py`"
    )


@pytest.mark.parametrize("words", [w for page in PAGES.values() for w in typed(page)], ids=" ".join)
def test_every_command_that_is_written_is_understood(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("DATA", "RENDERED", "albums", "results"):
        (tmp_path / name).mkdir()
    context = click.Context(cli)
    while isinstance(context.command, click.Group):
        name, command, words = context.command.resolve_command(context, list(words))
        context = command.make_context(name, list(words), parent=context)
        words = [*context._protected_args, *context.args]


def test_the_python_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(compile(python(PAGES["README.md"]), "README.md", "exec"), names)
    analysis = names["analysis"]
    assert len(analysis.beats.times) > 50
    assert analysis.beats.positions.max() in range(2, 8)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)#]+)\)", PAGES[name]):
        if "://" not in target:
            assert (ROOT / target).exists(), target
