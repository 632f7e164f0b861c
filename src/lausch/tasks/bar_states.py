"""Metre and number in the bar of each beat at once, as in Durand and Essid (ISMIR 2016)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats
from lausch.annotation.rhythm import bar_lengths
from lausch.decoding.bar_field import BarField, states
from lausch.decoding.bar_pointer import BarPointer
from lausch.frames import Clock, FloatArray, Frames
from lausch.tasks.on_beats import OnBeats


@dataclass(frozen=True)
class BarStates(OnBeats):
    """The share of each state, a beat of a bar of some metre, once for each beat.

    Parameters
    ----------
    beats_by : name of the shipped model that finds the beats.
    meters : beats per bar that the network knows.
    pointer : finds the beats in its activations.
    decoder : finds the best sequence of states.
    """

    kind: ClassVar[str] = "bar states"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {"weight": (0.3, 0.5, 0.7, 1.0)}
    beats_by: str = "lausch2026"
    meters: tuple[int, ...] = (2, 3, 4, 5)
    pointer: BarPointer = field(default_factory=lambda: BarPointer(break_even=0.3))
    decoder: BarField = field(default_factory=BarField)

    @property
    def outputs(self) -> tuple[str, ...]:
        pairs = zip(*states(self.meters), strict=True)
        return tuple(f"beat {number} of {metre}" for metre, number in pairs)

    @property
    def output_summary(self) -> str:
        return f"the beats of bars of {', '.join(map(str, self.meters))}"

    def encode(self, truth: Beats, clock: Clock, count: int) -> Frames:
        """Targets (count, states): 1 for the state of each beat whose metre is known."""
        metre, number = states(self.meters)
        assert truth.positions is not None
        frames = clock.frames(truth.times)
        lengths = bar_lengths(truth.positions)
        own = (lengths[:, None] == metre) & (truth.positions[:, None] == number)
        values = np.zeros((count, len(metre)), dtype=np.float32)
        values[frames[frames < count]] = own[frames < count]
        return Frames(values, clock, self.outputs)

    def completed(self, learnt: Mapping[str, FloatArray]) -> Self:
        """The task with the weights of its network's `ChainField`, by the ends of their names."""
        weights = {name.rpartition(".")[2]: values for name, values in learnt.items()}
        follow = tuple(weights["follow"].ravel().astype(float).round(4).tolist())
        decoder = replace(self.decoder, follow=follow, slip=round(float(weights["slip"][0]), 4))
        return replace(self, decoder=decoder)

    def chances(self, outputs: FloatArray) -> FloatArray:
        """The share of first beats in each beat's states, from outputs (beats, states)."""
        _, number = states(self.meters)
        first: FloatArray = outputs[:, number == 1].sum(axis=1)
        return first

    def numbers(self, outputs: FloatArray, meters: tuple[int, ...]) -> NDArray[np.int64]:
        return self.decoder.numbers(outputs, self.meters, meters)
