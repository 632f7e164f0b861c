"""Made-up chord sequences by family, for takes of drums alone."""

from __future__ import annotations

from random import Random

from lausch.corpora.band.sources.chord import Chord

_MAJOR, _MINOR, _SEVENTH = (0, 4, 7), (0, 3, 7), (0, 4, 7, 10)
_MINOR7, _MAJOR7, _NINTH = (0, 3, 7, 10), (0, 4, 7, 11), (0, 4, 7, 10, 14)
_SUS, _DIM = (0, 5, 7), (0, 3, 6, 10)

Step = tuple[int, tuple[int, ...]]
"""Semitones over the key and the chord's tones."""

M, m, D, m7, j7 = _MAJOR, _MINOR, _SEVENTH, _MINOR7, _MAJOR7
FAMILIES: dict[str, tuple[tuple[Step, ...], ...]] = {
    "rock": (
        ((0, M), (7, M), (9, m), (5, M)), ((0, M), (10, M), (5, M), (0, M)),
        ((0, M), (5, M), (7, M), (5, M)), ((0, M), (5, M)), ((0, M), (0, M), (5, M), (7, M)),
        ((9, m), (5, M), (0, M), (7, M)), ((0, m), (8, M), (10, M), (0, m)),
        ((0, m), (10, M), (8, M), (10, M)), ((0, m), (8, M), (3, M), (10, M)),
        ((0, M), (9, m), (5, M), (7, M)), ((0, M), (4, m), (5, M), (7, M)), ((0, M),),
        ((0, M), (3, M), (5, M), (0, M)), ((0, M), (2, M), (5, M), (0, M)),
    ),
    "metal": (
        ((0, m), (0, m), (8, M), (10, M)), ((0, m), (1, M), (0, m), (10, M)), ((0, m),),
        ((0, m), (8, M), (5, m), (7, M)), ((0, m), (3, M), (1, M), (0, m)),
        ((0, m), (6, M), (5, M), (1, M)), ((0, m), (10, M), (8, M), (7, M)),
        ((0, m), (0, m), (3, M), (5, M)),
    ),
    "funk": (
        ((0, _NINTH),), ((0, _NINTH), (5, _NINTH)), ((0, m7), (5, D)), ((0, m7),),
        ((0, m7), (10, j7)), ((0, D), (0, D), (5, D), (0, D)), ((2, m7), (7, D)),
        ((0, m7), (3, D), (5, D), (0, m7)),
    ),
    "soul": (
        ((0, j7), (9, m7), (2, m7), (7, D)), ((2, m7), (7, D), (0, j7), (0, j7)),
        ((5, j7), (4, m7), (2, m7), (0, j7)), ((0, m7), (5, m7)),
        ((9, m7), (5, j7), (2, m7), (7, D)),
    ),
    "jazz": (
        ((2, m7), (7, D), (0, j7), (9, D)), ((0, D), (5, D), (0, D), (0, D), (5, D), (5, D), (0, D),
        (9, D), (2, m7), (7, D), (0, D), (7, D)), ((0, m7), (0, m7), (1, m7), (0, m7)),
        ((0, j7), (9, m7), (2, m7), (7, D)), ((0, m7), (2, _DIM), (7, D), (0, m7)),
    ),
    "blues": (
        ((0, D), (0, D), (0, D), (0, D), (5, D), (5, D), (0, D), (0, D), (7, D), (5, D), (0, D),
         (7, D)), ((0, D), (5, D), (0, D), (7, D)),
    ),
    "latin": (
        ((0, j7), (2, D), (2, m7), (7, D)), ((0, m7), (5, m7), (7, D), (0, m7)), ((0, m), (7, D)),
        ((0, m), (10, M), (8, M), (7, D)), ((2, m7), (7, D), (0, j7), (0, j7)), ((0, m7), (5, D)),
        ((0, M), (5, M), (7, M), (5, M)),
    ),
    "reggae": (
        ((0, M), (5, M)), ((0, m), (5, m)), ((0, M), (7, M), (9, m), (5, M)), ((0, m), (10, M)),
        ((0, M), (5, M), (7, M), (7, M)), ((0, m), (0, m), (10, M), (7, m)),
    ),
}  # fmt: skip


def progression(family: str, bars: int, beats: int, rng: Random, key: int) -> list[Chord | None]:
    """One chord per beat for `bars` bars: a sequence of the family, repeated.

    Chords mostly change on downbeats; sometimes every second bar, sometimes twice a bar.
    """
    sequence = rng.choice(FAMILIES[family])
    twelve = len(sequence) == 12
    pace = 1.0 if twelve else rng.choice((0.5, 1, 1, 1, 1, 2, 2))
    if pace == 0.5 and (beats % 2 or len(sequence) < 2):
        pace = 1.0
    out: list[Chord | None] = []
    for bar in range(bars):
        for beat in range(beats):
            place = int((bar + (beat // max(1, beats // 2) * 0.5 if pace == 0.5 else 0)) / pace)
            step, tones = sequence[place % len(sequence)]
            root = (key + step) % 12
            out.append(Chord(root, tones, root))
    return out
