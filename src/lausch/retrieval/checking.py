"""The check of an index: whether it still holds what was written to it."""

from __future__ import annotations

import itertools
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.errors import IndexDamagedError
from lausch.files import printable
from lausch.retrieval import tables
from lausch.retrieval.shingles import SIZE
from lausch.retrieval.sounds import Sounds
from lausch.retrieval.upkeep import drop_shingles, drop_sounds, remove_rows, tidy

PROBED = 50
"""Shingles that are looked up through the vector index; each must find itself."""


@dataclass(frozen=True)
class Findings:
    """What is wrong with an index.

    There is one line for each problem; `broken` are ids of recordings that must be added again,
    `soundless` those of which only the sound is damaged.
    """

    problems: tuple[str, ...]
    broken: tuple[int, ...] = ()
    soundless: tuple[int, ...] = ()


def findings(recordings: Any, shingles: Any, sounds: Sounds) -> Findings:
    """Compare every row of the tables with its checksum."""
    sums = _stored(shingles)
    rows = recordings.search().to_list()
    missing = sorted(set(sums) - {row["id"] for row in rows})
    problems: list[str] = []
    damages: list[int] = []
    for row in rows:
        problem = _problem(row, sums.get(row["id"]))
        if problem:
            problems.append(f"{printable(tables.unspelled(row['path']))}: {problem}")
            damages.append(row["id"])
    if not damages:
        problems += _unfindable(shingles)
    if missing:
        problems.append(
            f"shingles of {len(missing)} recordings that are not in, of a writer that died"
        )
    soundless = sounds.damaged()
    if soundless:
        problems.append(f"the sounds of {len(soundless)} recordings are damaged")
    return Findings(tuple(problems), tuple(damages), tuple(soundless))


def _stored(shingles: Any) -> dict[int, tuple[int, int]]:
    """For each recording the number of its shingles, and their checksum by start."""
    sums: dict[int, tuple[int, int]] = {}
    table = shingles.search().select(["id", "start", "vector"]).to_arrow()
    ids = table["id"].to_numpy()
    order = np.lexsort((table["start"].to_numpy(), ids))
    flat = table["vector"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    vectors: NDArray[np.float16] = flat.reshape(-1, SIZE)
    edges = np.flatnonzero(np.diff(ids[order], prepend=-1, append=-1))
    for begin, end in itertools.pairwise(edges):
        some = order[begin:end]
        sums[int(ids[some[0]])] = (len(some), zlib.crc32(vectors[some].tobytes()))
    return sums


def _problem(row: dict[str, Any], stored: tuple[int, int] | None) -> str:
    """The problem of one recording, or an empty string."""
    try:
        tables.entry(row)
    except IndexDamagedError:
        return "its row is damaged"
    count, checksum = stored or (0, zlib.crc32(b""))
    if count != row["shingles"]:
        return f"{count} of its {row['shingles']} shingles are there"
    return "" if checksum == row["shingles_crc"] else "its shingles are damaged"


def _unfindable(shingles: Any) -> list[str]:
    """The problem of the vector index, if shingles do not find themselves through it."""
    count = shingles.count_rows()
    if not count:
        return []
    offsets = np.unique(np.linspace(0, count - 1, PROBED).astype(int)).tolist()
    for row in shingles.take_offsets(offsets).to_list():
        query = shingles.search(row["vector"], vector_column_name="vector").nprobes(20)
        (nearest,) = query.select(["id", "_distance"]).limit(1).to_list()
        if nearest["_distance"] > 0.02:
            return ["the vector index does not find what is in it"]
    return []


def checked(recordings: Any, shingles: Any, sounds: Sounds, *, repair: bool) -> tuple[str, ...]:
    """The problems of an index, which are mended if `repair`: see `Index.check`."""
    result = findings(recordings, shingles, sounds)
    if repair and result.problems:
        remove_rows(recordings, shingles, sounds, result.broken)
        sounds.remove(result.soundless)
        drop_shingles(recordings, shingles, 0.0)
        drop_sounds(recordings, sounds, 0.0)
        tidy(recordings, shingles, sounds, anew=True)
    return result.problems
