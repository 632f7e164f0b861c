"""Outputs for fixed inputs, in a JSON file beside their test: a change of any digit is seen.

    python tests/goldens.py decoding/test_decoder_outputs.py

writes the file of a test anew. Do so only where an output is meant to change, and read the
difference. A case is a function without arguments; its name says what it is about.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from lausch.errors import LauschError

Cases = Mapping[str, Callable[[], object]]


def noise(seed: int, *shape: int) -> np.ndarray:
    """Uniform numbers of 0 to 1, the same on every machine."""
    return np.random.default_rng(seed).random(shape)


def places(values: np.ndarray) -> list[np.ndarray]:
    """Where an array is not 0, and what it is there."""
    return [np.argwhere(values), values[values != 0]]


def tried(function: Callable[..., object], *arguments: Any, **options: Any) -> object:
    """What a function returns, or the name of the error by which it refuses its input."""
    try:
        return function(*arguments, **options)
    except (LauschError, ValueError) as error:
        return type(error).__name__


def plain(value: Any) -> Any:
    """A value in the types of JSON, with floats of 7 digits."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, float):
        return float(f"{value:.7g}") if np.isfinite(value) else str(value)
    return value


def check(file: str, name: str, cases: Cases) -> None:
    """Hold the output of a case against the one in the file."""
    written = json.loads(Path(file).with_suffix(".json").read_text(encoding="utf-8"))
    assert set(written) == set(cases)
    _same(plain(cases[name]()), written[name], name)


def _same(now: Any, then: Any, where: str) -> None:
    assert type(now) is type(then) or {type(now), type(then)} == {int, float}, where
    if isinstance(now, dict):
        assert list(now) == list(then), where
        for key, value in now.items():
            _same(value, then[key], f"{where}, {key}")
    elif isinstance(now, list):
        assert len(now) == len(then), where
        for place, (one, other) in enumerate(zip(now, then, strict=True)):
            _same(one, other, f"{where}, {place}")
    elif isinstance(now, float):
        assert abs(now - then) <= 1e-5 * max(1, abs(then)), f"{where}: {now} was {then}"
    else:
        assert now == then, f"{where}: {now!r} was {then!r}"


def main(path: str) -> None:
    """Write the outputs of a test file."""
    file = Path(__file__).parent / path
    sys.path.insert(0, str(file.parent))
    cases: Cases = import_module(file.stem).CASES
    lines = [f"{json.dumps(name)}: {json.dumps(plain(case()))}" for name, case in cases.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    file.with_suffix(".json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
