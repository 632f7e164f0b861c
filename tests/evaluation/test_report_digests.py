"""The committed pages are about the weights that ship."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from lausch.models.model import load_model, shipped

REPORTS = Path(__file__).parents[2] / "reports"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.md"))}
TODAY = {name: load_model(name).digest[:12] for name in shipped()}
_NAMES = "|".join(sorted(TODAY, key=len, reverse=True))
_CLAIM = re.compile(rf"\b({_NAMES})`?[ |(-]+`?([0-9a-f]{{12}})\b")
"""A model's name with twelve digits of a digest right behind it, in a table or in a sentence."""


def claims(page: str) -> set[tuple[str, str]]:
    return set(_CLAIM.findall(page))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_about_the_weights_that_ship(page):
    for name, digest in claims(PAGES[page]):
        assert digest == TODAY[name], f"{page}.md measured other weights of {name}: write it anew"


@pytest.mark.parametrize("name", shipped())
def test_every_model_that_ships_stands_in_a_report(name):
    assert any((name, TODAY[name]) in claims(page) for page in PAGES.values())


@pytest.mark.parametrize("table", sorted(path.stem for path in REPORTS.glob("*.csv")))
def test_a_page_names_the_weights_of_all_that_it_scores(table):
    with (REPORTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        scored = {row["system"] for row in csv.DictReader(file)} & set(TODAY)
    assert scored <= {name for name, _ in claims(PAGES[table])}


def test_other_weights_are_seen():
    name = next(iter(TODAY))
    for text in (f"| {name} | `{'0' * 12}` |", f"`{name}` ({'0' * 12})", f"{name}-{'0' * 12}"):
        assert claims(text) == {(name, "0" * 12)}
