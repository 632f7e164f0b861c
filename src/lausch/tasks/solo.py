"""Solo voice enhancement (Balke, Dittmar, Abeßer and Müller, ICASSP 2017)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from lausch.annotation import Contour, Melody, Notes, Times
from lausch.annotation.melody import hertz, midi
from lausch.decoding.contour import ContourDecoder
from lausch.decoding.notes import NoteSettings
from lausch.decoding.pianoroll import pianoroll
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import melody, notes
from lausch.tasks.task import Annotated, Task

_STEP_SECONDS = 0.01
_BLUR_BINS = 0.7


@dataclass(frozen=True)
class SoloTracking(Task):
    """One output for every pitch: the share of the frame in which the solo has it.

    Output n is MIDI `low_midi` + n / `bins_per_semitone`. `notes` has the settings for cutting the
    contour into notes.
    """

    kind: ClassVar[str] = "solo"
    layers: ClassVar[tuple[str, ...]] = ("solo",)
    reads: ClassVar[str] = "contour"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "break_even": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
        "leap": (2.0, 4.0, 8.0, 16.0),
        "semitone": (0.5, 1.5, 4.0),
        "voicing": (0.2, 0.5, 2.0, 5.0),
    }

    low_midi: int = 4
    semitones: int = 120
    bins_per_semitone: int = 1
    decoder: ContourDecoder = field(default_factory=ContourDecoder)
    notes: NoteSettings = field(default_factory=NoteSettings)

    @property
    def pitches(self) -> tuple[str, ...]:
        """The outputs that are pitches, the lowest first."""
        count = self.semitones * self.bins_per_semitone
        pitches = self.low_midi + np.arange(count) / self.bins_per_semitone
        return tuple(f"midi {pitch:g}" for pitch in pitches.round(3))

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.pitches

    @property
    def output_summary(self) -> str:
        return f"solo, {len(self.pitches)} pitches"

    def moved(
        self, truth: Contour, *, start: float, rate: float, seconds: float, semitones: float
    ) -> Contour:
        times = (truth.times - start) / rate
        first, last = np.searchsorted(times, [0.0, seconds])
        inside = slice(int(first), int(last))
        return Contour(
            times[inside],
            truth.hz[inside] * 2.0 ** (semitones / 12),
            truth.voiced[inside],
            truth.confidence[inside],
        )

    def encode(self, truth: Contour, clock: Clock, count: int) -> Frames:
        """Targets (count, pitches): the share of each frame in which the solo has each pitch.

        A frame lasts from half a hop before its time to half a hop after; the contour is sampled
        every 10 ms. With several bins per semitone, each sample is spread over neighbouring bins
        (Bittner et al., ISMIR 2017), which represents pitches between bins.
        """
        samples = max(1, round(clock.hop / clock.rate / _STEP_SECONDS))
        moments = moments_of(clock, count, samples)
        values = np.zeros((count, len(self.pitches)), dtype=np.float32)
        if not truth.voiced.any():
            return Frames(values, clock, self.pitches)
        point, inside = melody.nearest(truth, moments)
        sounding = np.flatnonzero(truth.voiced[point] & inside)
        place = (midi(truth.hz[point[sounding]]) - self.low_midi) * self.bins_per_semitone
        frames = sounding // samples
        central = np.floor(place + 0.5).astype(np.int64)
        blur = self.bins_per_semitone > 1
        for away in (-2, -1, 0, 1, 2) if blur else (0,):
            bins = central + away
            inside = (bins >= 0) & (bins < values.shape[1])
            distance = (bins - place) / _BLUR_BINS if blur else np.zeros(len(bins))
            share = np.exp(-0.5 * distance**2) / samples
            np.add.at(values, (frames[inside], bins[inside]), share[inside])
        return Frames(values, clock, self.pitches)

    def decode(self, activations: Frames) -> Melody:
        """The contour, its notes, and the activations as a pianoroll at 10 Hz."""
        axis = {"low_midi": self.low_midi, "bins_per_semitone": self.bins_per_semitone}
        pitches = activations.values[:, : len(self.pitches)]
        pitch, voiced, confidence = self.decoder.follow(
            pitches, activations.clock.fps, **axis, sounding=self.sounding(activations)
        )
        contour = Contour(activations.times, hertz(pitch), voiced, confidence)
        enhanced = pianoroll(pitches, activations.clock, **axis)
        rows = self.notes.cut(contour.times, midi(contour.hz), voiced, confidence)
        return Melody(contour, Notes(*rows.T), enhanced)

    def sounding(self, activations: Frames) -> FloatArray | None:
        """The output that says whether the solo sounds, shape (frames,); None without one."""
        return None

    def score(self, reference: Contour, estimate: Melody) -> dict[str, float]:
        """The measures of `metrics.melody`; needs the extra `eval`."""
        return melody.score(reference, estimate.contour)

    def assess(self, track: Annotated, estimate: Melody) -> dict[str, float]:
        """The measures of melody extraction, and of notes if they are annotated."""
        reference: Contour = self.read(track)
        scores = self.score(reference, estimate)
        if track.has("notes"):
            truth = notes.notes_at_f0(track.read("notes"), reference)
            scores |= notes.score(truth, estimate.notes)
        return scores

    def judge(self, reference: Contour, estimate: Melody) -> dict[str, float]:
        """Overall accuracy; 1 where there is nothing to compare."""
        return {"overall accuracy": self.score(reference, estimate).get("overall accuracy", 1.0)}


def moments_of(clock: Clock, count: int, samples: int) -> Times:
    """Seconds of `samples` moments, evenly spaced, in each of `count` frames: (count * samples,).

    A frame lasts from half a hop before its time to half a hop after.
    """
    offsets = (np.arange(samples) + 0.5) / samples - 0.5
    return clock.seconds((np.arange(count)[:, None] + offsets).ravel())
