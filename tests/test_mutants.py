"""Mutants for `faults/mutants.py`: what is changed, and what is left alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

FILE = Path(__file__).parents[1] / "faults" / "places.py"
SOURCE = """
LIMIT: int = 3
def f(a: "x < y", b=0.5):
    if a <= 1 and not b:
        raise ValueError(1 < 2)
    return g(a - 2, key=f"{a + 1}", size=1e-9, dtype=a + 1).reshape(-1, 4)
"""


@pytest.fixture
def mutants(monkeypatch):
    monkeypatch.syspath_prepend(FILE.parent)
    import places

    return places


def mutated(mutants, wanted):
    mutation = mutants.Mutation(FILE, wanted)
    return ast.unparse(mutation.visit(ast.parse(SOURCE))), mutation.places


def test_every_mutant_changes_one_place(mutants):
    original, places = mutated(mutants, -1)
    assert original == ast.unparse(ast.parse(SOURCE))
    assert [place.what for place in places] == [
        "3 -> 4",
        "0.5 -> 0.75",
        "And -> Or",
        "LtE -> Lt",
        "1 -> 2",
        "Not dropped",
        "key= dropped",
        "size= dropped",
        "Sub -> Add",
        "2 -> 3",
    ]
    assert [(place.first, place.last) for place in places] == [(0, 0)] + [(3, 6)] * 9
    texts = [mutated(mutants, place.number)[0] for place in places]
    assert len({original, *texts}) == len(places) + 1
    for text in texts:
        lines = zip(original.splitlines(), text.splitlines(), strict=True)
        assert sum(before != after for before, after in lines) == 1


@pytest.fixture
def survivors(mutants):
    import survivors

    return survivors


def test_the_reasons_of_equivalent_faults_are_about_todays_code(mutants, survivors):
    for each in survivors.equivalents():
        places = mutants.mutants(survivors.PACKAGE / each.file)
        assert each in survivors.named(places).values()


def test_a_run_is_logged_with_its_survivors_and_has_a_page(mutants, survivors, tmp_path):
    places = mutants.mutants(survivors.PACKAGE / "metrics" / "bass.py")
    tried = [(each, each in places[:2]) for each in places[:10]]
    log, page = tmp_path / "log.jsonl", tmp_path / "page.md"
    for seed in (3, 4):
        survivors.noted(survivors.today(seed, places, tried), log, page)
    assert [run.seed for run in survivors.runs(log)] == [3, 4]
    run = survivors.runs(log)[1]
    reasons = {run.survivors[0]: "no input shows it"}
    assert run.counts("metrics", reasons) == (10, 8, 1)
    assert run.counts(None, {}) == (10, 8, 0)
    text = survivors.text([run], reasons)
    assert f"| metrics | {len(places)} | 10 | 8 | 1 | .800 [.49, .94] | .889 [.56, .98] |" in text
    assert "no input shows it" in text
    assert text.count("**not equivalent**") == 1
    assert "--seed 4 --log" in page.read_text(encoding="utf-8")
