"""From written voices in beats to a score in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from lausch.annotation import Beats
from lausch.corpora.band.playing.feel import MACHINE, Touch, delays
from lausch.corpora.band.playing.harmony import Harmony
from lausch.corpora.band.playing.pulse import Pulse
from lausch.corpora.band.playing.score import NOTE, NoteArray, Part, Score
from lausch.corpora.band.writing.layout import Layout

TAIL_SECONDS = 1.5
Row = tuple[float, float, int, int]
"""A written note: beat coordinate, length in beats, MIDI pitch, MIDI velocity."""


def moved(rows: Iterable[Row], beats: float = 0, semitones: int = 0) -> list[Row]:
    """The same notes, later and higher."""
    return [(at + beats, size, pitch + semitones, loud) for at, size, pitch, loud in rows]


@dataclass(frozen=True)
class Voice:
    """The notes of one player, in beats."""

    role: str
    program: int
    rows: list[Row]
    touch: Touch = MACHINE
    gain_db: float = 0.0
    drums: bool = False
    player: str = ""


def _played(voice: Voice, pulse: Pulse, shift: float, end: float, rng: Random) -> NoteArray:
    rows = np.array([row for row in voice.rows if row[1] > 0], dtype=np.float64).reshape(-1, 4)
    rows = rows[np.lexsort((rows[:, 2], rows[:, 0]))]
    offsets = delays(rows[:, 0], voice.touch, rng)
    if voice.touch.strum_ms and len(rows):
        fresh = np.concatenate([[True], np.diff(rows[:, 0]) > 1e-6])
        chord = np.cumsum(fresh) - 1
        string = np.arange(len(rows)) - np.flatnonzero(fresh)[chord]
        size = np.bincount(chord)[chord]
        # Up-strokes, on the off-beats, run from the highest string down.
        up = np.abs(rows[:, 0] - np.round(rows[:, 0])) > 0.2
        offsets = offsets + np.where(up, size - 1 - string, string) * voice.touch.strum_ms / 1000
    start = pulse.seconds(rows[:, 0]) + shift + offsets
    stop = pulse.seconds(rows[:, 0] + rows[:, 1]) + shift + offsets
    noise = np.random.default_rng(rng.getrandbits(63)).standard_normal(len(rows))
    out = np.zeros(len(rows), dtype=NOTE)
    out["start"] = np.maximum(start, 0.0)
    out["end"] = np.minimum(np.maximum(stop, out["start"] + 0.02), end)
    out["pitch"] = np.clip(rows[:, 2], 0, 127)
    out["velocity"] = np.clip(rows[:, 3] + voice.touch.velocity * noise, 1, 127)
    out = out[(out["end"] > out["start"]) & (stop > 0)]
    out = out[np.argsort(out["start"], kind="stable")]
    return _released(out)


def _released(notes: NoteArray) -> NoteArray:
    """A key must be released before it is struck again: ends are cut at the next same pitch."""
    order = np.lexsort((notes["start"], notes["pitch"]))
    by_key = notes[order]
    same = by_key["pitch"][1:] == by_key["pitch"][:-1]
    follow = by_key["start"][1:]
    cut = np.where(same, np.minimum(by_key["end"][:-1], follow), by_key["end"][:-1])
    by_key["end"][:-1] = cut
    kept = by_key[by_key["end"] > by_key["start"]]
    return kept[np.argsort(kept["start"], kind="stable")]


def perform(
    pulse: Pulse,
    voices: Sequence[Voice],
    rng: Random,
    *,
    song: str,
    style: str,
    performer: str = "",
    tags: tuple[str, ...] = (),
    solo_db: float | None = None,
    layout: Layout | None = None,
    harmony: Harmony | None = None,
) -> Score:
    """Play the voices through the pulse; the words, `solo_db` and `harmony` are those of `Score`.

    0.05 to 2 s stand before the first beat, and `TAIL_SECONDS` after the last one let the last
    notes ring. Voices without notes are left out; `layout` becomes the form.
    """
    lead = rng.choice((rng.uniform(0.05, 0.4), rng.uniform(0.2, 2.0)))
    # A pick-up written before beat 0 needs room.
    earliest = min((row[0] for voice in voices for row in voice.rows), default=0.0)
    if earliest < 0:
        lead = max(lead, float(pulse.times[0] - pulse.seconds(earliest)) + 0.05)
    shift = lead - float(pulse.times[0])
    end = float(pulse.times[-1]) + shift + TAIL_SECONDS
    parts = []
    for voice in voices:
        played = _played(voice, pulse, shift, end, rng)
        if len(played):
            parts.append(
                Part(voice.role, voice.program, played, voice.gain_db, voice.drums, voice.player)
            )
    return Score(
        song=song,
        performer=performer,
        style=style,
        parts=tuple(parts),
        beats=Beats(pulse.times + shift, pulse.positions),
        duration=end,
        tags=tags,
        solo_db=solo_db,
        form=None if layout is None else layout.timed(pulse, shift, end),
        harmony=harmony,
    )
