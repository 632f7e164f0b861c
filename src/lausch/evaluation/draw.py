"""A part of a split, drawn once for ever: smaller draws stand inside larger ones."""

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
    """The first tracks in the order of a hash of seed and name; all, in their order, by default.

    The order asks nothing but the name, so it is the same on every machine, and a draw of 25
    minutes is the beginning of a draw of sixty tracks.

    Parameters
    ----------
    tracks : tracks in any order.
    known : whether a track has the annotation wanted; those without are left out.
    most : at most this many tracks.
    minutes : stop before the draw is longer than this, but never before the first track.
    seed : another seed is another order.
    """
    annotated = [track for track in tracks if known(track)]
    if most is None and minutes is None:
        return annotated
    order = sorted(
        annotated,
        key=lambda track: hashlib.sha256(f"{seed}/{track.name}".encode()).hexdigest(),
    )[:most]
    drawn: list[Track] = []
    seconds = 0.0
    for track in order:
        seconds += track.duration
        if drawn and minutes is not None and seconds > 60 * minutes:
            break
        drawn.append(track)
    return drawn
