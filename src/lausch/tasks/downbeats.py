"""Joint beat and downbeat tracking (Böck, Krebs and Widmer, ISMIR 2016): two outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.errors import AnnotationError
from lausch.frames import Clock, Frames
from lausch.tasks.of_beats import OfBeats


@dataclass(frozen=True)
class DownbeatTracking(OfBeats):
    """Beats with their numbers in the bar.

    The output "beat" is the probability of any beat, including downbeats; "downbeat" is that of a
    downbeat. A network with the classes none, beat and downbeat outputs the sum of the last two as
    "beat".

    Parameters
    ----------
    meters : beats per bar to choose from; one holds for the whole recording.
    decoder : settings of the bar-pointer model.
    """

    kind: ClassVar[str] = "downbeats"
    layers: ClassVar[tuple[str, ...]] = ("beats", "downbeats", "tempo")
    meters: tuple[int, ...] = (3, 4)
    decoder: BarPointer = field(default_factory=BarPointer)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("beat", "downbeat")

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets: 1 in the frame nearest to each beat and downbeat, 0 elsewhere, (count, 2).

        Beats outside the `count` frames are left out.

        Raises
        ------
        AnnotationError : the beats have no numbers in the bar.
        """
        if truth.positions is None:
            raise AnnotationError(
                "downbeats cannot be taught by beats without numbers in the bar; "
                "leave the track out, or train a system whose task is beats"
            )
        values = np.zeros((count, 2), dtype=np.float32)
        for column, times in enumerate((truth.times, truth.downbeats)):
            frames = clock.frames(times)
            values[frames[frames < count], column] = 1
        return Frames(values, clock, self.outputs)

    def decode(
        self,
        activations: Frames,
        *,
        min_bpm: float | None = None,
        max_bpm: float | None = None,
        meters: tuple[int, ...] | None = None,
    ) -> Beats:
        """The beats of the best path, always with positions.

        Parameters
        ----------
        activations : activations with the columns "beat" and "downbeat".
        min_bpm, max_bpm : limits of the tempo; by default the decoder's.
        meters : beats per bar to choose from; by default the task's.

        Raises
        ------
        OptionError : the limits leave no tempo, or there is no metre.
        """
        decoder = self.decoder.within(min_bpm, max_bpm)
        frames, positions = decoder.bars(
            activations.column("beat"),
            activations.column("downbeat"),
            activations.clock.fps,
            meters=self.meters if meters is None else meters,
        )
        return Beats(activations.clock.seconds(frames), positions)
