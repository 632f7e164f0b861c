"""Reproducible draws of tracks from a split; larger draws contain the smaller ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from lausch.corpora.track import Track


def has_beats(track: Track) -> bool:
    """Whether a track's beats are annotated."""
    return track.has("beats")


def draw(
    tracks: Iterable[Track],
    *,
    known: Callable[[Track], bool] = has_beats,
    most: int | None = None,
    minutes: float | None = None,
    seed: int = 0,
) -> list[Track]:
    """The first `known` tracks by a hash of seed and name; by default all, in their own order.

    The order is the same on every machine. There are at most `most` tracks of together at most
    `minutes`, but at least one.
    """
    candidates = [track for track in tracks if known(track)]
    if most is None and minutes is None:
        return candidates
    order = sorted(
        candidates,
        key=lambda track: hashlib.sha256(f"{seed}/{track.name}".encode()).hexdigest(),
    )[:most]
    sample: list[Track] = []
    seconds = 0.0
    for track in order:
        seconds += track.duration
        if sample and minutes is not None and seconds > 60 * minutes:
            break
        sample.append(track)
    return sample
