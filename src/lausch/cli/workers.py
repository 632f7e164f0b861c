"""Processes that survive their recordings: a crash or a hang costs one job and no other.

`concurrent.futures` gives up the whole pool when one process is killed and cannot stop a job that
hangs, so the few lines it would save are spent here: every process has its own pipe and holds one
job at a time, and so it is always known which job killed it.
"""

from __future__ import annotations

import io
import multiprocessing
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from lausch.errors import LauschError

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")
_READY = "ready"


@dataclass(frozen=True)
class Outcome(Generic[JobT, ResultT]):
    """What became of a job: a result or, when that is None, the reason."""

    job: JobT
    result: ResultT | None
    failure: str = ""


class _Worker(Generic[JobT, ResultT]):
    def __init__(self, run: Callable[[JobT], ResultT], explain: Callable[..., str]) -> None:
        context = multiprocessing.get_context("spawn")  # fork copies locked locks of libraries
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(theirs, run, explain), daemon=True
        )
        with _deaf_to_ctrl_c():
            self.process.start()
        theirs.close()
        self.job: JobT | None = None
        self.deadline = float("inf")

    def give(self, job: JobT, seconds: float) -> None:
        self.job = job
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
    jobs: Sequence[JobT],
    run: Callable[[JobT], ResultT],
    explain: Callable[[JobT, BaseException], str],
    *,
    workers: int,
    seconds: float,
) -> Iterator[Outcome[JobT, ResultT]]:
    """Run jobs in `workers` processes, at most `seconds` each; outcomes come as they are done.

    Parameters
    ----------
    jobs : picklable.
    run, explain : functions of a module. `explain` words the exception that `run` raised.
    """
    waiting = deque(jobs)
    crew: list[_Worker[JobT, ResultT]] = []
    try:
        while waiting or any(worker.job is not None for worker in crew):
            while len(crew) < min(workers, len(waiting) + sum(w.job is not None for w in crew)):
                crew.append(_Worker(run, explain))
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
                        lost = worker.job
                        if lost is None and waiting:  # it died at birth: never try without end
                            lost = waiting.popleft()
                        if lost is not None:
                            reason = LauschError(_death(worker.process))
                            yield Outcome(lost, None, explain(lost, reason))
                        continue
                    if message != _READY:
                        done, worker.job, worker.deadline = worker.job, None, float("inf")
                        result, failure = message
                        assert done is not None
                        yield Outcome(done, result, failure)
                    if waiting:
                        worker.give(waiting.popleft(), seconds)
                elif worker.job is not None and time.monotonic() > worker.deadline:
                    crew.remove(worker)
                    worker.stop()
                    reason = LauschError(f"took longer than {seconds:g} s (--timeout)")
                    yield Outcome(worker.job, None, explain(worker.job, reason))
    finally:
        for worker in crew:
            worker.stop()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What is started here ignores Ctrl-C from its first instruction, not only once it serves."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set handlers, and only it is interrupted
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
    """End with an exception, so that temporary files are removed on the way out."""
    # Raised inside a C library's callback, it would be printed instead of passed on.
    sys.stderr = io.StringIO()
    sys.exit(1)


def _serve(
    pipe: Connection, run: Callable[[Any], Any], explain: Callable[[Any, BaseException], str]
) -> None:
    """The life of a worker process. Ctrl-C is the parent's to handle: see `_deaf_to_ctrl_c`."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        pipe.send(_READY)
        while True:
            job = pipe.recv()
            try:
                message = (run(job), "")
            except Exception as error:
                message = (None, explain(job, error))
            pipe.send(message)
    except (EOFError, OSError):  # the parent is gone
        return
