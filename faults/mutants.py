"""Small faults put into decoding, tasks, formats and metrics: the tests should fail.

    python faults/mutants.py --most 200 --seed 0

draws mutants, runs for each the tests that call the function it is in, quick ones first, and prints
those that no test noticed, then the share that was noticed with its 95 % interval. One run without
a fault records which tests those are. `--only decoding/bass.py` draws from one file,
and runs the tests of its room. Ctrl-C ends it with the share so far, and so does the time of
`--minutes`. `--log` adds the run to `reports/mutants.jsonl` and writes `reports/mutants.md`.

The tests are collected once; each mutant gets a fork of that process, where the code of its
function is changed in place. A fault outside of the body of a function, or in one that ran while
the tests were collected, is imported in a fresh process. No file is edited. Some survivors are
equivalent to the original; they count as survivors all the same. It forks, so it runs on POSIX
alone.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import math
import os
import random
import sys
import time
from contextlib import suppress
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from forks import PACKAGE, Calls, Reach, Session, forked, in_body
from places import Mutant, compiled, mutants
from survivors import interval, noted, today

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("decoding", "tasks", "formats", "metrics")
HEAVY = ("numpy", "scipy.signal", "mir_eval", "librosa", "onnxruntime", "jams", "soundfile", "mido")
OPTIONS = ["-q", "-n0", "-x", "-s", "-p", "no:cacheprovider", "--rootdir", str(ROOT)]


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
        return compiled(self.mutant.file, self.mutant.number)


def served(connection: Connection, tests: list[str]) -> None:
    """The process that holds the collected tests."""
    pytest.main([*OPTIONS, *tests], plugins=[Session(connection)])


def imported(mutant: Mutant, tests: list[str]) -> bool:
    """Whether the tests pass where the file is imported with its fault."""
    sys.meta_path.insert(0, Hook(mutant))
    return pytest.main([*OPTIONS, *tests]) == 0


@cache
def modules(test_file: str) -> frozenset[str]:
    """What a test file imports, as `lausch.formats.beats` or `lausch.formats.beats.encode`."""
    tree = ast.parse((ROOT / test_file).read_bytes())
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    names = {f"{node.module}.{each.name}" for node in froms for each in node.names}
    return frozenset(names | {f"{node.module}" for node in froms})


def reaching(mutant: Mutant, reach: Reach, collecting: Calls) -> list[str]:
    """Tests that call the function with the fault, quick ones first.

    A fault outside of functions, or in one that ran while the tests were collected, may show where
    a value is only looked up: those are all tests of the test files that call anything in the file
    or import its module.
    """
    file = str(mutant.file)
    whole = not mutant.last or (file, mutant.first) in collecting
    lines = range(1 << 20) if whole else range(mutant.first, mutant.last + 1)
    tests = [name for name, (_, calls) in reach.items()
             if any(each == file and line in lines for each, line in calls)]  # fmt: skip
    if whole:
        files = {name.partition("::")[0] for name in tests}
        module = ".".join(mutant.file.relative_to(PACKAGE.parent).with_suffix("").parts)
        others = {name.partition("::")[0] for name in reach}
        files |= {each for each in others if module in modules(each)}
        tests = [name for name in reach if name.partition("::")[0] in files]
    return sorted(tests, key=lambda name: reach[name][0])


def main() -> None:
    """Draw, run, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default=",".join(ROOMS), help="rooms or files, with commas")
    parser.add_argument("--tests", nargs="*", help="other tests than all of the rooms drawn from")
    parser.add_argument("--minutes", type=float, help="stop drawing after this time")
    parser.add_argument("--log", action="store_true", help="log it, and write reports/mutants.md")
    options = parser.parse_args()
    until = time.monotonic() + 60 * (options.minutes or math.inf)
    os.chdir(ROOT)
    os.environ["LAUSCH_SAME_EXAMPLES"] = "1"
    for name in HEAVY:
        importlib.import_module(name)
    paths = [PACKAGE / name for name in options.only.split(",")]
    files = [file for path in paths for file in (sorted(path.rglob("*.py")) or [path])]
    places = [mutant for file in files for mutant in mutants(file)]
    sample = random.Random(options.seed).sample(places, min(options.most, len(places)))
    connection, there = Pipe()
    if os.fork() == 0:
        connection.close()
        rooms = sorted({f"tests/{name.partition('/')[0]}" for name in options.only.split(",")})
        served(there, options.tests or rooms)
        os._exit(0)
    there.close()
    reach, collecting = connection.recv()
    if not reach:
        sys.exit("the tests fail without any fault, too")
    print(f"{len(places)} places, {len(sample)} drawn, {len(reach)} tests", flush=True)
    tried: list[tuple[Mutant, bool]] = []
    with suppress(KeyboardInterrupt):
        for mutant in sample:
            if time.monotonic() > until:
                break
            tests = reaching(mutant, reach, collecting)
            limit = min(120, 20 + 3 * sum(reach[name][0] for name in tests))
            if not tests:
                survival = True
            elif (str(mutant.file), mutant.first) not in collecting and in_body(mutant):
                connection.send((mutant, tests, limit))
                survival = connection.recv()
            else:
                survival = forked(lambda: imported(mutant, tests), limit)  # noqa: B023
            tried.append((mutant, bool(survival)))
            if survival:
                where = f"{mutant.file.relative_to(ROOT)}:{mutant.line}"
                print(f"survived  {where}  {mutant.what}  ({len(tests)} tests)", flush=True)
    if tried:
        count, noticed = len(tried), sum(not survival for _, survival in tried)
        low, high = interval(noticed, count)
        print(
            f"{noticed} of {count} noticed: {noticed / count:.3f} "
            f"(95 % interval {low:.3f} to {high:.3f})"
        )
    if tried and options.log:
        noted(today(options.seed, places, tried))


if __name__ == "__main__":
    main()
