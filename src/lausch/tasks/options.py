"""Options of the decoders, which are checked when they are made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias, TypedDict

from lausch.annotation import Beats
from lausch.decoding.anchors import NONE, Anchors
from lausch.decoding.periodicity import DECODERS, WITHOUT_BARS
from lausch.errors import OptionError
from lausch.files import printable

Pairs: TypeAlias = "tuple[tuple[str, float | str | tuple[float, ...]], ...]"
"""Names and values, as in an analysis."""

MOST_ROTATED = 6
"""Beats of the longest bar, but one."""


class Options(TypedDict, total=False):
    """All options by their names, as `lausch.analyze` takes them."""

    min_bpm: float | None
    max_bpm: float | None
    meters: Sequence[int] | None
    anchors: Anchors
    downbeat: float | None
    rotate_bars: int
    decoder: str | None
    sections: int | None
    sensitivity: float
    snap: bool | None
    beats: Beats | None
    activations: bool


@dataclass(frozen=True)
class BeatOptions:
    """Limits of the tempo (bpm), possible numbers of beats in a bar, and where the bar begins.

    None stands for the model's. `anchors` are times that have a beat, or a downbeat, and
    `rotate_bars` moves all beginnings of bars by so many beats, forward or, below 0, back.
    `decoder` is one of `DECODERS`.

    Raises OptionError for values outside 10 to 1000 bpm, a metre outside 2 to 7, an unknown
    decoder, a rotation by more than 6 beats or beside downbeats that are named, and for anchors
    with a decoder that has no bars.
    """

    layers: ClassVar[frozenset[str]] = frozenset({"beats", "downbeats", "tempo"})
    """Layers that these options are about, and that activations of beats are enough for."""
    layer: ClassVar[str] = "beats"
    """The one of them that anchors are among."""

    min_bpm: float | None = None
    max_bpm: float | None = None
    meters: Sequence[int] | None = None
    anchors: Anchors = NONE
    rotate_bars: int = 0
    decoder: str | None = None

    def __post_init__(self) -> None:
        if self.decoder is not None and self.decoder not in DECODERS:
            raise OptionError(
                f"decoder is one of {', '.join(DECODERS)}, not {printable(self.decoder)!r}"
            )
        shift = self.rotate_bars
        if shift != int(shift) or abs(shift) > MOST_ROTATED:
            raise OptionError(
                f"bars are rotated by -{MOST_ROTATED} to {MOST_ROTATED} beats, not {shift}"
            )
        if self.anchors and self.decoder in WITHOUT_BARS:
            raise OptionError(
                f"the decoder {self.decoder} knows nothing of beats and downbeats that are named; "
                "leave it out, or these"
            )
        if self.rotate_bars and self.anchors.downbeats:
            raise OptionError(
                "downbeat and rotate_bars both say where the bar begins; use one of them"
            )
        for name, value in (("min_bpm", self.min_bpm), ("max_bpm", self.max_bpm)):
            if value is not None and not (math.isfinite(value) and 10 <= value <= 1000):
                raise OptionError(f"{name} is between 10 and 1000 beats per minute, not {value}")
        if self.min_bpm is not None and self.max_bpm is not None and self.min_bpm >= self.max_bpm:
            raise OptionError(
                f"min_bpm ({self.min_bpm:g}) must be less than max_bpm ({self.max_bpm:g})"
            )
        if self.meters is None:
            return
        meters = list(self.meters)
        if not meters or any(meter != int(meter) or not 2 <= meter <= 7 for meter in meters):
            raise OptionError(f"meters are whole numbers of 2 to 7 beats in a bar, not {meters}")
        object.__setattr__(self, "meters", tuple(int(meter) for meter in meters))

    @property
    def pairs(self) -> Pairs:
        """The options that are not None."""
        meters = None if self.meters is None else tuple(self.meters)
        pairs = (
            ("min_bpm", self.min_bpm),
            ("max_bpm", self.max_bpm),
            ("meters", meters),
            ("beat", self.anchors.beats or None),
            ("downbeat", self.anchors.downbeats or None),
            ("rotate_bars", self.rotate_bars or None),
            ("decoder", self.decoder),
        )
        return tuple((name, value) for name, value in pairs if value is not None)


@dataclass(frozen=True)
class SectionOptions:
    """Options for picking boundaries from a novelty curve.

    Raises OptionError for a count or a sensitivity outside its range.

    Parameters
    ----------
    count : at most N coarse sections, whatever the threshold; None for no limit.
    sensitivity : -1 (few boundaries) to 1 (every peak).
    snap : boundaries are moved to the nearest downbeats; None moves them where the analysis has
        downbeats, without looking for any.
    """

    layer: ClassVar[str] = "sections"
    names: ClassVar[tuple[str, ...]] = ("sections", "sensitivity", "snap")
    """Names of the fields among the options of an analysis."""

    count: int | None = None
    sensitivity: float = 0.0
    snap: bool | None = None

    def __post_init__(self) -> None:
        if self.count is not None and (
            self.count != int(self.count) or not 1 <= self.count <= 1000
        ):
            raise OptionError(f"sections is a whole number of 1 to 1000, not {self.count}")
        if not (math.isfinite(self.sensitivity) and -1 <= self.sensitivity <= 1):
            raise OptionError(
                "the sensitivity lies between -1 (few boundaries) and 1 (many), not at "
                f"{self.sensitivity:g}"
            )

    @property
    def needs(self) -> tuple[str, ...]:
        """Layers that picking needs, which are no part of the analysis."""
        return ("downbeats",) if self.snap else ()

    @property
    def pairs(self) -> Pairs:
        """The options that differ from their default."""
        snap = None if self.snap is None else int(self.snap)
        values = (self.count, self.sensitivity or None, snap)
        pairs = zip(self.names, values, strict=True)
        return tuple((name, value) for name, value in pairs if value is not None)


AS_TRAINED = BeatOptions()
AS_PICKED = SectionOptions()
"""No options: the decoders have their own settings."""
