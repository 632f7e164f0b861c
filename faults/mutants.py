"""Small faults put into decoding, tasks, formats and metrics: the tests of those rooms should fail.

    python faults/mutants.py --most 200 --seed 0

draws mutants, runs for each the tests that call the function it is in, prints those that no test
noticed, and the share that was. Which tests those are is recorded by one run without a fault.
No file is edited. Some survivors are equivalent to the original; they count as survivors all the
same. It forks, so it runs on POSIX alone.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "lausch"
ROOMS = ("decoding", "tasks", "formats", "metrics")
HEAVY = ("numpy", "scipy.signal", "mir_eval", "librosa", "onnxruntime", "jams", "soundfile", "mido")
OPERATORS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NEUTRAL = ("strict", "dtype", "kind", "copy")  # to drop these changes what no input shows
QUIET = (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom)
Calls = set[tuple[str, int]]
"""Functions that were called, by their file and first line."""
Reach = dict[str, tuple[float, Calls]]
"""Of each test: its seconds and calls."""


@dataclass(frozen=True)
class Mutant:
    """The `number`-th fault of a file, and the lines of the function that it is in (or 0, 0)."""

    file: Path
    number: int
    line: int
    what: str
    first: int
    last: int


class Mutation(ast.NodeTransformer):
    """Numbers every place that can be changed; changes the one that is wanted."""

    def __init__(self, file: Path, wanted: int = -1) -> None:
        self.file, self.wanted = file, wanted
        self.places: list[Mutant] = []
        self.function = (0, 0)

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, QUIET):
            return node
        if isinstance(node, ast.FunctionDef):
            return self._function(node)
        if isinstance(node, ast.AnnAssign):
            node.value = self.visit(node.value) if node.value else None
            return node
        if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp | ast.AugAssign):
            old = node.ops[0] if isinstance(node, ast.Compare) else node.op
            new = OPERATORS.get(type(old))
            if new and self._here(node, f"{type(old).__name__} -> {new.__name__}"):
                if isinstance(node, ast.Compare):
                    node.ops[0] = new()
                else:
                    node.op = new()
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
            if self._here(node, f"{type(node.op).__name__} dropped"):
                return node.operand
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float):
            value = node.value
            step = value / 2 if value % 1 else 1
            other = not value if isinstance(value, bool) else value + step
            if self._here(node, f"{value} -> {other}"):
                return ast.copy_location(ast.Constant(other), node)
        elif isinstance(node, ast.Call):
            for keyword in list(node.keywords):
                if keyword.arg in (None, *NEUTRAL):
                    continue
                if self._here(node, f"{keyword.arg}= dropped"):
                    node.keywords.remove(keyword)
        return self.generic_visit(node)

    def _function(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Body and defaults; neither annotations nor decorators."""
        outer = self.function
        if outer == (0, 0):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            self.function = (first, node.end_lineno or node.lineno)
        node.args.defaults = [self.visit(each) for each in node.args.defaults]
        node.args.kw_defaults = [each and self.visit(each) for each in node.args.kw_defaults]
        node.body = [self.visit(each) for each in node.body]
        self.function = outer
        return node

    def _here(self, node: Any, what: str) -> bool:
        number = len(self.places)
        self.places.append(Mutant(self.file, number, node.lineno, what, *self.function))
        return number == self.wanted


class Hook(importlib.abc.MetaPathFinder):
    """Imports one file with its fault in it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        parts = mutant.file.relative_to(PACKAGE.parent).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != self.name:
            return None
        loader = Loader(name, self.mutant)
        return importlib.util.spec_from_file_location(name, self.mutant.file, loader=loader)


class Loader(importlib.machinery.SourceFileLoader):
    """Compiles a file with its fault in it."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(mutant.file))
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        file = self.mutant.file
        tree = Mutation(file, self.mutant.number).visit(ast.parse(file.read_bytes()))
        return compile(ast.fix_missing_locations(tree), self.path, "exec")


