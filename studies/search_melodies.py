"""Melodies to find among distractors, and excerpts of them as queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lausch.annotation import Notes
from lausch.retrieval.chroma import notes_chroma, restored, stretched
from lausch.retrieval.entry import Entry, entry_from_chroma

KEYS = 10


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
