"""Quality and speed of a search for melodies in collections of growing size, as a Markdown page.

    python studies/search.py [--rendered RENDERED] [--index INDEX | --chroma FOLDER]
        [--count 10000] [--queries 50] [--exact 15] [--out reports/search.md]

The recordings to find are the solos rendered into RENDERED. Their chroma is that of INDEX, or of a
FOLDER written by `studies/retrieval.py`; without either it is that of their notes with noise, and
without RENDERED the melodies are random as well. Distractors consist of pieces of 1.5 to 4 s of
other melodies, transposed, at other tempi, in random order, and with noise; the collection grows
with their number. Queries are excerpts. The first --exact queries of each kind are also matched
with every recording, which takes long for large collections. Seconds are processor seconds on one
core.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import numpy as np
from search_made import Made
from search_melodies import Melody, chroma_in, distractors, melodies, queries

from lausch import __version__
from lausch.annotation import Notes
from lausch.evaluation.tables import table
from lausch.retrieval import Index
from lausch.retrieval.entry import entry_from_chroma

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "RAYON")}
ONE_THREAD |= {"LANCE_CPU_THREADS": "1"}
SECONDS = (25, 10, 5)
STEPS = (1_000, 3_000)
"""Sizes between that of the recordings sought and --count."""
KEPT = 0.98
SLOWEST = (0.5, 1.5)
"""Seconds of a query in the smallest and in the largest collection."""
LARGEST_KILOBYTES = 150
COLUMNS = (
    "recordings",
    "query",
    "MRR",
    "same queries",
    "MRR, pruned",
    "MRR, exact",
    "same answer",
    "median",
    "95th percentile",
    "exact, median",
)


@dataclass(frozen=True)
class Asked:
    """The results of one kind of query in one collection.

    Parameters
    ----------
    recordings, seconds, any_key : size of the collection, and kind of the queries.
    mrr, median, high : MRR of all queries; median and 95th percentile of their seconds.
    same, pruned, exact : number of queries matched by both searches, and MRR of both.
    recall : share of these queries with the same best answer in both searches.
    exact_median : seconds of an exact search.
    kilobytes : size of the index for each recording.
    """

    recordings: int
    seconds: int
    any_key: bool
    mrr: float
    median: float
    high: float
    same: int
    pruned: float
    exact: float
    recall: float
    exact_median: float
    kilobytes: float

    @property
    def row(self) -> str:
        """For the table with these `COLUMNS`."""
        query = f"{self.seconds} s{', any key' if self.any_key else ''}"
        return (
            f"| {self.recordings:,} | {query} | {self.mrr:.3f} | {self.same} | {self.pruned:.3f} | "
            f"{self.exact:.3f} | {self.recall:.0%} | {self.median:.2f} s | "
            f"{self.high:.2f} s | {self.exact_median:.2f} s |"
        )


def asked(
    index: Index, wanted: list[tuple[str, Notes]], **options: object
) -> tuple[list[float], list[float], list[str]]:
    """Reciprocal ranks of the recordings, processor seconds, and best answers, by query."""
    ranks, seconds, best = [], [], []
    for name, query in wanted:
        began = time.process_time()
        matches = index.search(query, count=30, **options)
        seconds.append(time.process_time() - began)
        names = [Path(match.path).stem for match in matches]
        ranks.append(1 / (names.index(name) + 1) if name in names else 0.0)
        best.append(names[0] if names else "")
    return ranks, seconds, best


def measure(melodies: list[Melody], sizes: list[int], count: int, same: int) -> Iterator[Asked]:
    """Rows of the table, collection by collection."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index.create(Path(folder) / "index", model=Made())
        index.put(entry_from_chroma(melody.name, melody.chroma) for melody in melodies)
        more = distractors(melodies, sizes[-1] - len(melodies))
        for size in sizes:
            if size > len(index):
                index.put(islice(more, size - len(index)))
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            kilobytes = sum(path.stat().st_size for path in files) / len(index) / 1000
            print(f"{len(index)} recordings", file=sys.stderr, flush=True)
            for seconds in SECONDS:
                excerpts = queries(melodies, seconds, count)
                for options in ({}, {"transpose": "any"}):
                    asked(index, excerpts[:1], **options)
                    ranks, times, best = asked(index, excerpts, **options)
                    some = excerpts[:same]
                    exact, spent_exact, right = asked(index, some, exact=True, **options)
                    row = Asked(
                        recordings=len(index),
                        seconds=seconds,
                        any_key=bool(options),
                        mrr=float(np.mean(ranks)),
                        median=float(np.median(times)),
                        high=float(np.percentile(times, 95)),
                        same=len(some),
                        pruned=float(np.mean(ranks[: len(some)])),
                        exact=float(np.mean(exact)),
                        recall=float(np.mean([a == b for a, b in zip(best, right, strict=False)])),
                        exact_median=float(np.median(spent_exact)),
                        kilobytes=kilobytes,
                    )
                    print(row.row, file=sys.stderr, flush=True)
                    yield row


