"""CITATION.cff and pyproject.toml say what the package says of itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import lausch

ROOT = Path(__file__).parents[1]


def test_the_citation_is_of_this_version():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nversion: {lausch.__version__}\n" in text
    assert project["version"] == lausch.__version__
    assert f"\nlicense: {project['license']}\n" in text
    assert f"\nabstract: {project['description']}\n" in text
    assert f"  - name: {project['authors'][0]['name']}\n" in text
    assert "Deep Neural Networks in MIR" in text
