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
from itertools import islice
from pathlib import Path

import numpy as np

from lausch import __version__
from lausch.annotation import Notes
from lausch.retrieval import Index
from lausch.retrieval.chroma import notes_chroma, restored, stretched
from lausch.retrieval.entry import Entry, entry_from_chroma

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "RAYON")}
ONE_THREAD |= {"LANCE_CPU_THREADS": "1"}
SECONDS = (25, 10, 5)
STEPS = (1_000, 3_000)
"""Sizes between that of the recordings sought and --count."""
KEYS = 10
KEPT = 0.98
SLOWEST = {"small": 0.5, "large": 1.5}
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


class Made:
    """A stand-in for the model of an index with artificial entries."""

    name, digest, rate, layers = "none", "0" * 64, 22050, ("solo",)


@dataclass(frozen=True)
class Melody:
    """A solo in the collection."""

    name: str
    notes: Notes
    chroma: np.ndarray


def noisy(chroma: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Chroma with errors as of a model: a third is missed, others are added, edges are soft."""
    count = len(chroma)
    values = chroma.copy()
    values[np.repeat(random.random(count // 3 + 1) < 0.3, 3)[:count]] *= 0.2
    for start in np.flatnonzero(random.random(count) < 0.1):
        values[start : start + random.integers(2, 8), random.integers(12)] += random.random()
    soft = np.pad(values, ((1, 1), (0, 0)))
    soft = 0.2 * soft[:-2] + 0.6 * soft[1:-1] + 0.2 * soft[2:]
    return np.clip(soft, 0, 1).astype(np.float32)


def made_up(count: int) -> Iterator[tuple[str, Notes]]:
    """Random walks of 60 to 240 s as melodies."""
    for number in range(count):
        random = np.random.default_rng((1, number))
        onsets = np.cumsum(random.choice([0.12, 0.18, 0.25, 0.5, 1.0], 1200))
        onsets = onsets[onsets < random.uniform(60, 240)]
        ends = onsets + np.diff(onsets, append=onsets[-1] + 0.3) * 0.9
        steps = random.choice([-4, -3, -2, -1, 0, 1, 2, 3, 5], len(onsets))
        yield f"line-{number:03}", Notes(onsets, ends, 55 + np.cumsum(steps) % 30)


def rendered(folder: Path) -> Iterator[tuple[str, Notes]]:
    """The notes of the rendered solos."""
    from lausch.corpora.registry import open_corpus

    for corpus in open_corpus("solos", rendered=folder):
        for track in corpus.tracks:
            yield track.name, track.read("notes")


def chroma_in(folder: Path) -> dict[str, np.ndarray]:
    """Chroma of solos by name, from a folder of `studies/retrieval.py`."""
    chroma = {}
    for path in sorted(folder.glob("solos-*.npy")):
        name = path.stem.removeprefix("solos-").rpartition("-")[0]
        chroma[name] = restored(np.load(path, allow_pickle=False))
    return chroma


def melodies(folder: Path | None, chroma: dict[str, np.ndarray] | None) -> list[Melody]:
    """The recordings to find, with a model's chroma, or with noisy chroma of their notes."""
    solos = []
    for number, (name, notes) in enumerate(rendered(folder) if folder else made_up(456)):
        if chroma is None:
            solos.append(
                Melody(name, notes, noisy(notes_chroma(notes), np.random.default_rng(number)))
            )
        elif name in chroma:
            solos.append(Melody(name, notes, chroma[name]))
    return solos


def distractors(known: list[Melody], count: int) -> Iterator[Entry]:
    """New melodies from pieces of the known ones, each in `KEYS` keys and also reversed."""
    rolls = [notes_chroma(melody.notes) for melody in known]
    for number in range(-(-count // KEYS)):
        random = np.random.default_rng((2, number))
        pieces: list[np.ndarray] = []
        wanted = random.integers(1200, 2400)
        while sum(map(len, pieces)) < wanted:
            source = rolls[random.integers(len(rolls))]
            size = int(random.integers(15, 40))
            start = int(random.integers(max(1, len(source) - size)))
            piece = stretched(source[start : start + size], random.uniform(0.8, 1.25))
            pieces.append(np.roll(piece, int(random.integers(1, 12)), axis=1))
        chroma = noisy(np.concatenate(pieces), random)
        for key in range(min(KEYS, count - number * KEYS)):
            name = f"distractor-{number:05}-{key}"
            yield entry_from_chroma(name, np.roll(chroma, key, axis=1)[:: 1 if key % 2 else -1])


def excerpt(notes: Notes, seconds: float, random: np.random.Generator) -> Notes | None:
    """A query; None if there are too few notes."""
    start = random.uniform(0, max(0.1, notes.offsets.max() - seconds))
    inside = (notes.onsets >= start) & (notes.onsets < start + seconds)
    if inside.sum() < seconds:
        return None
    ends = np.minimum(notes.offsets[inside], start + seconds) - start
    return Notes(notes.onsets[inside] - start, ends, notes.pitches[inside])


def queries(melodies: list[Melody], seconds: float, count: int) -> list[tuple[str, Notes]]:
    """Excerpts of some of the melodies, with their names."""
    random = np.random.default_rng((3, int(seconds)))
    excerpts: list[tuple[str, Notes]] = []
    while len(excerpts) < count:
        melody = melodies[random.integers(len(melodies))]
        query = excerpt(melody.notes, seconds, random)
        if query is not None:
            excerpts.append((melody.name, query))
    return excerpts


def asked(
    index: Index, wanted: list[tuple[str, Notes]], **options: object
) -> tuple[list[float], list[float], list[str]]:
    """Reciprocal ranks of the recordings, processor seconds, and best answers, by query."""
    ranks, spent, best = [], [], []
    for name, query in wanted:
        began = time.process_time()
        matches = index.search(query, count=30, **options)
        spent.append(time.process_time() - began)
        names = [Path(match.path).stem for match in matches]
        ranks.append(1 / (names.index(name) + 1) if name in names else 0.0)
        best.append(names[0] if names else "")
    return ranks, spent, best


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
                wanted = queries(melodies, seconds, count)
                for options in ({}, {"transpose": "any"}):
                    asked(index, wanted[:1], **options)
                    ranks, spent, best = asked(index, wanted, **options)
                    some = wanted[:same]
                    exact, spent_exact, right = asked(index, some, exact=True, **options)
                    row = Asked(
                        recordings=len(index),
                        seconds=seconds,
                        any_key=bool(options),
                        mrr=float(np.mean(ranks)),
                        median=float(np.median(spent)),
                        high=float(np.percentile(spent, 95)),
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
    small, large = sizes[0], sizes[-1]
    lines = ["| target | wanted | found | reached |", "|---|---|--:|---|"]

    def line(name: str, wanted: str, measured: str, reached: bool) -> None:
        lines.append(f"| {name} | {wanted} | {measured} | {'yes' if reached else 'no'} |")

    for any_key in (False, True):
        for size in sizes[1:]:
            those = [row for row in rows if row.recordings == size and row.any_key == any_key]
            pruned, exact = (
                sum(getattr(row, n) * row.same for row in those) for n in ("pruned", "exact")
            )
            share = pruned / exact if exact else 1.0
            name = f"{size:,} recordings{', any key' if any_key else ''}: "
            line(name + "pruned MRR / exact MRR", f"≥ {KEPT:.2f}", f"{share:.3f}", share >= KEPT)
    for size, most in ((small, SLOWEST["small"]), (large, SLOWEST["large"])):
        for any_key in (False, True):
            those = [row for row in rows if row.recordings == size and row.any_key == any_key]
            slow = max(row.median for row in those)
            name = f"{size:,} recordings{', any key' if any_key else ''}: "
            line(
                name + "the slowest median of a query", f"≤ {most} s", f"{slow:.2f} s", slow <= most
            )
    size = max(row.kilobytes for row in rows)
    line(
        "index, for each recording",
        f"≤ {LARGEST_KILOBYTES} kB",
        f"{size:.0f} kB",
        size <= LARGEST_KILOBYTES,
    )
    return "\n## Targets\n\n" + "\n".join(lines) + "\n"


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
    sought = f"{len(collection)} {'solos' if options.rendered else 'made-up melodies'}"
    source = options.chroma or options.index
    sought += f", as {source.name} has them" if source else ", made noisy by chance"
    rows = list(measure(collection, sizes, options.queries, options.exact))
    text = page(rows, sought, options.queries)
    print(text, end="")
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
