"""A saved index in which a library looks for melodies, beside the recordings that are ready."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lausch.frames import FloatArray
from lausch.models.model import default_model
from lausch.retrieval.entry import absolute
from lausch.retrieval.index import Index
from lausch.retrieval.matching import Match
from lausch.web.songs import Songs


class Indexed:
    """The recordings of an index, by the ids that a library gives them.

    Raises SearchIndexError when the index is of another model than what is hummed or sent will be:
    chroma of two models must not be compared.
    """

    def __init__(self, index: Index, songs: Songs) -> None:
        index.runner(default_model("solo"))
        self._index = index
        self._songs = songs

    def __len__(self) -> int:
        return len(self._index)

    def search(
        self,
        chroma: FloatArray,
        semitones: Sequence[int],
        ratios: Sequence[float],
        count: int,
    ) -> list[Match]:
        """The best places in its recordings, which are then known by ids."""
        searcher = self._index.searcher
        matches = searcher.search(chroma, semitones, ratios, count=count, exact=False)
        return [replace(match, path=self._songs.at(match.path).id) for match in matches]

    def chroma(self, name: str) -> FloatArray:
        """The chroma of a recording by its id; raises SearchIndexError when it is not there."""
        return self._index.searcher.chroma(absolute(self._songs.songs[name].path))

    def others(self, names: Iterable[str]) -> set[str]:
        """Those of some ids whose recordings the index does not have."""
        inside = {place.path for place in self._index.recordings()}
        return {name for name in names if absolute(self._songs.songs[name].path) not in inside}
