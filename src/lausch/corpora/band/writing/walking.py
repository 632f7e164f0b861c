"""Jazz bass lines: walking, in two, and a slow ballad's long notes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.chord import Chords
from lausch.corpora.band.writing.voicing import nearest, within

_LOW, _HIGH = 28, 55


def completed(
    transcription: NDArray[np.int64],
    chords: Chords,
    positions: Sequence[int],
    rng: Random,
    *,
    keep: float = 1.0,
) -> list[int]:
    """A pitch for every beat: as transcribed, gaps walked from the chords (0: nothing known).

    `transcription` holds MIDI pitches, 0 where none; `keep` is the share of them that is used. A
    walked line has the root on a new chord, chord and scale tones after it, and steps by a semitone
    or a tone into the next root, the textbook recipe.
    """
    pitches: list[int] = []
    last = 0
    for beat, chord in enumerate(chords):
        pitch = int(transcription[beat])
        if pitch and (keep >= 1 or rng.random() < keep):
            pitch = within(pitch, _LOW, _HIGH)
        elif chord is None:
            pitch = last
        else:
            previous = chords[beat - 1] if beat else None
            coming = chords[beat + 1] if beat + 1 < len(chords) else chord
            if chord != previous or (positions[beat] == 1 and rng.random() < 0.7):
                pitch = _nearest(chord.bass, last or rng.randrange(33, 44))
            elif coming is not None and coming != chord:
                target = _nearest(coming.bass, last)
                pitch = target + rng.choice((-1, 1, -1, 1, -2, 2, 7))
            else:
                tones = [(chord.root + tone) % 12 for tone in (*chord.tones[:4], 2, chord.fifth)]
                step = rng.choice((-4, -3, -2, -1, 1, 2, 3, 4))
                pitch = _scalewise(tones, last, last + step)
            pitch = within(pitch, _LOW, _HIGH)
        pitches.append(pitch)
        last = pitch or last
    return pitches


def _nearest(pitch_class: int, around: int) -> int:
    pitch = nearest(pitch_class, around)
    return pitch if pitch >= _LOW else pitch + 12


def _scalewise(tones: Sequence[int], last: int, aim: int) -> int:
    """The tone nearest to `aim` that is not `last` again."""
    near = [_nearest(tone, aim) for tone in tones]
    return min((pitch for pitch in near if pitch != last), key=lambda p: abs(p - aim), default=aim)


def walk(
    pitches: Sequence[int], positions: Sequence[int], rng: Random, *, skips: float
) -> list[Row]:
    """One note per beat; `skips` is the share of beats with a swung pick-up before the next."""
    rows: list[Row] = []
    for beat, pitch in enumerate(pitches):
        if not pitch:
            continue
        velocity = 92 + (6 if positions[beat] == 1 else 0) + rng.randrange(-6, 7)
        rows.append((beat, 0.9, pitch, velocity))
        if rng.random() < skips:
            rows.append((beat + 2 / 3, 0.25, pitch, velocity - 22))
    return rows


def in_two(pitches: Sequence[int], positions: Sequence[int], rng: Random) -> list[Row]:
    """Half notes on one and three (in other metres: on one), with pick-ups now and then."""
    rows: list[Row] = []
    for beat, pitch in enumerate(pitches):
        if not pitch:
            continue
        if positions[beat] in (1, 3):
            length = 1.7 if positions[beat] == 1 or rng.random() < 0.8 else 0.9
            rows.append((beat, length, pitch, 94))
        elif rng.random() < 0.12:
            rows.append((beat + rng.choice((0.0, 2 / 3)), 0.4, pitch, 74))
    return rows
