"""Queries for a recording by a part of its solo, with changes as a user might make them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Contour, Notes, midi

LENGTHS = (25, 20, 15, 10, 5, 3)
"""Seconds of the solo in a query."""
FEWEST_NOTES = 4
JITTER_SECONDS = 0.05
RATIOS = (0.7, 1.4)
TRIES = 40


@dataclass(frozen=True, eq=False)
class Asked:
    """A query, and the recording that it is a part of.

    Parameters
    ----------
    kind : a name in `KINDS`.
    seconds : duration in the recording; at another tempo the query is longer or shorter.
    number : number of the snippet among those of its recording.
    notes : from second 0 on.
    """

    corpus: str
    track: str
    song: str
    kind: str
    seconds: float
    number: int
    notes: Notes


KINDS = {
    "as played": "the notes of the annotation at its own times",
    "transposed": "moved by 1 to 6 semitones up or down; all twelve transpositions are tried",
    "other tempo": f"at {RATIOS[0]:g} to {RATIOS[1]:g} times the speed; tempi are tried",
    "10 % errors": "a tenth of the notes wrong, missing or added, onsets off by 50 ms (deviation)",
    "20 % errors": "a fifth of them, likewise",
    "all at once": "transposed, at another tempo and with 20 % errors",
}


def snippets(
    notes: Notes, seconds: float, count: int, generator: np.random.Generator
) -> Iterator[Notes]:
    """Random parts of a solo that begin with a note and have at least four notes.

    Notes beyond the end are cut. There are at most `count` parts, and fewer of short solos.
    """
    last = float(notes.offsets.max(initial=0.0)) - seconds
    begins = notes.onsets[notes.onsets <= last]
    number = 0
    for begin in generator.permutation(begins)[:TRIES]:
        inside = (notes.onsets >= begin) & (notes.onsets < begin + seconds - 0.05)
        if number < count and inside.sum() >= FEWEST_NOTES:
            number += 1
            yield Notes(
                notes.onsets[inside] - begin,
                np.minimum(notes.offsets[inside] - begin, seconds),
                notes.pitches[inside],
            )


def varied(notes: Notes, kind: str, generator: np.random.Generator) -> Notes:
    """A snippet with the changes of a kind in `KINDS`."""
    everything = kind == "all at once"
    if kind.endswith("errors") or everything:
        notes = wrong(notes, 0.1 if kind.startswith("10") else 0.2, generator)
    if kind == "transposed" or everything:
        up = int(generator.integers(1, 7)) * int(generator.choice((-1, 1)))
        notes = Notes(notes.onsets, notes.offsets, np.clip(notes.pitches + up, 0, 127))
    if kind == "other tempo" or everything:
        ratio = float(np.exp(generator.uniform(*np.log(RATIOS))))
        notes = Notes(notes.onsets / ratio, notes.offsets / ratio, notes.pitches)
    return notes


def wrong(notes: Notes, share: float, generator: np.random.Generator) -> Notes:
    """Notes with errors: a third of `share` each is wrong, missing, or followed by another note.

    All onsets have a normal deviation of 50 ms.
    """
    rows: list[tuple[float, float, float]] = []
    fate = generator.uniform(size=len(notes))
    late = generator.normal(0, JITTER_SECONDS, len(notes))
    for onset, offset, pitch, chance, by in zip(
        notes.onsets, notes.offsets, notes.pitches, fate, late, strict=True
    ):
        begin = max(0.0, onset + by)
        end = max(offset + by, begin + 0.03)
        if chance < share / 3:
            pitch = pitch + generator.choice((-3, -2, -1, 1, 2, 3))
        elif chance < 2 * share / 3:
            continue
        elif chance < share:
            middle, other = (begin + end) / 2, pitch + generator.integers(-7, 8)
            rows.append((middle, end, float(np.clip(other, 0, 127))))
            end = middle
        rows.append((begin, end, float(np.clip(pitch, 0, 127))))
    rows.sort()
    table: NDArray[np.float64] = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return Notes(table[:, 0], table[:, 1], table[:, 2])


def sung(contour: Contour, step: float = 0.02) -> Notes:
    """A contour with points every `step` seconds as notes, one for each run of one semitone."""
    sounds = contour.voiced
    pitches = np.where(sounds, np.round(midi(np.where(sounds, contour.hz, 440.0))), -1)
    begins = np.flatnonzero(np.diff(pitches, prepend=-1) != 0)
    ends = np.append(begins[1:], len(pitches))
    sounding = pitches[begins] >= 0
    begins, ends = begins[sounding], ends[sounding]
    times = np.append(contour.times, contour.times[-1:] + step)
    return Notes(times[begins], times[ends], pitches[begins])


def dice(seed: int, *words: object) -> np.random.Generator:
    """A generator that depends only on the seed and on words."""
    digest = hashlib.sha256("/".join(map(str, (seed, *words))).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8]))
