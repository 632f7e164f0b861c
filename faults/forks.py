"""Tests that are collected once, and run in forks of that process with a fault in a function."""

from __future__ import annotations

import gc
import importlib
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from places import Mutant, compiled

IDLE = 100
"""A process that takes so much longer than it computes waits for something, and is ended."""
PACKAGE = Path(__file__).resolve().parents[1] / "src" / "lausch"
Calls = set[tuple[str, int]]
"""Functions that were called, by their file and first line."""
Reach = dict[str, tuple[float, Calls]]
"""Of each test: its seconds and calls."""


class Session:
    """Collects the tests once, runs them without a fault, then answers for mutants in forks."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.reach: Reach = {}
        self.calls: Calls = set()
        self.shared: dict[Path, Calls] = {}
        self.file = Path()
        self.recording = True
        self.stderr = os.dup(2)
        sys.settrace(self.trace)

    def trace(self, frame: FrameType, event: str, argument: object) -> None:
        if frame.f_code.co_filename.startswith(str(PACKAGE)):
            self.calls.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.settrace(None)
        collecting = self.calls
        items = {item.nodeid: item for item in session.items}
        self.connection.send((forked(lambda: self.recorded(session), 3600.0) or {}, collecting))
        self.recording = False
        functions()  # once for all forks
        with suppress(EOFError):
            while True:
                mutant, tests, seconds = self.connection.recv()
                chosen = [items[name] for name in tests]
                work = lambda: patched(mutant) and not failed(session, chosen)  # noqa: B023, E731
                self.connection.send(forked(work, seconds))
        return True

    def recorded(self, session: pytest.Session) -> Reach:
        return {} if failed(session, session.items) else self.reach

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.recording:
            os.write(self.stderr, f"fails without a fault: {report.nodeid}\n".encode())

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Iterator[None]:
        before = self.calls
        if fixturedef.scope != "function":
            self.calls = self.shared.setdefault(self.file, set())
        yield
        self.calls = before

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.calls, self.file, began = set(), item.path, time.process_time()
        sys.settrace(self.trace if self.recording else None)
        yield
        sys.settrace(None)
        shared = self.shared.get(self.file, set())
        self.reach[item.nodeid] = (time.process_time() - began, self.calls | shared)


def failed(session: pytest.Session, items: list[pytest.Item]) -> bool:
    """Whether one of the tests fails; those after it are not run."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return True
    return False


def forked(work: Callable[[], Any], seconds: float) -> Any:
    """What `work` returns in a process of its own; None if it crashes or computes for longer.

    Seconds are those of the processor: on a busy machine a test is slow without any fault.
    """
    here, there = Pipe()
    process = os.fork()
    if process == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 1))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            there.send(work())
        except Exception as error:  # of this program: pytest catches those of tests
            there.send(RuntimeError(repr(error)))
        os._exit(0)
    there.close()
    answer = None
    with suppress(EOFError):
        answer = here.recv() if here.poll(IDLE * seconds) else None
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    here.close()
    if isinstance(answer, RuntimeError):
        raise answer
    return answer


def body(code: CodeType, first: int) -> CodeType | None:
    """The code of the function that begins at this line."""
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    for each in inner:
        if each.co_firstlineno == first and each.co_flags & 2:  # 2: it has locals of its own
            return each
    return next(filter(None, (body(each, first) for each in inner)), None)


def in_body(mutant: Mutant) -> bool:
    """Whether the fault is in the body of a function, not in its defaults."""
    codes = [body(compiled(mutant.file, number), mutant.first) for number in (-1, mutant.number)]
    return None not in codes and codes[0] != codes[1]


@cache
def functions() -> dict[tuple[str, int, str], list[FunctionType]]:
    """All functions of the package that are imported, by file, first line and name."""
    places: dict[tuple[str, int, str], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(PACKAGE)):
            code = each.__code__
            key = (code.co_filename, code.co_firstlineno, code.co_name)
            places.setdefault(key, []).append(each)
    return places


def patched(mutant: Mutant) -> bool:
    """Puts the fault into the function; its module is imported if nothing did so yet."""
    code = body(compiled(mutant.file, mutant.number), mutant.first)
    assert code
    key = code.co_filename, code.co_firstlineno, code.co_name
    if key not in functions():
        parts = mutant.file.relative_to(PACKAGE.parent).with_suffix("").parts
        importlib.import_module(".".join(parts).removesuffix(".__init__"))
        functions.cache_clear()
    for function in functions()[key]:
        function.__code__ = code
    return True
