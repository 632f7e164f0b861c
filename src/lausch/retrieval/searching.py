"""From a query's chroma to matches: prune by shingles, fetch the rest, match it exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lausch.errors import SearchIndexError
from lausch.files import printable
from lausch.frames import FloatArray
from lausch.retrieval import tables
from lausch.retrieval.chroma import CLOCK
from lausch.retrieval.confidence import with_confidence
from lausch.retrieval.database import retried
from lausch.retrieval.matching import FINALISTS, ChromaBatch, Fit, Match, Matcher
from lausch.retrieval.pruning import candidates

T = TypeVar("T")

MATCHED_WHOLE = 1_000
"""Collections up to this many recordings are not pruned: matching all takes about as long."""
CANDIDATES = 400
NEIGHBOURS = 300
PROBES = 10


class Searcher:
    """Searches the tables of an index, and keeps a small one in memory."""

    def __init__(self, uri: str, recordings: Any, shingles: Any) -> None:
        self._uri = uri
        self._recordings = recordings
        self._shingles = shingles
        self._whole: tuple[int, Matcher] | None = None

    def search(
        self,
        chroma: FloatArray,
        semitones: Sequence[int],
        ratios: Sequence[float],
        *,
        count: int,
        exact: bool,
    ) -> list[Match]:
        """The best place in each of at most `count` recordings, the best recording first."""
        return self._retried(lambda: self._matches(chroma, semitones, ratios, count, exact))

    def chroma(self, path: str) -> FloatArray:
        """Chroma of one recording.

        Raises SearchIndexError when it is not there.
        """
        quoted = tables.spelled(path).replace("'", "''")
        rows = self._retried(
            lambda: self._recordings.search().where(f"path = '{quoted}'").to_list()
        )
        if not rows:
            raise SearchIndexError(f"{printable(path)}: is not in {self._uri} any more")
        return tables.entry(rows[0]).chroma

    def _matches(
        self,
        chroma: FloatArray,
        semitones: Sequence[int],
        ratios: Sequence[float],
        count: int,
        exact: bool,
    ) -> list[Match]:
        if exact or self._recordings.count_rows() <= MATCHED_WHOLE:
            matchers = self._all()
        else:
            numbers = candidates(
                chroma, self._neighbours, semitones=semitones, ratios=ratios, count=CANDIDATES
            )
            matchers = iter([Matcher(ChromaBatch.of(self._entries(numbers)))])
        finalists = max(FINALISTS, count)
        matches: list[Match] = []
        for matcher in matchers:
            fits = matcher.fits(chroma, semitones=semitones, ratios=ratios, finalists=finalists)
            matches += answers(fits, matcher.batch.names, len(chroma))
        matches.sort(key=lambda match: (-match.score, match.path))
        return with_confidence(matches, len(chroma) / 10, len(semitones) * len(ratios))[:count]

    def _all(self) -> Iterator[Matcher]:
        """All recordings, `MATCHED_WHOLE` at a time; one batch is kept until the index changes."""
        version = int(self._recordings.version)
        if self._whole is not None and self._whole[0] == version:
            yield self._whole[1]
            return
        ids = self._recordings.search().select(["id"]).to_arrow()["id"].to_numpy()
        for at in range(0, len(ids), MATCHED_WHOLE):
            matcher = Matcher(ChromaBatch.of(self._entries(ids[at : at + MATCHED_WHOLE])))
            if len(ids) <= MATCHED_WHOLE:
                self._whole = (version, matcher)
            yield matcher

    def _entries(self, numbers: NDArray[np.int64]) -> dict[str, FloatArray]:
        """Chroma of recordings by path, in the order of the paths."""
        if not len(numbers):
            return {}
        rows = self._recordings.search().where(f"id IN ({', '.join(map(str, numbers))})").to_list()
        entries = sorted(map(tables.entry, rows), key=lambda entry: entry.path)
        return {entry.path: entry.chroma for entry in entries}

    def _neighbours(
        self, vectors: FloatArray
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], FloatArray]:
        query = self._shingles.search(list(vectors.astype(np.float16)), vector_column_name="vector")
        columns = ["id", "start", "_distance"]
        rows = query.select(columns).limit(NEIGHBOURS).nprobes(PROBES).to_arrow()
        which = (
            rows["query_index"].to_numpy().astype(np.int64)
            if len(vectors) > 1
            else np.zeros(rows.num_rows, np.int64)
        )
        ids, starts, distance = (rows[name].to_numpy() for name in columns)
        # Squared distances of vectors of unit length.
        similarity = np.clip(1 - distance / 2, 0, 1).astype(np.float32)
        return which, ids, starts.astype(np.int64), similarity

    def _retried(self, task: Callable[[], T]) -> T:
        return retried(self._uri, lambda: (self._recordings, self._shingles), task)


def answers(fits: Sequence[Fit], names: Sequence[str], frames: int) -> list[Match]:
    """Fits as matches, with seconds and names.

    `frames` is the length of the query.
    """
    matches = []
    for fit in fits:
        # Frame n speaks for the time from n - 1/2 to n + 1/2.
        start, end = CLOCK.seconds(np.array([max(0, fit.first - 0.5), fit.last + 0.5])).tolist()
        up = (fit.semitones + 5) % 12 - 5
        tempo = frames / (fit.last - fit.first + 1)
        matches.append(Match(names[fit.number], fit.score, start, end, up, tempo))
    return matches
