"""What stands below a lane: the activations in which its layer was found."""

from __future__ import annotations

from collections.abc import Callable

from lausch.annotation.drums import INSTRUMENTS
from lausch.annotation.pitch import NAMES, with_signs
from lausch.formats.key import in_words
from lausch.frames import Frames
from lausch.web.shapes import Shape, curves, heat

MOST_CURVES = 6
"""More columns than these are a picture."""


def plain_why(frames: Frames) -> Shape:
    """A curve for each column, or a picture of many."""
    return curves(frames) if len(frames.columns) <= MOST_CURVES else heat(frames)


def strokes(frames: Frames) -> Shape:
    """The probability of a stroke of each instrument, in the order of the rows above."""
    return curves(_columns(frames, tuple(reversed(INSTRUMENTS))))


def tones(frames: Frames) -> Shape:
    """Pitch classes from C upwards; of a network that has none, its outputs."""
    if not set(NAMES) <= set(frames.columns):
        return plain_why(frames)
    return heat(_named(_columns(frames, NAMES), tuple(with_signs(name) for name in NAMES)))


def keys(frames: Frames) -> Shape:
    """The keys, minor above major."""
    return heat(_named(frames, tuple(with_signs(in_words(name)) for name in frames.columns)))


WHY: dict[str, Callable[[Frames], Shape]] = {"drums": strokes, "chords": tones, "key": keys}
"""Layers of which not all columns are shown, or by other names."""


def why_of(layer: str, frames: Frames) -> Shape:
    """What is shown of the activations of a layer."""
    return WHY.get(layer, plain_why)(frames)


def _columns(frames: Frames, names: tuple[str, ...]) -> Frames:
    kept = [frames.columns.index(name) for name in names]
    return Frames(frames.values[:, kept], frames.clock, names)


def _named(frames: Frames, names: tuple[str, ...]) -> Frames:
    return Frames(frames.values, frames.clock, names)
