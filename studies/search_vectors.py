"""Layouts of the vector index, compared on the same vectors: bytes, seconds, neighbours found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lausch.retrieval import Index
from lausch.retrieval.searching import NEIGHBOURS, PROBES
from lausch.retrieval.upkeep import partitions

Layout = Callable[[dict[str, Any]], Any]
NEAREST = 10
"""Of these neighbours a good layout finds all."""
VECTORS = 50
"""Looked up in each layout."""
BLURRED = 0.02
"""Deviation of the noise on every coordinate of what is looked up."""


def scalar(options: dict[str, Any]) -> Any:
    from lancedb.index import IvfSq

    return IvfSq(**options)


def product(sub_vectors: int) -> Layout:
    def layout(options: dict[str, Any]) -> Any:
        from lancedb.index import IvfPq

        return IvfPq(**options, num_sub_vectors=sub_vectors)

    return layout


LAYOUTS: dict[str, Layout] = {
    "a byte for each coordinate (IVF-SQ)": scalar,
    "a byte for 4 coordinates (IVF-PQ)": product(24),
    "a byte for 8 coordinates (IVF-PQ)": product(12),
}
"""The first is what ships."""


def compared(
    index: Index, folder: Path, search: Callable[[], tuple[Sequence[str], Sequence[float]]]
) -> Iterator[tuple[str, str]]:
    """A row for each layout; the last one stays in the index.

    Parameters
    ----------
    folder : of the index.
    search : searches the index for queries: whether each was found ("1 of 2"), and seconds.
    """
    shingles = index._shingles
    rows = int(shingles.count_rows())
    options = {
        "distance_type": "l2",
        "target_partition_size": rows // partitions(rows),
        "max_iterations": 15,
        "sample_rate": 64,
    }
    sought = blurred(shingles)
    nearest = [found(shingles, vector, exact=True) for vector in sought]
    for name, layout in LAYOUTS.items():
        older = [each.name for each in shingles.list_indices()]
        known = set(folder.rglob("_indices/*"))
        begun = time.monotonic()
        shingles.create_index("vector", config=layout(options), name=f"tried_{len(known)}")
        built = time.monotonic() - begun
        for each in older:
            shingles.drop_index(each)
        new = [path for path in folder.rglob("_indices/*") if path not in known]
        size = sum(file.stat().st_size for path in new for file in path.rglob("*")) / 1e6
        begun = time.monotonic()
        kept = [
            len(near & found(shingles, vector)) / NEAREST
            for vector, near in zip(sought, nearest, strict=True)
        ]
        look = 1000 * (time.monotonic() - begun) / len(sought)
        right, seconds = search()
        yield (
            name,
            f"{size:,.0f} MB in {built:.0f} s; {np.mean(kept):.3f} of the nearest {NEAREST}, "
            f"{look:.0f} ms a vector; {right[0]} queries first, median {np.median(seconds):.2f} s",
        )


def blurred(shingles: Any) -> np.ndarray:
    """Vectors of the index with noise, of unit length again."""
    dice = np.random.default_rng(0)
    rows = shingles.search().select(["vector"]).limit(20 * VECTORS).to_arrow()["vector"]
    flat = rows.combine_chunks().flatten().to_numpy(zero_copy_only=False)
    vectors = flat.reshape(20 * VECTORS, -1)[::20].astype(np.float32)
    vectors += dice.normal(0, BLURRED, vectors.shape).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def found(shingles: Any, vector: np.ndarray, *, exact: bool = False) -> set[tuple[int, int]]:
    """The nearest shingles, by their recordings and first frames."""
    query = shingles.search(vector.astype(np.float16), vector_column_name="vector")
    query = query.bypass_vector_index() if exact else query.nprobes(PROBES)
    # As many as a search asks for: of fewer, LanceDB looks at fewer.
    rows = query.select(["id", "start", "_distance"]).limit(NEIGHBOURS).to_arrow()[:NEAREST]
    return set(zip(rows["id"].to_pylist(), rows["start"].to_pylist(), strict=True))
