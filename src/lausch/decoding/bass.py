"""From the salience of the bass to a bass line: by frames, by beats, and as notes.

After Abeßer, Balke, Frieler, Pfleiderer & Müller ("Deep learning for jazz walking bass
transcription", AES Semantic Audio 2017): a beat, or a frame, has the pitch with the largest mean
salience, or a rest where that salience never exceeds a threshold. Notes have these pitches; beats
without quarter notes are subdivided. The default threshold, and the default half frame by which
beats are early, are those of the authors' program (walking_bass_transcription_dnn); shipped models
have others on their cards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lausch.annotation import Times
from lausch.annotation.bass import REST
from lausch.decoding.contour import ContourDecoder
from lausch.decoding.tatums import SHARE, Part, Pooled, divisions, ends_of, parts_of
from lausch.errors import OptionError
from lausch.frames import Clock

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Numbers = NDArray[np.int64]
Bools = NDArray[np.bool_]
_BEATS = 512


@dataclass(frozen=True)
class BassDecoder:
    """Settings, and methods for frames, beats and notes.

    Parameters
    ----------
    threshold : frames and beats in which no salience exceeds it are rests.
    share : share of a beat's frames that must sound, or it is a rest. 0, as published, stands for
        one frame; notes of the neighbours may then sound in a rest.
    late_frames : delay of the frames relative to their clock.
    semitone, leap : prices of movement from frame to frame, see `ContourDecoder`. With a `leap`
        above 0, salience counts only along the best path (Viterbi).
    subdivisions : numbers of equal parts of a beat to choose from.
    margin : least gain, by a subdivision, in the lead of the strongest pitch over the next.
    shortest_seconds : no part is shorter.
    tie : a pitch continues in the next beat if its salience at that beat is above this share of
        its salience before and after; 1 for never, as in a walking bass.
    """

    threshold: float = 0.2
    share: float = SHARE
    late_frames: float = 0.5
    semitone: float = 0.0
    leap: float = 0.0
    subdivisions: tuple[int, ...] = (1, 2, 3)
    margin: float = 0.1
    shortest_seconds: float = 0.07
    tie: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "subdivisions", tuple(self.subdivisions))  # a card has lists
        if not 0 <= self.threshold < 1:
            raise OptionError(f"threshold lies between 0 and 1, not at {self.threshold:g}")
        for name in ("share", "tie"):
            if not 0 <= getattr(self, name) <= 1:
                raise OptionError(f"{name} is a part of 0 to 1, not {getattr(self, name):g}")
        for name in ("semitone", "leap", "margin", "shortest_seconds"):
            if not getattr(self, name) >= 0:
                raise OptionError(f"{name} is at least 0, not {getattr(self, name):g}")
        if not self.subdivisions or any(
            count != int(count) or not 1 <= count <= 12 for count in self.subdivisions
        ):
            raise OptionError(f"a beat has 1 to 12 parts, not {list(self.subdivisions)}")

    def follow(
        self, activations: ArrayLike, clock: Clock, *, low_midi: int
    ) -> tuple[Floats, Bools, Floats]:
        """The strongest pitch (MIDI) of every frame, whether it sounds, and its salience.

        Parameters
        ----------
        activations : 0 to 1, shape (frames, semitones).
        clock : clock of the first axis.
        low_midi : MIDI number of the first column.
        """
        values = _checked(activations)
        path = self._path(values, clock)
        confidence = np.clip(values[np.arange(len(values)), path], 0, 1).astype(np.float64)
        return low_midi + path.astype(np.float64), confidence > self.threshold, confidence

    def pitches(
        self, activations: ArrayLike, clock: Clock, beats: Times, *, low_midi: int
    ) -> tuple[Numbers, Floats]:
        """The pitch of every beat (MIDI, 0 for a rest), and its mean salience, 0 to 1.

        A beat starts with the frame nearest to it and lasts until the next one; the last beat is
        as long as the one before it.
        """
        values = self._along_path(_checked(activations), clock)
        pooled = Pooled(values, clock, self.late_frames)
        means, strongest, peak = pooled.over(
            beats, ends_of(beats, len(values) / clock.fps), self.share
        )
        pitches = np.where(peak > self.threshold, low_midi + strongest, REST)
        return pitches, np.clip(means.max(axis=1), 0, 1)

    def notes(self, activations: ArrayLike, clock: Clock, beats: Times, *, low_midi: int) -> Floats:
        """Onset (s), offset (s), MIDI pitch and confidence of each note, shape (notes, 4).

        Notes are on beats and on subdivisions of beats.
        """
        values = self._along_path(_checked(activations), clock)
        pooled = Pooled(values, clock, self.late_frames)
        stops = ends_of(beats, len(values) / clock.fps)
        lasting = stops > beats
        parts: list[Part] = []
        for beat in self._beats(pooled, beats[lasting], stops[lasting]):
            for index, part in enumerate(beat):
                if not index and parts and self._continues(pooled, parts[-1], part):
                    last = parts.pop()
                    part = last._replace(
                        stop=part.stop, confidence=max(last.confidence, part.confidence)
                    )
                parts.append(part)
        rows = [
            (part.start, part.stop, low_midi + part.column, min(part.confidence, 1.0))
            for part in parts
            if part.column >= 0
        ]
        return np.array(rows, dtype=np.float64).reshape(-1, 4)

    def _beats(self, pooled: Pooled, starts: Times, stops: Times) -> Iterator[list[Part]]:
        """The parts of each beat; some beats at once, because means of hours of them are large."""
        for first in range(0, len(starts), _BEATS):
            some = slice(first, first + _BEATS)
            counts = divisions(
                pooled,
                starts[some],
                stops[some],
                subdivisions=self.subdivisions,
                margin=self.margin,
                shortest_seconds=self.shortest_seconds,
            )
            yield from parts_of(
                pooled, starts[some], stops[some], counts, self.threshold, self.share
            )

    def _continues(self, pooled: Pooled, before: Part, after: Part) -> bool:
        """Whether two neighbours are one note: the same pitch without a second attack."""
        if before.column != after.column or after.column < 0:
            return False
        first, edge, last = pooled.frames(np.array([before.start, after.start, after.stop]))
        salience = pooled.values[:, after.column]
        here = salience[max(edge - 1, 0) : edge + 2]
        sides = salience[first : edge + 1], salience[edge:last]
        if not len(here) or not all(map(len, sides)):
            return False
        return bool(here.min() > self.tie * min(side.max() for side in sides))

    def _path(self, values: Singles, clock: Clock) -> Numbers:
        if self.leap <= 0 or not len(values):
            strongest: Numbers = values.argmax(axis=1)
            return strongest
        decoder = ContourDecoder(semitone=self.semitone, leap=self.leap)
        return decoder.path(values, clock.fps, bins_per_semitone=1)

    def _along_path(self, values: Singles, clock: Clock) -> Singles:
        """Salience along the path alone where there is one."""
        if self.leap <= 0:
            return values
        frames, path = np.arange(len(values)), self._path(values, clock)
        alone = np.zeros_like(values)
        alone[frames, path] = values[frames, path]
        return alone


def _checked(activations: ArrayLike) -> Singles:
    values = np.asarray(activations, dtype=np.float32)
    if values.ndim != 2 or values.shape[1] == 0:
        raise ValueError(f"activations have shape (frames, semitones), not {values.shape}")
    # A copy of hours is large, and rarely needed.
    return values if np.isfinite(values.sum(dtype=np.float64)) else np.nan_to_num(values)
