"""What tasks about beats have in common: how training and calibration see an annotation."""

from __future__ import annotations

from typing import ClassVar, Protocol

from lausch.annotation import Beats
from lausch.metrics.beats import event_f


class HasBeats(Protocol):
    """A recording whose beats are known."""

    def beats(self) -> Beats: ...


class OfBeats:
    """Mixed into tasks whose annotation is `Beats`."""

    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "break_even": (1 / 16, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
        "tempo_weight": (0.0, 0.5, 1.0, 2.0),
    }
    """Settings of the decoder that calibration tries, one after the other."""

    outputs: ClassVar[tuple[str, ...]]

    @property
    def hears(self) -> str:
        """What the outputs are, in a few words."""
        return ", ".join(self.outputs)

    def read(self, track: HasBeats) -> Beats:
        """What a track teaches."""
        return track.beats()

    def moved(
        self, beats: Beats, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Beats:
        """The beats of an excerpt, played `rate` times as fast; their pitch is of no importance.

        Parameters
        ----------
        start : where in the recording the excerpt begins (s).
        seconds : its length after the change of tempo.
        """
        times = (beats.times - start) / rate
        inside = (times >= 0) & (times < seconds)
        positions = None if beats.positions is None else beats.positions[inside]
        return Beats(times[inside], positions)

    def judge(self, reference: Beats, estimate: Beats) -> dict[str, float]:
        """The measures that calibration takes the mean of."""
        scores = {"beat F": event_f(reference.times, estimate.times)}
        if estimate.positions is not None:
            scores["downbeat F"] = event_f(reference.downbeats, estimate.downbeats)
        return scores
