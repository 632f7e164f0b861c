"""Mutated files of annotations: a reader raises a LauschError or nothing."""

import importlib.util
import sys
from itertools import islice
from pathlib import Path

import pytest

from lausch.errors import LauschError

SCRIPT = Path(__file__).parents[2] / "faults" / "readers.py"


@pytest.fixture(scope="module")
def readers():
    spec = importlib.util.spec_from_file_location("faults_readers", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.parametrize("seed", range(4))
def test_no_mutation_breaks_a_reader(readers, seed, tmp_path):
    for reader, error, path, _ in islice(readers.calls(seed, tmp_path, readers.READERS), 600):
        if error is not None and not isinstance(error, LauschError):
            raise AssertionError(f"{reader} of {path.read_bytes()[:2000]!r}") from error


def test_the_seeds_are_valid(readers, tmp_path):
    refused = []
    for name, data in readers.seeds():
        (tmp_path / name).write_bytes(data)
        outcomes = []
        for reader in readers.READERS.values():
            try:
                reader(tmp_path / name)
                outcomes.append(True)
            except LauschError:
                outcomes.append(False)
        if not any(outcomes):
            refused.append(name)
    assert refused == ["div0.mid", "sv_frames.csv", "truncated.mid"]
