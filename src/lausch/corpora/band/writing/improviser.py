"""Lines made up over jazz harmony: a head that repeats with the form, and improvised choruses."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lausch.corpora.band.playing.stage import Row, moved
from lausch.corpora.band.sources.chord import Chord, Chords

# Written register of a soloist: middle, and how far the line may leave it.
_REGISTERS = {
    "p": (74, 14), "g": (66, 12), "vib": (72, 12), "tp": (70, 11), "cor": (69, 10), "tb": (57, 11),
    "ts": (61, 12), "as": (68, 12), "ss": (73, 11), "bs": (53, 12), "cl": (69, 13), "b": (45, 10),
}  # fmt: skip


def register(instrument: str) -> tuple[int, int]:
    """Middle pitch (MIDI) and reach in semitones of an instrument of the database."""
    return _REGISTERS.get(instrument, (66, 12))


def improvised(
    chords: Chords,
    rng: Random,
    *,
    middle: int,
    reach: int,
    ratio: float,
    busy: float = 0.7,
    doubled: bool = False,
) -> list[Row]:
    """Phrases of eighths over the chords, one beat after another, with rests between phrases.

    On a beat stands the chord tone nearest to where the line goes; between beats it moves by a
    step of scale or semitone. `busy` (0-1) is the share of time spent in phrases; `doubled` allows
    sixteenths, as over slow tempi.
    """
    off = ratio / (1 + ratio)
    rows: list[Row] = []
    pitch = middle + rng.randrange(-4, 5)
    direction = rng.choice((-1, 1))
    left, playing = rng.randrange(0, 3), False
    for beat, chord in enumerate(chords):
        if left <= 0:
            playing = not playing
            left = (
                rng.randrange(4, 16) if playing else rng.randrange(1, max(2, round(8 - 7 * busy)))
            )
        left -= 1
        if not playing or chord is None:
            continue
        for at, size in _cell(rng, off, last=left == 0, doubled=doubled):
            if abs(pitch - middle) > reach * 0.7:
                direction = 1 if pitch < middle else -1
            elif rng.random() < 0.25:
                direction = -direction
            aim = pitch + direction * rng.choice((1, 2, 2, 3, 3, 4, 5))
            pitch = _tone(chord, aim) if at == 0 else _step(chord, pitch, direction, rng)
            pitch = max(middle - reach, min(middle + reach, pitch))
            rows.append((beat + at, size, pitch, 88 + rng.randrange(-12, 15)))
    return rows


def _cell(rng: Random, off: float, *, last: bool, doubled: bool) -> list[tuple[float, float]]:
    """Onsets and lengths within one beat."""
    if last:
        return [(0.0, rng.choice((0.4, 0.9, 1.6)))]
    roll = rng.random()
    if doubled and roll < 0.35:
        return [(step / 4, 0.22) for step in range(4)]
    if roll < 0.62:
        return [(0.0, off * 0.95), (off, (1 - off) * 0.9)]
    if roll < 0.72:
        return [(step / 3, 0.3) for step in range(3)]
    if roll < 0.84:
        return [(0.0, 0.8)]
    return [(off, 1 - off)] if roll < 0.95 else []


def _tone(chord: Chord, aim: int) -> int:
    return min(
        (pitch for pitch in range(aim - 6, aim + 7) if pitch % 12 in chord.classes),
        key=lambda pitch: abs(pitch - aim),
    )


def _step(chord: Chord, pitch: int, direction: int, rng: Random) -> int:
    """A neighbour: a chord tone within a minor third, else a semitone or a tone away."""
    near = [pitch + direction * size for size in (1, 2, 3)]
    inside = [each for each in near if each % 12 in chord.classes]
    return rng.choice(inside) if inside and rng.random() < 0.6 else rng.choice(near[:2])


def head(
    chords: Chords, parts: Sequence[int], rng: Random, *, middle: int, ratio: float
) -> list[Row]:
    """A tune over a chorus: parts of the form with the same chords have the same melody.

    `parts` are the beats on which a part of the form begins, the first at 0.
    """
    tunes: dict[tuple[object, ...], list[Row]] = {}
    busy = rng.uniform(0.25, 0.75)
    rows: list[Row] = []
    for start, stop in zip(parts, [*parts[1:], len(chords)], strict=True):
        part = tuple(chords[start:stop])
        # Endings differ in real tunes (first and second time); what comes before makes the part.
        key = tuple(chord and chord.root for chord in part[: max(4, len(part) * 3 // 4)])
        if key not in tunes:
            tunes[key] = _tune(part, rng, middle=middle, ratio=ratio, busy=busy)
        rows += [row for row in moved(tunes[key], start) if row[0] < stop]
    return rows


def _tune(chords: Chords, rng: Random, *, middle: int, ratio: float, busy: float) -> list[Row]:
    """A motif of two bars in the rhythm a a' a b, on chord tones."""
    off = ratio / (1 + ratio)
    motifs = []
    for _ in range(2):
        motif = []
        for beat in range(8):
            if rng.random() < busy and not (beat > 5 and rng.random() < 0.7):
                motif.append(beat + rng.choice((0.0, 0.0, off)))
                if rng.random() < busy * 0.5:
                    motif.append(beat + off)
        motifs.append(sorted(set(motif)) or [0.0])
    contour = [[rng.choice((-4, -2, -1, 1, 2, 3, 5)) for _ in motif] for motif in motifs]
    rows: list[Row] = []
    for start in range(0, len(chords), 8):
        turn = 1 if (start // 8) % 4 == 3 else 0
        pitch = middle
        onsets = motifs[turn]
        for place, (onset, move) in enumerate(zip(onsets, contour[turn], strict=True)):
            at = start + onset
            chord = chords[min(len(chords) - 1, int(at + 0.5))] if at < len(chords) else None
            if chord is None:
                continue
            pitch = _tone(chord, max(middle - 9, min(middle + 9, pitch + move)))
            after = onsets[place + 1] if place + 1 < len(onsets) else onset + 1.5
            rows.append((at, min(3.0, (after - onset) * 0.9), pitch, 92 + rng.randrange(-6, 7)))
    return rows
