"""Crafted weights files and analyses: an answer, or words, in bounded time and memory.

    python faults/models.py --seed 0

puts odd values into every field of a card and of an analysis in JSON, damages weights files, and
opens those of `graphs.py`.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import tally
from graphs import graphs
from mutations import mutated
from readers import whole

import lausch
from lausch import formats
from lausch.analysis.repick import repick
from lausch.annotation.analysis import ModelRef
from lausch.errors import LauschError
from lausch.formulas import open_formula
from lausch.models.model import load_model, read_weights

sys.path.append(str(Path(__file__).parents[1] / "tests" / "models"))
from strangers import card, model

RATE = 22050
SHIPPED = ("abesser2017m1", "boeck2011", "balke2017", "ullrich2014")
ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 0.5, 3, 1e308, 10**30, float("nan"), float("inf"), "", "A" * 10_000),
    *("\x1b]0;a\x07\x9b2J\u202e", "../a.onnx", [], {}, [[]], [None, 1], {"kind": "Stack"}),
)
"""What is put in place of every value."""


def places(values: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside dictionaries and lists; of a list the first two."""
    inside = values.items() if isinstance(values, dict) else enumerate(values[:2])
    for key, value in inside:
        yield (*at, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*at, key))


def with_value(values: Any, at: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a place."""
    variant = copy.deepcopy(values)
    inner = variant
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = value
    return variant


def tried_model(data: bytes, folder: Path) -> None:
    """A weights file is opened, shown, and finds its layers in a second and a half of sound."""
    from lausch.cli.models import command

    path = folder / "stranger.onnx"
    path.write_bytes(data)
    times = np.arange(3 * RATE // 2) / RATE
    tone = (0.3 * np.sign(np.sin(2 * np.pi * 110 * times)) * (times % 0.5 < 0.3)).astype(np.float32)
    model = load_model(path)
    for option in ((), ("--json",), ("--parameters",)):
        with contextlib.suppress(LauschError):
            _printable(lambda: command([str(path), *option], standalone_mode=False))  # noqa: B023
    analysis = lausch.analyze((tone, RATE), only=model.layers, model=model)
    for name in formats.holding(analysis.layers):
        formats.encode(analysis, name)


def _printable(call: Callable[[], object]) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        call()
    assert all(each.isprintable() or each == "\n" for each in printed.getvalue()), (
        "control characters"
    )


def tried_analysis(values: Any, folder: Path) -> None:
    """An analysis is read, written in every format, and its sections are picked again."""
    path = folder / "stranger.json"
    path.write_text(json.dumps(values), encoding="utf-8", errors="surrogatepass")
    analysis = formats.read(path)
    for name in formats.holding(analysis.layers):
        with contextlib.suppress(LauschError):
            formats.encode(analysis, name)
    repick(analysis)


def crafted(seed: int) -> list[tuple[str, Callable[[Path], None]]]:
    """Kinds and calls, in an order that depends on the seed."""
    attempts: list[tuple[str, Callable[[Path], None]]] = []
    for name in SHIPPED:
        values = card(name)
        values["probe"]["activations"] = values["probe"]["activations"][:1]
        for at in places(values):
            attempts += [("a card", partial(_card, name, values, at, odd)) for odd in ODD]
    attempts += [(f"a graph: {kind}", partial(tried_model, data)) for kind, data in graphs()] * 3
    attempts += [
        ("a damaged file", partial(_damaged, f"{seed} {number}")) for number in range(2000)
    ]
    maker = ModelRef("foote", open_formula("foote").digest, ("sections",))
    values = json.loads(formats.encode(replace(whole(), makers=(maker,)), "json"))
    for at in places(values):
        attempts += [
            ("an analysis", partial(_analysis, values, at, odd)) for odd in (*ODD, "\ud800")
        ]
    random.Random(seed).shuffle(attempts)
    return attempts


def _card(name: str, values: Any, at: tuple[Any, ...], odd: Any, folder: Path) -> None:
    tried_model(model(with_value(values, at, odd), name=name), folder)


def _damaged(seed: str, folder: Path) -> None:
    dice = random.Random(seed)
    data = read_weights(dice.choice(SHIPPED))
    tried_model(mutated(data, data, dice, binary=True, most_bytes=len(data)), folder)


def _analysis(values: Any, at: tuple[Any, ...], odd: Any, folder: Path) -> None:
    tried_analysis(with_value(values, at, odd), folder)


def main() -> int:
    options = tally.options(__doc__, 3000, "models and analyses")
    attempts = crafted(options.seed)
    options.count = min(options.count, len(attempts))
    with tempfile.TemporaryDirectory() as folder:

        def outcome(number: int) -> str:
            return tally.called(lambda: attempts[number][1](Path(folder)))

        return tally.run(options, lambda number: attempts[number][0], outcome, chunk=20)


if __name__ == "__main__":
    sys.exit(main())
