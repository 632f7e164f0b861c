"""The collections and queries of the report on retrieval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from retrieval_queries import KINDS, LENGTHS, Asked, dice, snippets, sung, varied
from retrieval_search import SearchJob

from lausch.corpora.track import Track

PLAIN = "as played"
HARD_LENGTHS = (10, 5)
ONCE_LENGTHS = (10,)
CLIP_LENGTHS = (5, 3)
SNIPPETS = 1
VALIDATION = "validation"
SMALL = "test solos"
CLIPS = "mir1k"


@dataclass(frozen=True)
class Collection:
    """Recordings, the files of their chroma by (system, name), and the queries for them."""

    title: str
    recordings: dict[tuple[str, str], Path]
    names: tuple[str, ...]
    asked: tuple[Asked, ...]

    def jobs(self, systems: Iterable[str], work: Path) -> list[SearchJob]:
        """Batches of queries of one kind and length, for each system with all recordings."""
        jobs = []
        for system in systems:
            if any((system, name) not in self.recordings for name in self.names):
                continue
            documents = tuple((name, self.recordings[system, name]) for name in self.names)
            ordered = sorted(self.asked, key=_kind)
            for _, batch in groupby(ordered, key=_kind):
                jobs.append(SearchJob(self.title, system, documents, tuple(batch), work))
        return jobs


def once(tracks: Iterable[Track]) -> list[Track]:
    """The first rendering of each solo; another one would be a right answer counted as wrong.

    Names of rendered tracks end in the number of the rendering.
    """
    first: dict[str, Track] = {}
    for track in tracks:
        solo = track.name.rpartition("-")[0]
        if solo not in first or track.name < first[solo].name:
            first[solo] = track
    return list(first.values())


def asked_of(tracks: Sequence[Track], corpus: str, *, seed: int, hard: bool) -> tuple[Asked, ...]:
    """Snippets of rendered solos of every length as played, and with `hard` of all other kinds."""
    queries = []
    for track in tracks:
        notes = track.read("notes")
        for seconds in LENGTHS:
            parts = snippets(
                notes, seconds, SNIPPETS if hard else 1, dice(seed, track.name, seconds)
            )
            for number, part in enumerate(parts):
                for kind in KINDS:
                    lengths = ONCE_LENGTHS if kind == "all at once" else HARD_LENGTHS
                    if kind != PLAIN and (not hard or number or seconds not in lengths):
                        continue
                    some = varied(part, kind, dice(seed, track.name, seconds, number, kind))
                    queries.append(
                        Asked(corpus, track.name, track.song, kind, seconds, number, some)
                    )
    return tuple(queries)


def asked_of_clips(tracks: Sequence[Track], corpus: str, *, seed: int) -> tuple[Asked, ...]:
    """The annotated pitch of whole clips (0 seconds), and of parts of them."""
    queries = []
    for track in tracks:
        notes = sung(track.read("contour"))
        queries.append(Asked(corpus, track.name, track.song, PLAIN, 0, 0, notes))
        for seconds in CLIP_LENGTHS:
            parts = snippets(notes, seconds, 1, dice(seed, track.name, seconds))
            for number, part in enumerate(parts):
                queries.append(Asked(corpus, track.name, track.song, PLAIN, seconds, number, part))
    return tuple(queries)


def _kind(asked: Asked) -> tuple[str, float]:
    return asked.kind, asked.seconds
