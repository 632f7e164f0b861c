"""Processes that run jobs: a crash or a hang costs one job and no other.

`concurrent.futures` gives up the whole pool when one process is killed and cannot stop a job that
hangs, so the few lines it would save are spent here: every process has its own pipe and holds one
job at a time, and so it is always known which job killed it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

from lausch.errors import LauschError
from lausch.files import end_process, own_stderr

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")
_READY = "ready"
KILLED, LATE = "killed", "late"


class Limits(NamedTuple):
    """By how much a process gives way to others, and its memory in bytes; 0 for no limit."""

    niceness: int = 0
    memory_bytes: int = 0


@dataclass(frozen=True)
class Outcome(Generic[JobT, ResultT]):
    """The outcome of a job: a result or, when that is None, the reason.

    `cause` is `KILLED` or `LATE` where its process did not live to tell.
    """

    job: JobT
    result: ResultT | None
    failure: str = ""
    cause: str = ""


class _Worker(Generic[JobT, ResultT]):
    def __init__(
        self,
        run: Callable[[JobT], ResultT],
        explain: Callable[..., str],
        *,
        forked: bool,
        limits: Limits,
        pipes: Sequence[Connection],
    ) -> None:
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        # Our ends, held open by a forked child, would hide from all that the parent is gone.
        copies = (*pipes, self.pipe) if forked else ()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(theirs, run, explain, limits, copies), daemon=True
        )
        with _deaf_to_ctrl_c(), warnings.catch_warnings():
            # Python 3.12 warns of forking beside threads; the only others here are idle BLAS ones.
            warnings.filterwarnings("ignore", ".*fork", DeprecationWarning)
            self.process.start()
        theirs.close()
        self.job: JobT | None = None
        self.attempt = 0
        self.ready = False
        self.deadline = float("inf")

    def give(self, job: JobT, attempt: int, seconds: float) -> None:
        self.job, self.attempt, self.ready = job, attempt, False
        self.deadline = time.monotonic() + seconds
        self.pipe.send(job)

    def stop(self) -> None:
        self.process.terminate()  # the worker cleans up its temporary files on SIGTERM
        self.process.join(2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.pipe.close()


def work_through(
    jobs: Iterable[JobT],
    run: Callable[[JobT], ResultT],
    explain: Callable[[JobT, BaseException], str],
    *,
    workers: int,
    seconds: float = float("inf"),
    attempts: int = 1,
    forked: bool = False,
    niceness: int = 0,
    memory_bytes: int = 0,
) -> Iterator[Outcome[JobT, ResultT]]:
    """Run jobs in `workers` processes, at most `seconds` each; outcomes come as they are done.

    Parameters
    ----------
    jobs : picklable; taken as processes become free, so there may be no end of them.
    run, explain : functions of a module. `explain` words the exception that `run` raised.
    attempts : how often a job is tried whose process dies.
    forked : processes share the memory of this one, where the system can. By default they begin
        anew, for a fork copies the locked locks of libraries.
    niceness : by how much processes give way to others.
    memory_bytes : of each process, on Linux; more is a MemoryError, or the end of it. 0 for no
        limit.
    """
    limits = Limits(niceness, memory_bytes)
    forked = forked and "fork" in multiprocessing.get_all_start_methods()
    source = iter(jobs)
    waiting: deque[tuple[JobT, int]] = deque()
    crew: list[_Worker[JobT, ResultT]] = []
    try:
        while True:
            waiting.extend((job, 1) for job in islice(source, max(0, workers - len(waiting))))
            busy = sum(worker.job is not None for worker in crew)
            if not (waiting or busy):
                return
            while len(crew) < min(workers, len(waiting) + busy):
                pipes = [worker.pipe for worker in crew]
                crew.append(_Worker(run, explain, forked=forked, limits=limits, pipes=pipes))
            for worker in crew:
                if worker.ready and waiting:  # it was idle, and there is a job again
                    worker.give(*waiting.popleft(), seconds)
            patience = min(worker.deadline for worker in crew) - time.monotonic()
            pipes = [worker.pipe for worker in crew]
            ready = wait(pipes, timeout=max(0.0, min(patience, 3600.0)))
            for worker in list(crew):
                if worker.pipe in ready:
                    try:
                        message: Any = worker.pipe.recv()
                    except (EOFError, OSError):
                        crew.remove(worker)
                        worker.stop()
                        victim, attempt = worker.job, worker.attempt
                        if victim is None and waiting:  # it died at birth: never try without end
                            victim, attempt = waiting.popleft()
                        if victim is not None and attempt < attempts:
                            waiting.appendleft((victim, attempt + 1))
                        elif victim is not None:
                            reason = LauschError(_death(worker.process))
                            yield Outcome(victim, None, explain(victim, reason), KILLED)
                        continue
                    finisher, worker.job, worker.deadline = worker.job, None, float("inf")
                    worker.ready = True
                    if waiting:
                        worker.give(*waiting.popleft(), seconds)
                    if message != _READY:
                        result, failure = message
                        assert finisher is not None
                        yield Outcome(finisher, result, failure)
                elif worker.job is not None and time.monotonic() > worker.deadline:
                    crew.remove(worker)
                    worker.stop()
                    reason = LauschError(f"took longer than {seconds:g} s (--timeout)")
                    yield Outcome(worker.job, None, explain(worker.job, reason), LATE)
    finally:
        for worker in crew:
            worker.stop()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started here ignore Ctrl-C from their first instruction on."""
    if threading.current_thread() is not threading.main_thread():
        # Only the main thread may set handlers. A mask is a thread's own, and processes inherit it.
        if sys.platform == "win32":
            yield
            return
        resource_tracker.ensure_running()  # which would take the mask away
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _death(process: BaseProcess) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in list(signal.Signals) else str(-code)
        cause = "; was memory short?" if name == "SIGKILL" else ""
        return f"its process was killed by {name}{cause}"
    return f"its process ended with code {code}"


def _leave(*_: object) -> None:
    end_process(1)


def tried(
    job: JobT, run: Callable[[JobT], ResultT], explain: Callable[[JobT, BaseException], str]
) -> tuple[ResultT | None, str]:
    """The result of a job, or why there is none."""
    try:
        return run(job), ""
    except Exception as error:
        return None, explain(job, error)


def limit_memory(count: int) -> None:
    """Let this process have so many bytes, on Linux; 0 for no limit."""
    if count and sys.platform == "linux":
        import resource

        # Of what is written, not of addresses, of which libraries reserve far more.
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = count if hard < 0 else min(count, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _serve(
    pipe: Connection,
    run: Callable[[Any], Any],
    explain: Callable[[Any, BaseException], str],
    limits: Limits,
    copies: Sequence[Connection],
) -> None:
    """The life of a worker process. Ctrl-C is the parent's to handle: see `_deaf_to_ctrl_c`."""
    own_stderr()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    for copy in copies:
        copy.close()
    if limits.niceness:
        os.nice(limits.niceness)
    limit_memory(limits.memory_bytes)
    try:
        pipe.send(_READY)
        while True:
            job = pipe.recv()
            pipe.send(tried(job, run, explain))
    except (EOFError, OSError):  # the parent is gone
        return