def targets(rows: list[Asked]) -> str:
    """Targets, set before any of this was written, and measured values."""
    sizes = sorted({row.recordings for row in rows})
    lines: list[tuple[str, str, str, bool]] = []
    for any_key, size in product((False, True), sizes[1:]):
        those = [row for row in rows if row.recordings == size and row.any_key == any_key]
        exact = sum(row.exact * row.same for row in those)
        share = sum(row.pruned * row.same for row in those) / exact if exact else 1.0
        name = f"{size:,} recordings{', any key' if any_key else ''}: pruned MRR / exact MRR"
        lines.append((name, f"≥ {KEPT:.2f}", f"{share:.3f}", share >= KEPT))
    slowest = zip((sizes[0], sizes[-1]), SLOWEST, strict=True)
    for (size, most), any_key in product(slowest, (False, True)):
        those = [row for row in rows if row.recordings == size and row.any_key == any_key]
        slow = max(row.median for row in those)
        name = f"{size:,} recordings{', any key' if any_key else ''}: "
        name += "the slowest median of a query"
        lines.append((name, f"≤ {most} s", f"{slow:.2f} s", slow <= most))
    size = max(row.kilobytes for row in rows)
    most = LARGEST_KILOBYTES
    lines.append(("index, for each recording", f"≤ {most} kB", f"{size:.0f} kB", size <= most))
    cells = [(*words, "yes" if reached else "no") for *words, reached in lines]
    return "\n## Targets\n\n" + table(("target", "wanted", "measured", "reached"), cells)


def page(rows: list[Asked], sought: str, count: int) -> str:
    """The table with what it was measured on."""
    from lausch.retrieval.searching import CANDIDATES, MATCHED_WHOLE

    head = (
        "# Search in growing collections\n\n"
        f"Written by `python studies/search.py`, lausch {__version__}, Python "
        f"{platform.python_version()}, numpy {np.__version__}, {platform.system()} "
        f"{platform.machine()}. Sought: {sought}; {count} queries of each length. Seconds are "
        "those of the processor, all threads added, and of a search in an open index. Up to "
        f"{MATCHED_WHOLE} recordings are all matched; of more, {CANDIDATES} that the vector index "
        "finds. *MRR* is that of all queries; beside it stand those queries that were "
        "also matched with every recording, with the MRR of both searches, and for how many "
        "both give the same best answer.\n"
        f"{targets(rows)}\n## Searches\n\n"
        f"| {' | '.join(COLUMNS)} |\n|{'--:|' * len(COLUMNS)}\n"
    )
    threats = (
        "\n## What might make this invalid\n\n"
        "- Distractors are shuffled pieces of the melodies that are sought, made noisy by chance: "
        "they sound like jazz for seconds, and like nothing for longer.\n"
        "- Of a large collection exact search is slow: it answered only the first queries of each "
        "kind. What is kept of its MRR is the ratio over all of those.\n"
        "- The recordings sought are those of every split: the model was trained on most of them.\n"
        "- Queries are played exactly as the recording is. What wrong notes and other tempi cost "
        "stands in the report on retrieval.\n"
        "- Files were in memory when they were read.\n"
        "- Other work on the machine makes seconds of the processor longer.\n"
    )
    return head + "\n".join(row.row for row in rows) + "\n" + threats


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rendered", type=Path, help="folder of `lausch corpus render`")
    parser.add_argument("--index", type=Path, help="an index of its solos")
    parser.add_argument("--chroma", type=Path, help="a model's folder in a retrieval report's WORK")
    parser.add_argument("--exact", type=int, default=15, help="queries that every recording gets")
    parser.add_argument("--count", type=int, default=10_000, help="recordings in the end")
    parser.add_argument("--queries", type=int, default=50, help="of each length")
    parser.add_argument("--out", type=Path, help="write the page here as well")
    options = parser.parse_args()
    if not ONE_THREAD.items() <= os.environ.items():
        # Libraries read this on import, so the process starts again.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ONE_THREAD})
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    chroma = chroma_in(options.chroma) if options.chroma else None
    if options.index:
        entries = Index.open(options.index).entries()
        chroma = {Path(each.path).stem: each.chroma for each in entries}
    collection = melodies(options.rendered, chroma)
    count = max(len(collection), options.count)
    sizes = sorted(
        {len(collection), *(size for size in STEPS if len(collection) < size < count), count}
    )
    description = f"{len(collection)} {'solos' if options.rendered else 'made-up melodies'}"
    source = options.chroma or options.index
    description += f", as {source.name} has them" if source else ", made noisy by chance"
    rows = list(measure(collection, sizes, options.queries, options.exact))
    text = page(rows, description, options.queries)
    print(text, end="")
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
