"""Where jobs are done: in processes of this machine, or on the nodes of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from lausch.corpora.workers import Outcome

JobT = TypeVar("JobT")
ResultT = TypeVar("ResultT")


def through(
    jobs: Iterable[JobT],
    run: Callable[[JobT], ResultT],
    explain: Callable[[JobT, BaseException], str],
    *,
    cluster: str | None,
    workers: int,
    seconds: float = float("inf"),
    memory_bytes: int = 0,
) -> Iterator[Outcome[JobT, ResultT]]:
    """Run jobs in processes of this machine, or of the cluster at an address.

    The others are those of `work_through` and `work_on_cluster`.
    """
    if cluster is not None:
        from lausch.batches.cluster import work_on_cluster

        return work_on_cluster(
            jobs,
            run,
            explain,
            address=cluster,
            workers=workers,
            seconds=seconds,
            memory_bytes=memory_bytes,
        )
    from lausch.corpora.workers import work_through

    return work_through(
        jobs, run, explain, workers=workers, seconds=seconds, memory_bytes=memory_bytes
    )
