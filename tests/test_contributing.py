"""The system of CONTRIBUTING.md, put in place and put through the conformance suite."""

from __future__ import annotations

import pytest
import test_conformance as suite

CHECKS = [name for name in dir(suite.TestSystem) if name.startswith("test_")]


@pytest.mark.parametrize("check", CHECKS)
def test_the_example_conforms(contributed, check):
    getattr(suite.TestSystem(), check)(contributed.name)


def test_the_example_imports_no_torch(contributed):
    assert "nn" not in vars(contributed.module)
