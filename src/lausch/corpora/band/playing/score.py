"""A piece as it will be played: parts of notes in seconds, and the beats."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Form
from lausch.corpora.band.playing.harmony import Harmony
from lausch.errors import AnnotationError

PREROLL_SECONDS = 2.0
"""Notes up to this long before an excerpt ring on into it."""
NOTE = np.dtype(
    [("start", np.float64), ("end", np.float64), ("pitch", np.int16), ("velocity", np.int16)]
)
NoteArray = NDArray[np.void]
F0_STEP_SECONDS = 0.01
"""Step between values of a solo's f0."""
SINGER = "voice"
"""The player of a part that is sung."""


def notes(rows: list[tuple[float, float, int, int]]) -> NoteArray:
    """Rows of (start s, end s, MIDI pitch, MIDI velocity) as one array of `NOTE`, by start."""
    array = np.array(rows, dtype=NOTE)
    return array[np.argsort(array["start"], kind="stable")]


def monophonic(notes: NoteArray) -> NoteArray:
    """Notes by onset, each ended where the next begins; of those struck together the last stays."""
    ordered = notes[np.argsort(notes["start"], kind="stable")].copy()
    ordered["end"][:-1] = np.minimum(ordered["end"][:-1], ordered["start"][1:])
    return ordered[ordered["end"] > ordered["start"]]


def shifted(notes: NoteArray, seconds: float) -> NoteArray:
    """The same notes, `seconds` later."""
    moved = notes.copy()
    moved["start"] += seconds
    moved["end"] += seconds
    return moved


@dataclass(frozen=True)
class Part:
    """One instrument's notes.

    Parameters
    ----------
    role : what it does in the band: solo, bass, comping, drums, melody, pad, guitar, click ...
    program : General MIDI program 0-127; for drums the kit's program on the percussion bank.
    notes : array of `NOTE`; for drums the pitch is the General MIDI percussion key.
    gain_db : loudness against the other parts, before the mix varies it.
    drums : whether the part plays on the percussion bank.
    player : the label of its player, as in `SoundingPart`; such a bass has sounds of fingers. Empty
        leaves both to the mix.
    """

    role: str
    program: int
    notes: NoteArray
    gain_db: float = 0.0
    drums: bool = False
    player: str = ""


@dataclass(frozen=True)
class SoundingPart:
    """A pitched part as it sounds in a recording.

    The player is such as "fluidr3:33" or "voice"; of `level_db` only differences between parts mean
    anything. All pitches stand `tuning_semitones` over equal temperament on A4 = 440 Hz. Notes are
    an array of `NOTE` on the time of the recording, at the pitches that sound.
    """

    role: str
    player: str
    level_db: float
    tuning_semitones: float
    notes: NoteArray


@dataclass(frozen=True)
class Score:
    """Parts that sound together, with the annotation that is true of them.

    Parameters
    ----------
    song : the composition, never in two splits.
    performer : soloist or drummer, never in two splits; empty when there is none.
    style : a word for tables: swing, ballad, rock, funk, waltz ...
    parts : what sounds.
    beats : with positions; every beat of the piece, also where nothing sounds.
    duration : seconds, at least the last beat.
    solo_db : loudness of the part "solo" against all others together. It is then one line, played
        with expression, whose f0 is kept, and the score is rendered whole. None leaves the level
        to the mix.
    form : the parts of the piece, when the score is about them; it is then rendered whole.
    harmony : the chord and the key at every beat; None where the arranger knows none.
    """

    song: str
    performer: str
    style: str
    parts: tuple[Part, ...]
    beats: Beats
    duration: float
    tags: tuple[str, ...] = ()
    solo_db: float | None = None
    form: Form | None = None
    harmony: Harmony | None = None

    def __post_init__(self) -> None:
        if self.beats.positions is None:
            raise AnnotationError(f"score of {self.song}: beats need their numbers in the bar")
        if self.harmony is not None and len(self.harmony) != len(self.beats):
            raise AnnotationError(
                f"score of {self.song}: {len(self.harmony)} chords for {len(self.beats)} beats"
            )
        if len(self.beats) and self.duration < self.beats.times[-1]:
            raise AnnotationError(
                f"score of {self.song}: lasts {self.duration:.3f} s but has a beat at "
                f"{self.beats.times[-1]:.3f} s"
            )


def excerpt(score: Score, start: float, seconds: float) -> Score:
    """The window of a score from `start`; times move so that it begins at 0.

    Notes of the two seconds before stay, at negative times: what rings on sounds on.
    A window has no form.
    """
    stop = start + seconds
    parts = []
    for part in score.parts:
        kept = part.notes["start"] >= start - PREROLL_SECONDS
        inside = shifted(part.notes[kept & (part.notes["start"] < stop)], -start)
        if len(inside):
            parts.append(replace(part, notes=inside))
    times, positions = score.beats.times, score.beats.positions
    assert positions is not None
    first, last = (int(place) for place in np.searchsorted(times, [start, stop]))
    harmony = None if score.harmony is None else score.harmony.cut(first, last)
    return replace(
        score,
        parts=tuple(parts),
        beats=Beats(times[first:last] - start, positions[first:last]),
        duration=seconds,
        form=None,
        harmony=harmony,
    )
