"""Beat tracking: one output, the probability of a beat in each frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.frames import Clock, Frames
from lausch.tasks.of_beats import OfBeats


@dataclass(frozen=True)
class BeatTracking(OfBeats):
    """Beats without their numbers in the bar.

    Parameters
    ----------
    decoder : settings of the bar-pointer model, with one beat to the bar.
    """

    kind: ClassVar[str] = "beats"
    layers: ClassVar[tuple[str, ...]] = ("beats", "tempo")
    decoder: BarPointer = field(default_factory=BarPointer)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("beat",)

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets: 1 in the frame nearest to each beat, 0 elsewhere, shape (count, 1).

        Beats outside the `count` frames are left out.
        """
        values = np.zeros((count, 1), dtype=np.float32)
        frames = clock.frames(truth.times)
        values[frames[frames < count], 0] = 1
        return Frames(values, clock, self.outputs)

    def decode(
        self,
        activations: Frames,
        *,
        min_bpm: float | None = None,
        max_bpm: float | None = None,
        meters: tuple[int, ...] | None = None,
    ) -> Beats:
        """The beats of the best path, without positions; `meters` has no effect.

        Parameters
        ----------
        activations : activations with the column "beat".
        min_bpm, max_bpm : limits of the tempo; by default the decoder's.

        Raises
        ------
        OptionError : the limits leave no tempo.
        """
        decoder = self.decoder.within(min_bpm, max_bpm)
        frames = decoder.beats(activations.column("beat"), activations.clock.fps)
        return Beats(activations.clock.seconds(frames))
