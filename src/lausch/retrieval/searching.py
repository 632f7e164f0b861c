"""From a query's chroma to matches: prune by shingles, fetch what is left, match it exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lausch.errors import IndexDamagedError, LauschError
from lausch.frames import FloatArray
from lausch.retrieval import tables
from lausch.retrieval.chroma import CLOCK
from lausch.retrieval.match import Match
from lausch.retrieval.matching import FINALISTS, Fit, Matcher
from lausch.retrieval.pruning import candidates
from lausch.retrieval.shelf import Shelf

T = TypeVar("T")

MATCHED_WHOLE = 600
"""Collections up to this many recordings are not pruned: matching all of them is as quick."""
CANDIDATES = 200
NEIGHBOURS = 100
PROBES = 20


class Searcher:
    """Searches the tables of an index; what it has read of a small one, it keeps."""

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
        return self._once_more(lambda: self._found(chroma, semitones, ratios, count, exact))

    def _found(
        self,
        chroma: FloatArray,
        semitones: Sequence[int],
        ratios: Sequence[float],
        count: int,
        exact: bool,
    ) -> list[Match]:
        if exact or self._recordings.count_rows() <= MATCHED_WHOLE:
            matcher = self._all()
        else:
            wanted = candidates(
                chroma, self._neighbours, semitones=semitones, ratios=ratios, count=CANDIDATES
            )
            matcher = Matcher(Shelf.of(self._documents(wanted)))
        finalists = max(FINALISTS, count)
        fits = matcher.fits(chroma, semitones=semitones, ratios=ratios, finalists=finalists)
        return answers(fits, matcher.shelf.names, len(chroma))[:count]

    def _all(self) -> Matcher:
        """All recordings, kept until the index changes."""
        version = int(self._recordings.version)
        if self._whole is None or self._whole[0] != version:
            self._whole = (version, Matcher(Shelf.of(self._documents(None))))
        return self._whole[1]

    def _documents(self, numbers: NDArray[np.int64] | None) -> dict[str, FloatArray]:
        """Chroma of recordings by path, in the order of the paths."""
        if numbers is not None and not len(numbers):
            return {}
        asked = self._recordings.search()
        if numbers is not None:
            asked = asked.where(f"id IN ({', '.join(map(str, numbers))})")
        found = map(tables.document, asked.to_list())
        return {each.path: each.chroma for each in sorted(found, key=lambda each: each.path)}

    def _neighbours(
        self, vectors: FloatArray
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], FloatArray]:
        asked = self._shingles.search(list(vectors.astype(np.float16)), vector_column_name="vector")
        columns = ["id", "start", "_distance"]
        found = asked.select(columns).limit(NEIGHBOURS).nprobes(PROBES).to_arrow()
        which = (
            found["query_index"].to_numpy().astype(np.int64)
            if len(vectors) > 1
            else np.zeros(found.num_rows, np.int64)
        )
        ids, starts, distance = (found[name].to_numpy() for name in columns)
        # Squared distances of vectors of unit length.
        similarity = np.clip(1 - distance / 2, 0, 1).astype(np.float32)
        return which, ids, starts.astype(np.int64), similarity

    def _once_more(self, task: Callable[[], T]) -> T:
        """Do it again from the newest version when a writer has just removed the one in use."""
        try:
            return task()
        except LauschError:
            raise
        except Exception:
            for table in (self._recordings, self._shingles):
                table.checkout_latest()
        try:
            return task()
        except Exception as error:
            if isinstance(error, LauschError):
                raise
            raise IndexDamagedError(
                f"{self._uri}: the index cannot be read ({' '.join(str(error).split())[:200]}); "
                "`lausch index check` says more"
            ) from error


def answers(fits: Sequence[Fit], names: Sequence[str], frames: int) -> list[Match]:
    """What was found, in seconds and names.

    Parameters
    ----------
    frames : of the query.
    """
    found = []
    for fit in fits:
        # Frame n speaks for the time from n - 1/2 to n + 1/2.
        start, end = CLOCK.seconds(np.array([max(0, fit.first - 0.5), fit.last + 0.5])).tolist()
        up = (fit.semitones + 5) % 12 - 5
        tempo = frames / (fit.last - fit.first + 1)
        found.append(Match(names[fit.number], fit.score, start, end, up, tempo))
    return found
