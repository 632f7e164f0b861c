"""A plan for ten million recordings on a cluster, simulated with measured times.

Workers take recordings one after the other from one journal, which serves one at a time; nodes are
lost at random and come back. What is asked is when the journal becomes the bottleneck, how much is
done again, and what the whole costs.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass

from lausch.evaluation.tables import table

RECORDINGS = 10_000_000
SONG_SECONDS = 240.0
"""The length of a recording, which the time of an analysis grows with."""
MEASURED_SECONDS = 10.0
SPREAD = 0.5
"""Lengths are log-normal with this deviation."""
FETCHED_SECONDS = 1.0
"""For a recording from a store, while its worker waits."""
LOST_HOURS = 200.0
"""A node of `NODE` workers is lost so often, and is back after `BACK_SECONDS`."""
NODE, BACK_SECONDS = 32, 300.0
CORE_HOUR = 0.02
"""Dollars for an hour of a core, as spot machines cost."""
SIMULATED = 200_000
WORKERS = (100, 1_000, 4_000, 16_000)


@dataclass(frozen=True)
class Simulated:
    """Workers, days, share of the time that they worked, recordings done again for each million."""

    workers: int
    days: float
    busy: float
    again: float


def simulated(workers: int, seconds: float, journal: float, count: int = SIMULATED) -> Simulated:
    """Workers with one journal, over `count` recordings, scaled to `RECORDINGS`.

    Parameters
    ----------
    seconds : that a worker needs for a recording of middle length.
    journal : seconds that the journal needs for one, on the clock.
    """
    chance = random.Random(0)
    loss = 1 / (LOST_HOURS * 3600)  # for each worker: it falls with its node
    queue = [(0.0, worker) for worker in range(workers)]
    free, work, again, done, end = 0.0, 0.0, 0, 0, 0.0
    while done < count:
        now, worker = heapq.heappop(queue)
        free = max(free, now) + journal
        spent = seconds * chance.lognormvariate(-(SPREAD**2) / 2, SPREAD) + FETCHED_SECONDS
        if chance.random() < spent * loss:
            again += 1
            heapq.heappush(queue, (free + spent * chance.random() + BACK_SECONDS, worker))
            continue
        done += 1
        work += spent
        end = max(end, free + spent)
        heapq.heappush(queue, (free + spent, worker))
    # The time with all workers at once: the end of a few is no part of a long batch.
    steady = max(work / workers, count * journal)
    scale = RECORDINGS / count
    return Simulated(workers, steady * scale / 86400, work / (workers * end), again / count * 1e6)


def plan(processor: float, journal_processor: float, journal_clock: float) -> str:
    """The section of the page: `processor` seconds for a recording of ten, and the journal's."""
    seconds = processor / MEASURED_SECONDS * SONG_SECONDS
    journal = max(journal_processor, journal_clock)
    runs = [simulated(workers, seconds, journal) for workers in WORKERS]
    rows = [
        (f"{run.workers:,}", f"{run.days:.1f}", f"{run.busy:.0%}", f"{run.again:.0f}")
        for run in runs
    ]
    hours = RECORDINGS * (seconds + FETCHED_SECONDS) / 3600
    most = seconds / journal
    return f"""
## A plan for ten million recordings

On paper, and simulated with the times above (`studies/batches_plan.py`): recordings of
{SONG_SECONDS:.0f} s in the middle, {seconds:.1f} s of a core each and {FETCHED_SECONDS:.0f} s to
fetch; a node of {NODE} workers is lost every {LOST_HOURS:.0f} hours, and is back after
{BACK_SECONDS / 60:.0f} minutes.

{table(("workers", "days", "busy", "done again, of a million"), rows)}
- **Cost**: {hours:,.0f} hours of a core, {hours * CORE_HOUR:,.0f} dollars at {CORE_HOUR} an hour.
Fetching is {FETCHED_SECONDS / (seconds + FETCHED_SECONDS):.0%} of it.
- **Bottleneck**: one journal serves {1 / journal:,.0f} recordings a second, so {most:,.0f} workers
would keep it busy. Before that, the share or the store is: 1,000 workers read
{1000 / (seconds + FETCHED_SECONDS):,.0f} recordings a second.
- **Sharding of the journal**: by list. Ten lists of a million, each with an `-o` of its own, are
ten batches that know nothing of each other; `lausch collect` of each gives tables that are read
together. A journal of a million rows is opened in the time above, one of ten million in ten times
that.
- **Sharding of the index**: `lausch index add` by shards that are merged; see the page of search.
"""
