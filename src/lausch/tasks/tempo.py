"""Tempo estimation (Böck, Krebs and Widmer, ISMIR 2015): tempi from an activation of beats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from lausch.annotation import Beats, Tempo
from lausch.decoding.tempo import CombFilters
from lausch.errors import OptionError
from lausch.frames import Frames
from lausch.metrics import tempo
from lausch.tasks.beat_targets import FromBeats


@dataclass(frozen=True)
class TempoEstimation(FromBeats):
    """The two strongest tempi. One output, the probability of a beat; no beats are decoded."""

    kind: ClassVar[str] = "tempo"
    layers: ClassVar[tuple[str, ...]] = ("tempo",)
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "max_bpm": (200.0, 215.0, 230.0, 250.0, 280.0, 340.0),
        "min_bpm": (30.0, 40.0, 50.0, 60.0),
    }
    decoder: CombFilters = field(default_factory=CombFilters)

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("beat",)

    def decode(
        self,
        activations: Frames,
        *,
        min_bpm: float | None = None,
        max_bpm: float | None = None,
        decoder: str | None = None,
    ) -> Tempo:
        """The tempi within limits, by default the decoder's, with their shares of the resonance.

        Raises OptionError for the name of a `decoder`: these find beats.
        """
        if decoder is not None:
            raise OptionError(
                f"the decoder {decoder} finds beats, and this model only tempi; leave one out"
            )
        filters = self.decoder.within(min_bpm, max_bpm)
        return Tempo(*filters.tempi(activations.column("beat"), activations.clock.fps))

    def score(self, reference: Beats, estimate: Tempo) -> dict[str, float]:
        """The measures of `metrics.tempo`; needs the extra `eval`."""
        return tempo.score(tempo_of(reference), estimate)

    def facts(self, reference: Beats, estimate: Tempo) -> dict[str, float | str]:
        """Annotated and estimated tempo, 0 if unknown, and the ratio between them in words."""
        bpm, estimated = reference.tempo_bpm or 0.0, next(iter(estimate.bpm), 0.0)
        return {"bpm": bpm, "found bpm": estimated, "level": tempo.ratio_word(bpm, estimated)}

    def judge(self, reference: Beats, estimate: Tempo) -> dict[str, float]:
        """Accuracy 1."""
        return {"tempo Acc1": tempo.accuracy(tempo_of(reference), estimate)}


def tempo_of(beats: Beats) -> Tempo:
    """The tempo of annotated beats; empty for fewer than two."""
    return Tempo() if beats.tempo_bpm is None else Tempo([beats.tempo_bpm], [1.0])
