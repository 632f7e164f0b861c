"""POP909 melodies sung by people who only spoke; lone voices; and lone lines of steady notes.

The speakers of validation and test pieces sing in no training piece. A sixth of the pieces are
exercises: scales and leaps of steady notes, mostly low, by a voice or an instrument that plays
alone, for what sounds alone leads, however deep it is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing import pulse
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.speakers import speaker
from lausch.corpora.band.playing.stage import Row, Voice, perform
from lausch.corpora.band.sources.pop909 import SOURCE, read_song, song_titles
from lausch.corpora.band.writing.songs import arranged

LEAD_DB = 6.0
EXERCISES, ALONE, DUOS = 0.17, 0.13, 0.2
"""Shares of pieces."""
SCALES = ((2, 2, 1, 2, 2, 2, 1), (2, 1, 2, 2, 1, 2, 2), (1,) * 12, (4, 3, 5), (3, 4, 5), (5, 7))
STEADY = (16, 17, 18, 19, 20, 22, 42, 43, 57, 58, 60, 67, 68, 70, 71, 80, 81, 81, 87, 0, 26)
"""Programs that play exercises."""
LOWEST, HIGHEST = 36, 72
_ACCOMPANIST = ("comping", "guitar", "pad", "bass")


def arrange(data: Path, title: str, rng: Random) -> Score:
    """A song of POP909 with a singer; or an exercise, which counts as that song."""
    song, key = read_song(data, title), f"pop909-{title}"
    if rng.random() < EXERCISES:
        score = _exercise(key, rng)
    else:
        score = arranged(song, rng, key=key, sung_db=rng.uniform(-LEAD_DB, LEAD_DB))
        score = _thinned(score, rng)
    singer = speaker(SOURCE.split([score], data)[0], rng)
    parts = [
        replace(part, player=singer) if part.role == "solo" and part.player else part
        for part in score.parts
    ]
    return replace(score, parts=tuple(parts))


def _thinned(score: Score, rng: Random) -> Score:
    """The whole band; the singer and one other; or the singer alone."""
    drawn = rng.random()
    others = [part for part in score.parts if part.role in _ACCOMPANIST]
    solo = [part for part in score.parts if part.role == "solo"]
    if not solo or drawn > ALONE + DUOS:
        return score
    kept = solo if drawn < ALONE or not others else [rng.choice(others), *solo]
    return replace(score, parts=tuple(kept), tags=(*score.tags, "alone" if kept == solo else "duo"))


def _exercise(key: str, rng: Random) -> Score:
    """Steady notes up and down, or anywhere, with or without pauses."""
    steps = rng.choice(SCALES)
    low = rng.choice((rng.randrange(LOWEST, 44), rng.randrange(LOWEST, 56)))
    scale = [low]
    while scale[-1] < min(HIGHEST, low + rng.choice((7, 12, 12, 19, 24))):
        scale.append(scale[-1] + steps[(len(scale) - 1) % len(steps)])
    beats = rng.randrange(48, 80)
    size = rng.choice((1.0, 1.0, 2.0, 0.5, 4.0))
    held = rng.choice((1.0, 0.95, 0.7, 0.5))
    walk = rng.random() < 0.3
    row_of = [*scale, *scale[-2:0:-1]] if len(scale) > 1 else scale
    rows: list[Row] = []
    at, place = 0.0, 0
    while at < beats - size:
        if rng.random() > 0.08:
            pitch = rng.choice(scale) if walk else row_of[place % len(row_of)]
            rows.append((at, size * held, pitch, rng.randrange(60, 110)))
            place += 1
        at += size
    sung = rng.random() < 0.35
    voice = Voice("solo", rng.choice(STEADY), rows, player="singer" if sung else "")
    beat = pulse.even([4] * (beats // 4), rng.uniform(60, 140))
    return perform(beat, [voice], rng, song=key, style="exercise", tags=("alone",), solo_db=0.0)


KIND = Kind(
    "voices",
    "POP909 melodies sung by speakers through a vocoder, lone voices, and steady low notes",
    SOURCE,
    song_titles,
    arrange,
    leads=("solo",),
    has_speakers=True,
)
