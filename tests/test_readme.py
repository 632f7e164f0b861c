"""What is written is run: the README's commands, their output, its Python, its links."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import click
import pytest
from headlines import headline_scores, to_json
from readme import (
    FORMATS,
    HEADLINES,
    SCORES,
    SEALED,
    SYSTEMS,
    formats_table,
    pictures,
    python,
    run,
    scores_table,
    sealed_page,
    sessions,
    systems_tables,
    typed,
)
from userpages import DOCS, FIELD, README, ROOT, name_of, others
from userpages import READ as USERS

from lausch.cli import cli

PAGES = {
    name_of(page): page.read_text(encoding="utf-8")
    for page in (*USERS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")
}
FOLDERS = {name_of(page): page.parent for page in (*DOCS, FIELD)}


def test_the_first_command_is_the_one_that_users_type_first():
    first, _ = next(sessions(PAGES["README.md"]))
    assert first == "pip install . && lausch analyze examples/vibe_ace.ogg"
    assert "pip install '.[test]' && pytest" in PAGES["README.md"]


SHOWN = [session for page in PAGES.values() for session in sessions(page)]
DRAWN = [each for page in PAGES.values() for each in pictures(page)]


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_commands_print_what_is_shown(command, output):
    assert run(command) == output, "bring the page up to date with `python tests/readme.py`"


def test_scores_are_the_reports():
    shown = SCORES.search(PAGES["README.md"])
    assert shown is not None
    assert shown.group() == scores_table(), "run `python tests/readme.py`"


def test_the_formats_are_those_that_there_are():
    shown = FORMATS.search(PAGES["docs/formats.md"])
    assert shown is not None
    assert shown.group() == formats_table(), "run `python tests/readme.py`"


def test_headlines_are_the_reports():
    known = HEADLINES.read_text(encoding="utf-8")
    assert known == to_json(headline_scores(ROOT / "reports")), "run `python tests/readme.py`"


def test_the_page_of_sealed_sets_is_made_of_the_log_and_of_the_reports():
    assert SEALED.read_text(encoding="utf-8") == sealed_page(), "run `python tests/readme.py`"


def test_the_tables_of_systems_are_what_there_is():
    shown = SYSTEMS.search(PAGES["reports/field.md"])
    assert shown is not None
    assert shown.group() == systems_tables(), "run `python tests/readme.py`"


@pytest.mark.parametrize(("words", "at"), DRAWN)
def test_a_picture_is_what_its_command_draws(words, at, tmp_path):
    assert (ROOT / words[at]).is_file()
    words[at] = str(tmp_path / "plot.png")
    run(shlex.join(["lausch", *words]))
    assert (tmp_path / "plot.png").stat().st_size > 20_000


@pytest.mark.parametrize("words", [w for page in PAGES.values() for w in typed(page)], ids=" ".join)
def test_every_command_that_is_written_is_understood(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("DATA", "RENDERED", "albums", "mydata", "results", "toy"):
        (tmp_path / name).mkdir()
    context = click.Context(cli)
    while isinstance(context.command, click.Group):
        name, command, words = context.command.resolve_command(context, list(words))
        context = command.make_context(name, list(words), parent=context)
        words = [*context._protected_args, *context.args]


@pytest.mark.parametrize("name", PAGES)
def test_programs_of_others_are_known(name):
    assert not others(PAGES[name])


def test_a_server_answers_as_the_readme_says(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    names: dict[str, object] = {}
    exec(compile(python(PAGES["README.md"]), "README.md", "exec"), names)
    analysis = names["analysis"]
    assert len(analysis.beats.times) > 50
    assert analysis.beats.positions.max() in range(2, 8)
    assert names["respond"]((ROOT / "examples" / "vibe_ace.ogg").read_bytes())[0] == 200
    status, reason = names["respond"](b"<html>")
    assert status == 400
    assert "HTML" in reason


def test_the_python_is_typed(tmp_path):
    """As a user's own code: what is asked for is there, and what is not may be None."""
    for page in USERS:
        if page != README and (code := python(PAGES[name_of(page)])):
            (tmp_path / f"{re.sub('[^a-z]+', '_', name_of(page))}.py").write_text(code, "utf-8")
    code = python(PAGES["README.md"]) + 'lausch.analyze("a.mp3", only=["solo"]).solo.onsets\n'
    (tmp_path / "readme.py").write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    last = code.count("\n")
    assert done.stdout.startswith(f'readme.py:{last}: error: Item "None" of "Notes | None"')
    assert "Found 1 error" in done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)#]+)\)", PAGES[name]):
        if "://" not in target:
            assert (FOLDERS.get(name, ROOT) / target).exists(), target
