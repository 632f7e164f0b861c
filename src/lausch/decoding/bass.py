"""From the salience of a bass to its line: frame by frame, beat by beat, and as notes.

After Abeßer, Balke, Frieler, Pfleiderer & Müller ("Deep learning for jazz walking bass
transcription", AES Semantic Audio 2017): a beat has the pitch whose mean salience over its frames
is the largest, or a rest where that never exceeds a threshold; a frame likewise. Notes are those
pitches, with beats parted where the player leaves the quarter notes. Threshold and the half frame
that beats come early are those of the authors' program (walking_bass_transcription_dnn).
"""

from __future__ import annotations

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


@dataclass(frozen=True)
class BassDecoder:
    """The settings; its methods say what each frame, each beat and each note is.

    Parameters
    ----------
    threshold : where no salience exceeds it the bass rests, in a frame and in a beat.
    share : this part of a beat's frames has to sound, or it is a rest; 0, as published, for one
        frame, which lets the neighbours' notes sound in a rest.
    late_frames : by how much frames are taken to be later than their clock says.
    semitone, leap : prices of movement from frame to frame, as `ContourDecoder` has them. With a
        `leap` of more than 0 salience counts only along the best path (Viterbi); else every frame
        is alone.
    subdivisions : into how many equal parts a beat may fall.
    margin : by how much the lead of the strongest pitch over the next has to grow by that.
    shortest_seconds : no part is shorter.
    tie : a pitch goes on into the next beat where its salience at that beat stays above this part
        of what it is before and after; 1 for never, as a walking bass is played.
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
        if not 0 <= self.share <= 1:
            raise OptionError(f"share is a part of 0 to 1, not {self.share:g}")
        if not 0 <= self.tie <= 1:
            raise OptionError(f"tie is a part of 0 to 1, not {self.tie:g}")
        for name in ("semitone", "leap", "margin", "shortest_seconds"):
            if not getattr(self, name) >= 0:
                raise OptionError(f"{name} is at least 0, not {getattr(self, name):g}")
        if not self.subdivisions or any(
            count != int(count) or not 1 <= count <= 12 for count in self.subdivisions
        ):
            raise OptionError(f"a beat falls into 1 to 12 parts, not {list(self.subdivisions)}")

    def follow(
        self, activations: ArrayLike, clock: Clock, *, low_midi: int
    ) -> tuple[Floats, Bools, Floats]:
        """The strongest pitch of every frame, whether it sounds, and its salience.

        Parameters
        ----------
        activations : 0 to 1, shape (frames, semitones).
        clock : of the first axis.
        low_midi : MIDI number of the first column.

        Returns
        -------
        midi : shape (frames,), also where the bass rests.
        voiced : shape (frames,).
        confidence : shape (frames,), 0 to 1.
        """
        values = _checked(activations)
        path = self._path(values, clock)
        confidence = np.clip(values[np.arange(len(values)), path], 0, 1).astype(np.float64)
        return low_midi + path.astype(np.float64), confidence > self.threshold, confidence

    def pitches(
        self, activations: ArrayLike, clock: Clock, beats: Times, *, low_midi: int
    ) -> tuple[Numbers, Floats]:
        """The pitch of every beat and how strongly it sounds.

        A beat lasts from the frame nearest to it to before that of the next one; the last beat as
        long as the one before it.

        Returns
        -------
        pitches : MIDI numbers, 0 for a rest, shape (beats,).
        confidence : the largest mean salience, 0 to 1, shape (beats,).
        """
        values = self._along_path(_checked(activations), clock)
        pooled = Pooled(values, clock, self.late_frames)
        means, strongest, peak = pooled.over(
            beats, ends_of(beats, len(values) / clock.fps), self.share
        )
        pitches = np.where(peak > self.threshold, low_midi + strongest, REST)
        return pitches, np.clip(means.max(axis=1), 0, 1)

    def notes(self, activations: ArrayLike, clock: Clock, beats: Times, *, low_midi: int) -> Floats:
        """Notes on the beats and on the parts into which beats fall.

        Returns
        -------
        Onset (s), offset (s), MIDI pitch and confidence of each note, shape (notes, 4).
        """
        values = self._along_path(_checked(activations), clock)
        pooled = Pooled(values, clock, self.late_frames)
        stops = ends_of(beats, len(values) / clock.fps)
        lasting = stops > beats
        starts, stops = beats[lasting], stops[lasting]
        counts = divisions(
            pooled,
            starts,
            stops,
            subdivisions=self.subdivisions,
            margin=self.margin,
            shortest_seconds=self.shortest_seconds,
        )
        parts: list[Part] = []
        for of_beat in parts_of(pooled, starts, stops, counts, self.threshold, self.share):
            for index, part in enumerate(of_beat):
                if not index and parts and self._goes_on(pooled, parts[-1], part):
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

    def _goes_on(self, pooled: Pooled, before: Part, after: Part) -> bool:
        """Whether two neighbours are one note: the same pitch, and not struck again."""
        if before.column != after.column or after.column < 0 or self.tie >= 1:
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
        line = ContourDecoder(semitone=self.semitone, leap=self.leap)
        return line.path(values, clock.fps, bins_per_semitone=1)

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
    return np.nan_to_num(values, nan=0.0)
