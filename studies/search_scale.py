"""An index of 100,000 documents: filled by two processes at once, merged, searched, and killed.

    python studies/search_scale.py [--count 100000] [--work FOLDER] [--out reports/search_scale.md]

Documents are made up: half a minute of chroma of a random walk, with errors as of a model. Two
processes fill a shard each; the shards are merged. Then queries of ten seconds are searched as
always, and some of them by matching every document. An index that is being filled is killed at
random moments, opened again, and filled on.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import os
import platform
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from search_made import Made
from search_vectors import VECTORS, compared

from lausch import __version__
from lausch.annotation import Notes
from lausch.evaluation.tables import table
from lausch.retrieval import Index
from lausch.retrieval.entry import Entry, entry_from_chroma
from lausch.retrieval.upkeep import partitions

ROOT = Path(__file__).parents[1]
FRAMES = 300
"""Of a document, each 0.1 s."""
QUERY_FRAMES = 100
SHARDS = 2
KILLS = 20
KILLED_COUNT = 4_000
THREATS = """
Layouts of the vector index are built over the same partitions, one after the other, and the first
is what ships. Neighbours are those of {vectors} vectors with noise, and true ones are found without
an index.

## What might make this invalid

- **Documents are made up**: random walks are less alike than music, in which phrases return; and
half a minute is shorter than a piece. In [another page](search.md) distractors are music.
- **Queries are exact excerpts** of documents that are in the index, in their key and tempo.
- **Other work on the machine** makes seconds longer, above all those on the clock.
- **Files were in memory** when they were read.
"""


@dataclass(frozen=True)
class Timed:
    """Seconds on the clock and of the processor."""

    clock: float
    processor: float


class Stopwatch:
    """Measures a block, with the processes that ended in it."""

    def __enter__(self) -> Stopwatch:
        self._begun = time.monotonic(), sum(os.times()[:4])
        return self

    def __exit__(self, *_: object) -> None:
        clock, processor = time.monotonic(), sum(os.times()[:4])
        self.timed = Timed(clock - self._begun[0], processor - self._begun[1])


def document(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chroma of a document, first frames and pitches of its notes."""
    dice = np.random.default_rng((7, number))
    starts = np.cumsum(dice.integers(2, 7, FRAMES // 2))
    starts = np.append(0, starts[starts < FRAMES])
    pitches = 55 + np.cumsum(dice.integers(-4, 6, len(starts))) % 30
    chroma = np.zeros((FRAMES, 12), np.float32)
    chroma[np.arange(FRAMES), np.repeat(pitches, np.diff(starts, append=FRAMES)) % 12] = 1
    chroma[dice.random(FRAMES) < 0.2] *= 0.2
    others = dice.integers(0, FRAMES, FRAMES // 8)
    chroma[others, dice.integers(0, 12, len(others))] += dice.random(len(others))
    return np.clip(chroma, 0, 1), starts, pitches


def entry(number: int) -> Entry:
    return entry_from_chroma(f"/made/{number:06}", document(number)[0])


def query(number: int) -> Notes:
    """Ten seconds from somewhere in a document."""
    _, starts, pitches = document(number)
    first = random.Random(number).randrange(FRAMES - QUERY_FRAMES)
    inside = (starts >= first) & (starts < first + QUERY_FRAMES)
    onsets = (starts[inside] - first) / 10
    return Notes(onsets, np.append(onsets[1:], QUERY_FRAMES / 10), pitches[inside].astype(float))


def fill(uri: str, numbers: range) -> None:
    """Put documents that are not there yet."""
    index = Index.open(uri)
    there = {place.path for place in index.recordings()}
    index.put(entry(number) for number in numbers if f"/made/{number:06}" not in there)


def killed(folder: Path, kills: int) -> tuple[int, list[str]]:
    """Kill a process that fills an index, again and again; how many kills, and what was wrong."""
    uri = os.fspath(folder)
    Index.create(uri, model=Made())
    chance, wrong, before, done = random.Random(0), [], 0, 0
    context = multiprocessing.get_context("spawn")
    for _ in range(kills):
        process = context.Process(target=fill, args=(uri, range(KILLED_COUNT)))
        process.start()
        deadline = time.monotonic() + 60
        while len(Index.open(uri)) == before and process.is_alive() and time.monotonic() < deadline:
            time.sleep(chance.uniform(0, 0.3))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        done += process.exitcode == -signal.SIGKILL
        index = Index.open(uri)
        count = len(index)
        if count < before:
            wrong.append(f"{before - count} lost")
        before = count
        places = [place.path for place in index.recordings()]
        if len(set(places)) < len(places):
            wrong.append("twice")
        index.entries()  # checksums of all
    fill(uri, range(KILLED_COUNT))
    index = Index.open(uri)
    if len(index) != KILLED_COUNT:
        wrong.append(f"{len(index)} at the end")
    index.check(repair=True)
    wrong += index.check()
    return done, wrong


def size(folder: Path) -> float:
    """Megabytes of an index."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def searched(index: Index, numbers: list[int], **options: object) -> tuple[list[str], list[Timed]]:
    """Best answers, and what each took."""
    best, times = [], []
    for number in numbers:
        with Stopwatch() as watch:
            matches = index.search(query(number), count=1, **options)
        best.append(matches[0].path if matches else "")
        times.append(watch.timed)
    return best, times


def seconds(times: list[Timed], share: float) -> str:
    clock = float(np.quantile([each.clock for each in times], share))
    return f"{clock:.2f} s ({np.quantile([each.processor for each in times], share):.2f} s)"


def rows(folder: Path, count: int, queries: int, exact: int) -> Iterator[tuple[str, str]]:
    """Names and figures, one after the other."""
    context = multiprocessing.get_context("spawn")
    shards = [os.fspath(folder / f"shard{each}") for each in range(SHARDS)]
    with Stopwatch() as filling:
        crew = []
        for each, uri in enumerate(shards):
            Index.create(uri, model=Made())
            part = range(count * each // SHARDS, count * (each + 1) // SHARDS)
            crew.append(context.Process(target=fill, args=(uri, part)))
            crew[-1].start()
        for process in crew:
            process.join()
            assert process.exitcode == 0
    yield f"filling {SHARDS} shards at once", told(filling.timed)
    whole = Index.create(folder / "whole", model=Made())
    with Stopwatch() as merging:
        added, left_out = whole.merge(map(Index.open, shards))
    assert (added, left_out) == (count, []), (added, left_out[:9])
    yield "merging them, with the vector index of all", told(merging.timed)
    with Stopwatch() as compacting:
        whole.compact()
    yield "compacting, with the vector index anew", told(compacting.timed)
    vectors = int(whole._shingles.count_rows())
    yield "vectors; partitions", f"{vectors:,}; {partitions(vectors):,}"
    megabytes = size(folder / "whole")
    yield "size", f"{megabytes:,.0f} MB, {1000 * megabytes / count:.1f} kB each"
    for shard in shards:
        shutil.rmtree(shard)
    sought = random.Random(1).sample(range(count), queries)
    searched(whole, sought[:2])
    best, times = searched(whole, sought)
    right = [f"/made/{number:06}" for number in sought]
    yield f"search, median of {queries}", seconds(times, 0.5)
    yield "search, 95th percentile", seconds(times, 0.95)
    yield "queries whose document comes first", share(best, right)
    every, slow = searched(whole, sought[:exact], exact=True)
    yield f"exact search, median of {exact}", seconds(slow, 0.5)
    yield "exact search: queries whose document comes first", share(every, right)
    yield "recall: the same best answer as of exact search", share(best, every)

    def again() -> tuple[list[str], list[float]]:
        best, times = searched(whole, sought)
        return [share(best, right)], [each.clock for each in times]

    yield from compared(whole, folder / "whole", again)
    kills, wrong = killed(folder / "killed", KILLS)
    yield (
        f"kills while {KILLED_COUNT:,} were added: lost, twice, damaged",
        f"{kills} kills: {len(wrong)} {wrong[:5] if wrong else ''}".strip(),
    )


def share(found: list[str], wanted: list[str]) -> str:
    same = sum(a == b for a, b in zip(found, wanted, strict=False))
    return f"{same} of {min(len(found), len(wanted))}"


def told(timed: Timed) -> str:
    return f"{timed.clock:.0f} s ({timed.processor:.0f} s)"


def main() -> None:
    """Measure, print, and write the page after each figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--exact", type=int, default=10)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "reports" / "search_scale.md")
    options = parser.parse_args()
    date = datetime.datetime.now(tz=datetime.UTC).date()
    head = (
        f"# An index of {options.count:,} documents\n\n"
        f"Written by `python studies/search_scale.py --count {options.count} --queries "
        f"{options.queries} --exact {options.exact}`, {date}, lausch "
        f"{__version__}, Python {platform.python_version()}; {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, beside other work. Seconds on the clock, "
        "and in brackets of the processor. No model is asked: documents have no sound.\n\n"
    )
    cells: list[tuple[str, str]] = []
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lausch-", dir=options.work) as name:
        for row in rows(Path(name), options.count, options.queries, options.exact):
            print(*row, sep=": ", file=sys.stderr, flush=True)
            cells.append(row)
            text = head + table(("what", "measured"), cells) + THREATS.format(vectors=VECTORS)
            options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