class Recorder:
    """Functions that each test calls, with those of fixtures that it shares, and its seconds."""

    def __init__(self) -> None:
        self.reach: Reach = {}
        self.calls: Calls = set()
        self.file = Path()
        self.shared: dict[Path, Calls] = {}

    def trace(self, frame: FrameType, event: str, argument: object) -> None:
        if frame.f_code.co_filename.startswith(str(PACKAGE)):
            self.calls.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Iterator[None]:
        before = self.calls
        if fixturedef.scope != "function":
            self.calls = self.shared.setdefault(self.file, set())
        yield
        self.calls = before

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.calls, self.file, began = set(), item.path, time.monotonic()
        sys.settrace(self.trace)
        yield
        sys.settrace(None)
        shared = self.shared.get(self.file, set())
        self.reach[item.nodeid] = (time.monotonic() - began, self.calls | shared)


def forked(work: Callable[[], Any], seconds: float) -> Any:
    """What `work` returns in a process of its own; None if it crashes or takes longer."""
    here, there = Pipe()
    process = os.fork()
    if process == 0:
        os.setsid()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            there.send(work())
        except Exception as error:  # of this program: pytest returns a code
            there.send(RuntimeError(repr(error)))
        os._exit(0)
    there.close()
    answer = None
    with suppress(EOFError):
        answer = here.recv() if here.poll(seconds) else None
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    here.close()
    if isinstance(answer, RuntimeError):
        raise answer
    return answer


def tested(tests: list[str], *plugins: object) -> int:
    """The exit code of pytest, which stops at the first failure."""
    words = ["-n0", "-x", "-p", "no:cacheprovider", "--rootdir", str(ROOT), *tests]
    return int(pytest.main(words, plugins=list(plugins)))


def recorded(tests: list[str]) -> Reach:
    """All tests once, without a fault."""
    recorder = Recorder()
    return recorder.reach if tested(tests, recorder) == 0 else {}


def survives(mutant: Mutant, tests: list[str]) -> bool:
    """Whether the tests pass with the fault."""
    sys.meta_path.insert(0, Hook(mutant))
    return tested(tests) == 0


def reaching(mutant: Mutant, reach: Reach) -> list[str]:
    """Tests that call the function with the fault (of one outside of functions, the file); quick
    ones first."""
    file = str(mutant.file)
    lines = range(mutant.first, mutant.last + 1) if mutant.last else range(1 << 20)
    tests = [name for name, (_, calls) in reach.items()
             if any(each == file and line in lines for each, line in calls)]  # fmt: skip
    return sorted(tests, key=lambda name: reach[name][0])


def main() -> None:
    """Draw, run, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rooms", default=",".join(ROOMS))
    given = parser.parse_args()
    os.chdir(ROOT)
    os.environ["LAUSCH_SAME_EXAMPLES"] = "1"
    for name in HEAVY:
        importlib.import_module(name)
    mutants: list[Mutant] = []
    for room in given.rooms.split(","):
        for file in sorted((PACKAGE / room).rglob("*.py")):
            mutation = Mutation(file)
            mutation.visit(ast.parse(file.read_bytes()))
            mutants += mutation.places
    drawn = random.Random(given.seed).sample(mutants, min(given.most, len(mutants)))
    rooms = [f"tests/{room}" for room in given.rooms.split(",")]
    reach: Reach = forked(lambda: recorded(rooms), 3600.0) or {}
    if not reach:
        sys.exit("the tests fail without any fault, too")
    print(f"{len(mutants)} places, {len(drawn)} drawn, {len(reach)} tests", flush=True)
    alive = 0
    for mutant in drawn:
        tests = reaching(mutant, reach)
        limit = min(120, 30 + 3 * sum(reach[name][0] for name in tests))
        survived = not tests or forked(lambda: survives(mutant, tests), limit)  # noqa: B023
        if survived:
            alive += 1
            where = f"{mutant.file.relative_to(ROOT)}:{mutant.line}"
            print(f"survived  {where}  {mutant.what}  ({len(tests)} tests reach it)", flush=True)
    print(f"{len(drawn) - alive} of {len(drawn)} noticed: {1 - alive / len(drawn):.3f}")


if __name__ == "__main__":
    main()
