"""Jobs on the nodes of a Ray cluster, as `corpora.workers` runs them on this machine.

An actor for each processor holds the models and one job at a time, so it is always known which job
ended it. A job whose node is lost goes to another one; only a job that ends its own process is to
blame. Nodes that come later are used, and actors that wait for one tell an autoscaler to start it.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from lausch.batches.nodes import Actor, connected
from lausch.corpora.workers import KILLED, LATE, Outcome
from lausch.errors import LauschError, OptionError

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")
POLL_SECONDS = 5.0
"""So often it is asked whether nodes have come."""
MOST_LOST = 5
"""A job that so many nodes did not survive is to blame."""
MOST_UNBORN = 3
"""So many actors may fail to begin, one after the other."""


@dataclass
class _Hand(Generic[JobT]):
    """An actor, and what it does: until it has begun it has no job."""

    actor: Any
    task: Any
    job: JobT | None = None
    lost: int = 0
    deadline: float = float("inf")
    begun: bool = False


def work_on_cluster(
    jobs: Iterable[JobT],
    run: Callable[[JobT], ResultT],
    explain: Callable[[JobT, BaseException], str],
    *,
    address: str,
    workers: int = 0,
    seconds: float = float("inf"),
    memory_bytes: int = 0,
) -> Iterator[Outcome[JobT, ResultT]]:
    """Run jobs on a cluster, at most `seconds` each; outcomes come as they are done.

    The nodes see the same files under the same names, and have the same lausch. Raises OptionError
    where they do not, or no cluster answers.

    Parameters
    ----------
    jobs, run, explain, memory_bytes : as in `work_through`.
    address : as in `connected`.
    workers : actors, which may wait for nodes; 0 for one on each processor there is.
    """
    ray = connected(address)
    crew = _Crew(ray, jobs, run, explain, workers=workers, seconds=seconds, memory=memory_bytes)
    try:
        yield from crew.work()
    finally:
        crew.end()


class _Crew(Generic[JobT, ResultT]):
    def __init__(
        self,
        ray: Any,
        jobs: Iterable[JobT],
        run: Callable[[JobT], ResultT],
        explain: Callable[[JobT, BaseException], str],
        *,
        workers: int,
        seconds: float,
        memory: int,
    ) -> None:
        self.ray, self.run, self.explain = ray, run, explain
        self.source = iter(jobs)
        self.again: deque[tuple[JobT, int]] = deque()
        self.workers, self.seconds, self.memory = workers, seconds, memory
        self.hands: dict[Any, _Hand[JobT]] = {}
        self.unborn = 0
        self.kind = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Actor)

    def work(self) -> Iterator[Outcome[JobT, ResultT]]:
        looked = -float("inf")
        while True:
            # A job is taken when an actor can have it: the others are another batch's, if it asks.
            if not self.again:
                self.again.extend((job, 0) for job in islice(self.source, 1))
            if not (self.again or any(hand.job is not None for hand in self.hands.values())):
                return
            now = time.monotonic()
            if self.again and now - looked > POLL_SECONDS:
                looked = now
                self._hire()
            patience = min((hand.deadline for hand in self.hands.values()), default=now) - now
            tasks = [task for task, hand in self.hands.items() if hand.task is not None]
            timeout = max(0.0, min(patience, POLL_SECONDS))
            ready, _ = self.ray.wait(tasks, timeout=timeout) if tasks else ([], [])
            for task in ready:
                yield from self._ended(self.hands.pop(task))
            for hand in [each for each in self.hands.values() if each.deadline < time.monotonic()]:
                yield self._late(hand)

    def _hire(self) -> None:
        """Ask for actors, as many as there are processors or as were asked for."""
        count = self.workers or int(self.ray.cluster_resources().get("CPU", 0)) or 1
        while len(self.hands) < count:
            actor = self.kind.options(scheduling_strategy="SPREAD").remote(
                os.fspath(Path.cwd()), self.memory
            )
            task = actor.begin.remote(self.run, self.explain)
            self.hands[task] = _Hand(actor, task)

    def _give(self, hand: _Hand[JobT]) -> None:
        """The next job, or the end."""
        pair = self.again.popleft() if self.again else None
        if pair is None:
            taken = next(self.source, None)
            pair = None if taken is None else (taken, 0)
        if pair is None:
            self.ray.kill(hand.actor)
            return
        hand.job, hand.lost = pair
        hand.deadline = time.monotonic() + self.seconds
        hand.task = hand.actor.work.remote(hand.job)
        self.hands[hand.task] = hand

    def _ended(self, hand: _Hand[JobT]) -> Iterator[Outcome[JobT, ResultT]]:
        job, lost = hand.job, hand.lost
        try:
            answer = self.ray.get(hand.task)
        except self.ray.exceptions.RayError as error:
            self.ray.kill(hand.actor)
            if job is None:
                self._not_begun(error)
            elif self._is_lost(error) and lost + 1 < MOST_LOST:
                self.again.append((job, lost + 1))
            else:
                reason = LauschError(_death(error))
                yield Outcome(job, None, self.explain(job, reason), KILLED)
            return
        if job is None:
            self._check(*answer)
            self.unborn = 0
            self._give(hand)
            return
        hand.job, hand.deadline = None, float("inf")
        self._give(hand)
        yield Outcome(job, *answer)

    def _late(self, hand: _Hand[JobT]) -> Outcome[JobT, ResultT]:
        del self.hands[hand.task]
        self.ray.kill(hand.actor)
        assert hand.job is not None
        reason = LauschError(f"took longer than {self.seconds:g} s (--timeout)")
        return Outcome(hand.job, None, self.explain(hand.job, reason), LATE)

    def _not_begun(self, error: Exception) -> None:
        self.unborn += 1
        if self.unborn >= MOST_UNBORN:
            reason = " ".join(str(error).split())[-300:]
            raise OptionError(
                f"--ray: workers cannot begin on the nodes; has each of them this lausch, and its "
                f"models? ({reason})"
            ) from error

    def _check(self, version: str, wrong: str) -> None:
        from lausch import __version__

        if wrong:
            raise OptionError(
                f"--ray: a node cannot work: {wrong}; nodes need the same files under the same "
                "names, on a share or by addresses such as s3://"
            )
        if version != __version__:
            raise OptionError(
                f"--ray: a node has lausch {version}, and here is {__version__}: results would "
                "differ; install the same on all nodes"
            )

    def _is_lost(self, error: Exception) -> bool:
        """Whether a node went away, or could not be reached: no job is to blame for that."""
        unavailable = isinstance(error, self.ray.exceptions.ActorUnavailableError)
        return unavailable or "worker process has died" not in str(error)

    def end(self) -> None:
        for hand in self.hands.values():
            self.ray.kill(hand.actor)


def _death(error: Exception) -> str:
    words = str(error)
    if "out of memory" in words.lower() and "some common causes" not in words.lower():
        return "its process was ended by Ray: its node was short of memory"
    return "its process was killed; was memory short?"
