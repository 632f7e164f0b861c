"""Lookups find the recordings that are worth matching, wherever a query lies in them."""

import numpy as np
import pytest
from melodies import melody

from lausch.retrieval.chroma import notes_chroma
from lausch.retrieval.pruning import candidates
from lausch.retrieval.shingles import HOP_FRAMES, shingles

SEMITONES = tuple(range(12))


class Shelves:
    """A database of shingles that compares all of them, and remembers what was looked up."""

    def __init__(self, entries, limit):
        found = [shingles(chroma) for chroma in entries]
        self.ids = np.repeat(np.arange(len(found)), [len(starts) for starts, _ in found])
        self.starts = np.concatenate([starts for starts, _ in found]).astype(np.int64)
        self.vectors = np.concatenate([vectors for _, vectors in found])
        self.limit = limit
        self.best = np.zeros(0)

    def __call__(self, vectors):
        similarity = vectors @ self.vectors.T
        self.best = similarity.max(axis=1)
        found = np.argsort(-similarity, axis=1)[:, : self.limit]
        which = np.repeat(np.arange(len(vectors)), found.shape[1])
        found = found.reshape(-1)
        return which, self.ids[found], self.starts[found], similarity[which, found].clip(0, 1)


@pytest.mark.parametrize("seconds", [5, 10, 25])
def test_wherever_a_query_begins_a_third_of_its_lookups_meet_the_grid(seconds):
    line = notes_chroma(melody(3))
    shelves = Shelves([line], 1)
    for offset in range(HOP_FRAMES):
        query = line[120 + offset : 120 + offset + 10 * seconds]
        candidates(query, shelves, semitones=SEMITONES, ratios=(1.0,), count=1)
        in_its_key = shelves.best[: len(shelves.best) // len(SEMITONES)]
        assert (in_its_key > 0.9).mean() >= 1 / 3
        # A time budget stands behind this number: see `MOST_LOOKED_UP`.
        assert HOP_FRAMES <= len(in_its_key) <= 20


@pytest.mark.parametrize(("frames", "within"), [(30, 5), (50, 1), (200, 1)])
@pytest.mark.parametrize("up", [0, 5])
def test_the_recording_is_among_the_first(up, frames, within):
    entries = [notes_chroma(melody(seed)) for seed in range(40)]
    shelves = Shelves(entries, 20)
    for number, offset in enumerate(range(200, 206)):
        query = np.roll(entries[number][offset : offset + frames], -up, axis=1)
        found = candidates(query, shelves, semitones=SEMITONES, ratios=(1.0,), count=5)
        assert number in found[:within]
        assert len(found) == 5


def test_what_is_silent_has_no_candidates():
    shelves = Shelves([notes_chroma(melody(0))], 5)
    silence = np.zeros((50, 12), np.float32)
    assert not len(candidates(silence, shelves, semitones=(0,), ratios=(1.0,), count=5))
