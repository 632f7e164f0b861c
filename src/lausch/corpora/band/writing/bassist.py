"""Jazz bass lines by rule, with one pitch per beat, and how they are varied.

`ruled` walks over chords by the textbook (chord tones on strong beats, the next root approached
by a step, a leap or an enclosure); `pedalled` holds one tone under changing chords; `freely` plays
a line with skips, triplets, ghost notes, drops of an octave, rests and held notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lausch.corpora.band.playing.stage import Row
from lausch.corpora.band.sources.chord import Chord, Chords
from lausch.corpora.band.writing.voicing import nearest, within

LOWEST, HIGHEST = 28, 60
"""E1, the open string of a double bass, and C4, above which hardly anybody walks."""


@dataclass(frozen=True)
class Habits:
    """How often a player takes each liberty, as shares of beats.

    A skip is a swung pick-up before the next beat, on its own pitch or as a muted ghost; a triplet
    falls from the octave above; the second of two eighths is a chromatic step into what follows; a
    rest leaves a beat out, and on a hold the one before rings on; a drop is an octave away.
    """

    skips: float = 0.0
    triplets: float = 0.0
    eighths: float = 0.0
    rests: float = 0.0
    holds: float = 0.0
    drops: float = 0.0


def habits(bpm: float, rng: Random) -> Habits:
    """The habits of a player; beats of fast pieces are divided more rarely."""
    calm = 1.0 if bpm < 180 else 0.5 if bpm < 240 else 0.15
    return Habits(
        skips=calm * rng.choice((0.0, 0.02, 0.05, 0.1, 0.2)),
        triplets=calm * rng.choice((0.0, 0.0, 0.01, 0.03)),
        eighths=calm * rng.choice((0.0, 0.02, 0.06)),
        rests=rng.choice((0.0, 0.0, 0.01, 0.04)),
        holds=rng.choice((0.0, 0.0, 0.02, 0.06)),
        drops=rng.choice((0.0, 0.01, 0.03)),
    )


def _fit(pitch: int) -> int:
    return within(pitch, LOWEST, HIGHEST)


def _near(pitch_class: int, around: int) -> int:
    return _fit(nearest(pitch_class, around))


def _spans(chords: Chords) -> list[tuple[int, int, Chord | None]]:
    """Runs of equal chords: (first beat, beats, chord), of at most four beats each."""
    spans: list[tuple[int, int, Chord | None]] = []
    for beat, chord in enumerate(chords):
        if spans and spans[-1][2] == chord and spans[-1][1] < 4:
            first, size, _ = spans[-1]
            spans[-1] = (first, size + 1, chord)
        else:
            spans.append((beat, 1, chord))
    return spans


def _approach(target: int, beats: int, rng: Random) -> list[int]:
    """The last one or two beats before `target`: a step, a fifth, two steps or an enclosure."""
    ways: list[list[int]] = [[-1], [1], [-2], [2], [7], [-5]]
    if beats > 2:
        ways += [[-2, -1], [2, 1], [1, -1], [-1, 1], [2, -1], [-1, 2]]
    return [target + step for step in rng.choice(ways)]


def ruled(chords: Chords, rng: Random) -> list[int]:
    """A pitch for every beat, 0 where no chord is known: a walking line by the rules."""
    spans = _spans(chords)
    last = rng.randrange(33, 46)
    pitches: list[int] = []
    for place, (_, size, chord) in enumerate(spans):
        if chord is None:
            pitches += [0] * size
            continue
        begin = _near(chord.bass, last) if rng.random() < 0.85 else _near(
            (chord.root + rng.choice(chord.tones[:4])) % 12, last)  # fmt: skip
        following = spans[place + 1][2] if place + 1 < len(spans) else None
        tones = [(chord.root + tone) % 12 for tone in chord.tones[:4]]
        target = None if following is None else _near(following.bass, begin + rng.randint(-5, 5))
        tail = [] if size < 2 or target is None else _approach(target, size, rng)
        body = [begin]
        rising = rng.choice((-1, 1))
        while len(body) < size - len(tail):
            if rng.random() < 0.25:
                rising = -rising
            aims = [_near(tone, body[-1] + 4 * rising) for tone in tones]
            # Strong beats have chord tones, weak ones now and then a scale tone between.
            aim = min((p for p in aims if p != body[-1]), key=lambda p: abs(p - body[-1] - 3),
                      default=body[-1])  # fmt: skip
            if len(body) % 2 and rng.random() < 0.3:
                aim = body[-1] + rising * rng.choice((1, 2))
            body.append(_fit(aim))
        pitches += [_fit(pitch) for pitch in (body + tail)[:size]]
        last = pitches[-1] if target is None else target
    return pitches


def pedalled(
    pitches: list[int], chords: Chords, positions: Sequence[int], rng: Random
) -> list[int]:
    """The line with four or eight bars over one tone: root or fifth of their first chord."""
    bars = [beat for beat, position in enumerate(positions) if position == 1]
    if len(bars) < 12:
        return pitches
    place = rng.randrange(0, len(bars) - 8)
    first, last = bars[place], bars[place + rng.choice((4, 8))]
    chord = chords[first]
    if chord is None:
        return pitches
    tone = _near((chord.root + rng.choice((0, chord.fifth))) % 12, rng.randrange(31, 44))
    return [tone if first <= beat < last and pitch else pitch for beat, pitch in enumerate(pitches)]


def freely(
    pitches: Sequence[int], positions: Sequence[int], rng: Random, *, ratio: float, how: Habits
) -> list[Row]:
    """One note per beat, and what the player's habits make of it; `ratio` is that of the swing."""
    rows: list[Row] = []
    late = ratio / (1 + ratio)
    shift = 0
    for beat, note in enumerate(pitches):
        if not note:
            continue
        following = pitches[beat + 1] if beat + 1 < len(pitches) else 0
        if rng.random() < how.drops:
            shift = rng.choice((-12, 0, 12))
        pitch = _fit(note + shift)
        strong = positions[beat] in (1, 3)
        loud = 92 + (6 if strong else 0) + rng.randrange(-8, 9)
        chance = rng.random()
        if chance < how.rests and not strong:
            continue
        if (chance := chance - how.rests) < how.holds and rows and not strong:
            at, _, before, force = rows[-1]
            rows[-1] = (at, beat + 0.9 - at, before, force)
        elif (chance := chance - how.holds) < how.triplets:
            high = pitch + 12 if pitch + 12 <= HIGHEST else pitch
            steps = rng.choice(((high, high, pitch), (high, pitch, pitch), (pitch, pitch, pitch)))
            for third, each in enumerate(steps):
                rows.append((beat + third / 3, 0.28, each, loud - (0, 14, 8)[third]))
        elif (chance := chance - how.triplets) < how.eighths and following:
            step = _fit(following + rng.choice((-1, 1)))
            rows += [
                (beat, late * 0.9, pitch, loud),
                (beat + late, (1 - late) * 0.9, step, loud - 12),
            ]
        elif chance - how.eighths < how.skips:
            ghost = rng.random() < 0.5
            again = pitch if ghost or rng.random() < 0.7 else _fit(pitch + rng.choice((7, -5, 12)))
            rows.append((beat, late * 0.85, pitch, loud))
            length, force = (0.12, loud - 45) if ghost else (0.3, loud - 20)
            rows.append((beat + late, length, again, force))
        else:
            rows.append((beat, rng.choice((0.95, 0.9, 0.8, 0.7)), pitch, loud))
    return rows
