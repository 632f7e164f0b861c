"""A bass line followed through activations that nobody learned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from lausch.annotation import BassLine, Times
from lausch.annotation.bass import LOW_MIDI
from lausch.decoding.beatwise import BeatWise
from lausch.frames import Frames


@dataclass(frozen=True)
class Followed:
    """What a formula makes of its activations: a line of the bass."""

    kind: ClassVar[str] = "bass"
    layers: ClassVar[tuple[str, ...]] = ("bass",)

    low_midi: int = LOW_MIDI
    decoder: BeatWise = field(default_factory=BeatWise)

    def decode(self, activations: Frames, *, beats: Times | None = None) -> BassLine:
        """The line, with a pitch for every beat where beats are given."""
        return self.decoder.line(activations, low_midi=self.low_midi, beats=beats)
