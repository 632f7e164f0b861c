"""Bass transcription (Abeßer et al., AES Semantic Audio 2017): the semitone of the bass."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import BassLine, BeatPitches, Beats, Contour, Notes, Times
from lausch.annotation.bass import LOW_MIDI, REST, SEMITONES
from lausch.annotation.melody import hertz
from lausch.decoding.bass import BassDecoder
from lausch.decoding.notes import NoteSettings
from lausch.frames import Clock, FloatArray, Frames
from lausch.metrics import bass
from lausch.tasks.task import Annotated, Task

SHORTEST_SHARE = 0.25
"""Share of a beat for which its pitch must sound."""


@dataclass(frozen=True, eq=False)
class BassTruth:
    """The truth of a recording: notes of the bass and beats (s), empty if unknown.

    `unsure` has spans (start, end) in seconds to leave out of training, shape (n, 2): those of a
    teacher's low confidence.
    """

    notes: Notes
    beats: Times = field(default_factory=lambda: np.zeros(0))
    unsure: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))

    def bass_line(self) -> BassLine:
        """The truth as a bass line with one pitch for every beat."""
        return BassLine(notes=self.notes, beats=beat_pitches(self.notes, self.beats))


def beat_pitches(notes: Notes, beats: Times) -> BeatPitches:
    """For every beat the pitch that sounds longest until the next one, or a rest."""
    if len(beats) < 2:
        return BeatPitches(beats, np.full(len(beats), REST))
    stops = np.append(beats[1:], 2 * beats[-1] - beats[-2])
    pitches = np.full(len(beats), REST, dtype=np.int64)
    lasting = SHORTEST_SHARE * (stops - beats)
    for beat, (begin, end) in enumerate(zip(beats, stops, strict=True)):
        overlap = np.minimum(notes.offsets, end) - np.maximum(notes.onsets, begin)
        sounding = np.flatnonzero(overlap > 0)
        if not len(sounding):
            continue
        keys, place = np.unique(np.round(notes.pitches[sounding]), return_inverse=True)
        total = np.bincount(place, overlap[sounding])
        if total.max() >= lasting[beat]:
            pitches[beat] = int(keys[total.argmax()])
    return BeatPitches(beats, pitches)


@dataclass(frozen=True)
class BassTracking(Task):
    """One output for every semitone, by default E1 to G4: the probability that it is the bass."""

    kind: ClassVar[str] = "bass"
    layers: ClassVar[tuple[str, ...]] = ("bass",)
    reads: ClassVar[str] = "bass"
    choices: ClassVar[dict[str, tuple[float, ...]]] = {
        "threshold": (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
    }

    low_midi: int = LOW_MIDI
    semitones: int = SEMITONES
    decoder: BassDecoder = field(default_factory=lambda: BassDecoder(late_frames=0.0))

    @property
    def outputs(self) -> tuple[str, ...]:
        return tuple(f"midi {self.low_midi + n}" for n in range(self.semitones))

    @property
    def output_summary(self) -> str:
        return f"bass, {len(self.outputs)} pitches"

    def read(self, track: Annotated) -> BassTruth:
        """The notes of the bass, and the beats if known."""
        beats = track.read("beats").times if track.has("beats") else np.zeros(0)
        return BassTruth(track.read("bass"), beats)

    def moved(
        self, truth: BassTruth, *, start: float, rate: float, seconds: float, semitones: float
    ) -> BassTruth:
        notes = truth.notes
        begin = np.maximum((notes.onsets - start) / rate, 0.0)
        end = np.minimum((notes.offsets - start) / rate, seconds)
        pitch = notes.pitches + semitones
        inside = (end > begin) & (pitch >= 0) & (pitch <= 127)
        beats = (truth.beats - start) / rate
        return BassTruth(
            Notes(begin[inside], end[inside], pitch[inside], notes.confidence[inside]),
            beats[(beats >= 0) & (beats < seconds)],
            (truth.unsure - start) / rate,
        )

    def encode(self, truth: BassTruth, clock: Clock, count: int) -> Frames:
        """Targets: 1 where a note sounds at a frame's time, shape (count, outputs)."""
        values = np.zeros((count, self.semitones), dtype=np.float32)
        notes = truth.notes
        first = np.ceil(notes.onsets * clock.fps - 1e-9).astype(np.int64)
        last = np.ceil(notes.offsets * clock.fps - 1e-9).astype(np.int64)
        column = np.round(notes.pitches).astype(np.int64) - self.low_midi
        for begin, end, place in zip(first, last, column, strict=True):
            if 0 <= place < self.semitones:
                values[max(begin, 0) : max(end, 0), place] = 1
        return Frames(values, clock, self.outputs)

    def weights(self, truth: BassTruth, clock: Clock, count: int) -> FloatArray:
        """Weight of each frame, shape (count, 1): 0 in spans of low confidence."""
        out = np.ones((count, 1), dtype=np.float32)
        for begin, end in np.ceil(truth.unsure * clock.fps - 1e-9).astype(np.int64).tolist():
            out[max(begin, 0) : max(end, 0)] = 0
        return out

    def labels(self, activations: Frames, *, confidence: float) -> BassTruth:
        """Notes at the strongest output of each frame, and spans of low confidence.

        The confidence of a frame is its strongest output (Abeßer et al., 2017). Frames with less
        are masked out of the loss: there may be a rest, or a bass masked by other instruments.
        """
        strongest = activations.values.argmax(axis=1)
        strength = activations.values.max(axis=1, initial=0.0)
        unsure = strength < confidence
        pitch = np.where(unsure, 0, self.low_midi + strongest)
        sounding = [(begin, end) for begin, end in runs(pitch) if pitch[begin]]
        masked = [(begin, end) for begin, end in runs(unsure) if unsure[begin]]
        notes, spans = (
            activations.clock.seconds(np.array(each, dtype=np.int64).reshape(-1, 2))
            for each in (sounding, masked)
        )
        pitches = [pitch[begin] for begin, _ in sounding]
        return BassTruth(Notes(notes[:, 0], notes[:, 1], pitches), unsure=spans)

    def decode(self, activations: Frames, *, beats: Times | None = None) -> BassLine:
        """The bass line by frames and as notes; with `beats` (seconds) also by beats.

        Frequencies of the contour follow the tuning of the recording; keys do not.
        """
        values, clock = activations.values, activations.clock
        pitch, voiced, confidence = self.decoder.follow(values, clock, low_midi=self.low_midi)
        contour = Contour(activations.times, hertz(pitch + activations.tuning), voiced, confidence)
        if beats is None:
            rows = NoteSettings(whole=True).cut(contour.times, pitch, voiced, confidence)
            return BassLine(contour, Notes(*rows.T), BeatPitches(), activations)
        times = np.asarray(beats, dtype=np.float64)
        by_beat = self.decoder.pitches(values, clock, times, low_midi=self.low_midi)
        rows = self.decoder.notes(values, clock, times, low_midi=self.low_midi)
        return BassLine(contour, Notes(*rows.T), BeatPitches(times, *by_beat), activations)

    def beats_of(self, truth: BassTruth) -> Beats | None:
        """The annotated beats, if known."""
        return Beats(truth.beats) if len(truth.beats) else None

    def score(self, reference: BassTruth, estimate: BassLine) -> dict[str, float]:
        """The measures of `metrics.bass`; needs the extra `eval`."""
        return bass.score(reference.bass_line(), estimate)

    def judge(self, reference: BassTruth, estimate: BassLine) -> dict[str, float]:
        """The share of beats with the right pitch or rest, or of frames if beats are unknown."""
        truth = reference.bass_line().beats
        if not len(truth):
            return {"frame accuracy": bass.frame_accuracy(reference.notes, estimate.contour)[0]}
        if len(estimate.beats) != len(truth):
            estimate = self.decode(estimate.activations, beats=truth.times)
        return {"beat or rest": float((truth.pitches == estimate.beats.pitches).mean())}


def runs(values: NDArray[Any]) -> list[tuple[int, int]]:
    """(first, one past the last) index of every run of equal values."""
    if not len(values):
        return []
    cuts = np.flatnonzero(np.diff(values)) + 1
    return list(pairwise([0, *cuts.tolist(), len(values)]))
