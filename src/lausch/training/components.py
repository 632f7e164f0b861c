"""Parts of a representation that are learnt from training recordings, before any network is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from lausch.corpora.track import Track
from lausch.frames import FloatArray
from lausch.representations import Part, Stack
from lausch.system import System
from lausch.training.cache import Cache, open_spectra

MOST_TRACKS = 80
"""So many tracks at most, evenly spaced among those for training."""
EVERY = 7
"""One of so many of their frames."""


def learnt(system: System, training: Sequence[Track], cache: Path, *, jobs: int = 2) -> System:
    """The system with all parts of its representation learnt, such as principal components.

    A part that was learnt before stays as it is.
    """
    chosen = training[:: max(1, -(-len(training) // MOST_TRACKS))]
    parts = tuple(
        part if part.unlearnt is None else part.learnt(_rows(part.unlearnt, chosen, cache, jobs))
        for part in system.representation.parts
    )
    return replace(system, representation=Stack(parts))


def _rows(part: Part, tracks: Sequence[Track], cache: Path, jobs: int) -> FloatArray:
    """Some frames of the tracks, shape (n, columns)."""
    stack = Stack((part,))
    paths = Cache(cache, stack).fill(tracks, jobs=jobs)
    spectra = (np.asarray(open_spectra(path), dtype=np.float32) for path in paths)
    return np.concatenate([stack.finish(each)[::EVERY] for each in spectra])
