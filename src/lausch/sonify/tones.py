"""A tone that follows the solo or the bass, or soft tones of the chords, mixed with the recording
or in a channel of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import BassLine, Chords, Contour, Notes
from lausch.annotation.analysis import Analysis
from lausch.annotation.times import Times
from lausch.audio import AudioSource, open_audio
from lausch.formats.midichords import voiced
from lausch.frames import FloatArray
from lausch.sonify.clicks import BLOCK_SAMPLES, write_sound

RATE = 44100
HARMONICS = 8
FADE_SECONDS = 0.01
SILENCE_SECONDS = 0.15
"""Points farther apart than this, and than three usual steps, have silence between them."""
TONE_LEVEL = 0.3
MUSIC_LEVEL = 0.5
FAINTEST = 0.3
"""The level of what is not sure at all, as a share of the level of what is."""
NOTE_STEP_SECONDS = 0.005
SOLO_FALL, CHORD_FALL = 2.0, 3.0
BASS_FALL = 1.2  # small loudspeakers play a bass by its upper partials alone
MOST_TONES = 5
"""Of a chord."""
BREATH_SECONDS = 0.04
"""Before each note of a bass, so that repeated notes of one pitch are separate."""

Floats = NDArray[np.float64]


class Tone:
    """A harmonic tone along a melody, in blocks: its phase goes on from one to the next.

    Partials fall with a power of their number, and none passes half the sample rate. Between points
    of the line frequencies move in straight lines of pitch, over leaps of more than a semitone and
    at beginnings and ends within 10 ms. Of overlapping notes the later one sounds; `fall` is the
    power, and the rate is in Hz.
    """

    def __init__(self, melody: Contour | Notes, rate: int, fall: float = SOLO_FALL) -> None:
        contour = _contour_of(melody) if isinstance(melody, Notes) else melody
        self.rate = rate
        self.fall = fall
        self.times, self.pitch, self.level = _corners(contour)
        self.phase = 0.0  # in turns
        self.at = 0

    def take(self, count: int) -> FloatArray:
        """The next samples, float32, shape (count,), at most 1."""
        seconds = (self.at + np.arange(count)) / self.rate
        self.at += count
        if not len(self.times):
            return np.zeros(count, dtype=np.float32)
        level = np.interp(seconds, self.times, self.level)
        hz = np.exp2(np.interp(seconds, self.times, self.pitch))
        turns = self.phase + np.cumsum(hz / self.rate)
        self.phase = float(turns[-1] % 1) if count else self.phase
        angle = 2 * np.pi * (turns % 1)
        # sin(n a) = 2 cos(a) sin((n - 1) a) - sin((n - 2) a): one sine for all partials.
        twice, before, now = 2 * np.cos(angle), np.zeros(count), np.sin(angle)
        sound = np.zeros(count)
        for partial in range(1, HARMONICS + 1):
            room = np.clip((0.5 - partial * hz / self.rate) / 0.05, 0, 1)
            sound += now * room / partial**self.fall
            before, now = now, twice * now - before
        loudest = sum(1 / partial**self.fall for partial in range(1, HARMONICS + 1))
        tone: FloatArray = (sound * level / loudest).astype(np.float32)
        return tone


def _contour_of(notes: Notes) -> Contour:
    """Notes as a contour of even steps."""
    if not len(notes):
        return Contour()
    times = np.arange(0, float(notes.offsets.max()) + NOTE_STEP_SECONDS, NOTE_STEP_SECONDS)
    at = np.searchsorted(notes.onsets, times, side="right") - 1
    voiced = (at >= 0) & (times < notes.offsets[at])
    return Contour(times, np.where(voiced, notes.hz[at], 0), voiced, notes.confidence[at])


def _corners(contour: Contour) -> tuple[Times, Floats, Floats]:
    """Times, log2 of frequencies and levels between which straight lines are drawn."""
    sounds = contour.voiced
    if not sounds.any():
        return np.zeros(0), np.zeros(0), np.zeros(0)
    times = contour.times
    voiced = np.flatnonzero(sounds)
    # Where nothing sounds, the frequency is that of the neighbour: it sounds while fading.
    after = np.searchsorted(voiced, np.arange(len(times))).clip(max=len(voiced) - 1)
    before = (after - 1).clip(min=0)
    at = np.arange(len(times))
    nearer = np.abs(voiced[before] - at) < np.abs(voiced[after] - at)
    pitch = np.log2(contour.hz[np.where(nearer, voiced[before], voiced[after])])
    level = np.where(sounds, FAINTEST + (1 - FAINTEST) * contour.confidence, 0)
    steps = np.diff(times)
    usual = float(np.median(steps)) if len(steps) else FADE_SECONDS
    rows = [(times[0] - usual / 2 - FADE_SECONDS, pitch[0], 0.0), (times[0], pitch[0], level[0])]
    for index, step in enumerate(steps.tolist()):
        here, there = index, index + 1
        half = min(FADE_SECONDS, step) / 2
        if step > max(SILENCE_SECONDS, 3 * usual):
            end, begin = times[here] + usual / 2, times[there] - usual / 2
            rows += [(end, pitch[here], level[here]), (end + 2 * half, pitch[here], 0.0)]
            rows += [(begin - 2 * half, pitch[there], 0.0), (begin, pitch[there], level[there])]
        elif sounds[here] != sounds[there] or abs(pitch[there] - pitch[here]) > 1 / 12:
            middle = times[here] + step / 2
            rows += [(middle - half, pitch[here], level[here])]
            rows += [(middle + half, pitch[there], level[there])]
        rows.append((times[there], pitch[there], level[there]))
    end = times[-1] + usual / 2
    rows += [(end, pitch[-1], level[-1]), (end + FADE_SECONDS, pitch[-1], 0.0)]
    corners = np.array(rows)
    return corners[:, 0], corners[:, 1], corners[:, 2]


def _solo(analysis: Analysis) -> Voice:
    return analysis.contour or analysis.solo or Contour(), SOLO_FALL


def _bass(analysis: Analysis) -> Voice:
    melody = analysis.bass or BassLine()
    notes = melody.notes
    if not len(notes):
        return melody.contour, BASS_FALL
    ends = np.maximum(notes.offsets - BREATH_SECONDS, (notes.onsets + notes.offsets) / 2)
    pitches = np.clip(notes.pitches + melody.activations.tuning, 0, 127)
    return Notes(notes.onsets, ends, pitches, notes.confidence), BASS_FALL


def _chords(analysis: Analysis) -> Voice:
    """The first tone of every chord, the second, and so on, each as a line of its own."""
    chords: Chords = analysis.read("chords")
    lines: list[list[tuple[float, float, int]]] = [[] for _ in range(MOST_TONES)]
    for (start, end), label in zip(chords.intervals.tolist(), chords.labels, strict=True):
        breath = min(BREATH_SECONDS, (end - start) / 2)
        for line, pitch in zip(lines, voiced(label), strict=False):
            line.append((start, end - breath, pitch))
    return tuple(Notes(*zip(*line, strict=True)) for line in lines if line), CHORD_FALL


Line: TypeAlias = "Contour | Notes | tuple[Notes, ...]"
"""One melodic line, or several that sound together."""
Voice: TypeAlias = "tuple[Line, float]"
"""What is played, and the fall of its partials."""
VOICES: dict[str, Callable[[Analysis], Voice]] = {
    "solo": _solo,
    "bass": _bass,
    "chords": _chords,
}
"""For each layer of pitches how it is played; the first that an analysis has is."""


def line_of(analysis: Analysis) -> Voice:
    """What is played of an analysis, and the fall of its partials: solo, or bass, or chords."""
    held = analysis.layers
    voice = next((VOICES[layer] for layer in VOICES if layer in held), None)
    return (Contour(), SOLO_FALL) if voice is None else voice(analysis)


def with_solo(
    blocks: Iterable[FloatArray],
    melody: Line,
    rate: int,
    *,
    beside: bool = False,
    fall: float = SOLO_FALL,
) -> Iterator[FloatArray]:
    """Blocks (n,) of the recording, lowered to `MUSIC_LEVEL`, and of the tone of a melodic line.

    With `beside` blocks have the shape (n, 2), the recording on the left, the tone on the right.
    """
    lines = melody if isinstance(melody, tuple) else (melody,)
    tones = [Tone(line, rate, fall) for line in lines]
    share = np.float32(TONE_LEVEL / max(1, len(tones)) ** 0.5)
    for block in blocks:
        solo = np.zeros(len(block), np.float32)
        for tone in tones:
            solo += share * tone.take(len(block))
        if beside:
            mixed = np.stack([block, solo], axis=1)
        else:
            mixed = block * np.float32(MUSIC_LEVEL) + solo
        yield np.clip(mixed, -1, 1)


def write_solo(
    source: AudioSource,
    melody: Line,
    path: str | os.PathLike[str],
    *,
    beside: bool = False,
    fall: float = SOLO_FALL,
) -> None:
    """Write the recording with a tone that follows a melodic line, block by block.

    Parameters
    ----------
    source : the recording that was analysed.
    melody : the melodic line, or lines that sound together.
    path : file to write, with one of `lausch.sonify.clicks.SUFFIXES`; an existing file is replaced.
    beside : recording left, tone right; otherwise both in one channel.
    fall : power with which the tone's partials fall.

    Raises
    ------
    OptionError
        For another suffix.
    AudioError, OSError
        When the recording cannot be read or the file not be written.
    """
    blocks = open_audio(source, RATE).blocks(BLOCK_SAMPLES)
    write_sound(with_solo(blocks, melody, RATE, beside=beside, fall=fall), path, RATE, 1 + beside)
