"""Every public name has an example in its docstring, and the example runs."""

from __future__ import annotations

import doctest
import shutil

import pytest
from userpages import ROOT

import lausch


def examples(name):
    """The examples of a public name; those of what is no function or class stand in the module."""
    thing = getattr(lausch, name)
    where = thing if hasattr(thing, "__module__") else lausch
    found = doctest.DocTestFinder(recurse=False).find(where, name, globs={})
    return [test for test in found if any(name in each.source for each in test.examples)]


@pytest.mark.parametrize("name", lausch.__all__)
def test_a_public_name_has_an_example_that_runs(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    tests = examples(name)
    assert tests, f"lausch.{name} has no example in its docstring"
    for test in tests:
        assert not doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test).failed
