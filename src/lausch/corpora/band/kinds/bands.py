"""Freedoom's band pieces with other players: odd metres, metre changes, metal and ambient."""

from __future__ import annotations

from pathlib import Path
from random import Random

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.playing import feel, pulse
from lausch.corpora.band.playing import programs as gm
from lausch.corpora.band.playing.score import Score
from lausch.corpora.band.playing.stage import Row, Voice, moved, perform
from lausch.corpora.band.sources.freedoom import SOURCE, Channel, Piece, piece_titles, read_piece

# Who may take over whose part, by General MIDI program.
_FAMILIES = (
    gm.PIANO + gm.ELECTRIC_PIANO, gm.ORGAN, gm.ACOUSTIC_GUITAR + gm.CLEAN_GUITAR,
    gm.DISTORTED_GUITAR, gm.ACOUSTIC_BASS + gm.ELECTRIC_BASS + gm.SLAP_BASS + gm.SYNTH_BASS,
    gm.STRINGS + gm.VOICES + gm.SYNTH_PAD, gm.BRASS, gm.REEDS, gm.PIPES, gm.SYNTH_LEAD,
    gm.MALLETS + gm.PLUCKED,
)  # fmt: skip


def _role(channel: Channel) -> str:
    if channel.drums:
        return "drums"
    if 32 <= channel.program <= 39:
        return "bass"
    if 24 <= channel.program <= 31:
        return "guitar"
    if 48 <= channel.program <= 54 or 88 <= channel.program <= 95:
        return "pad"
    chords = sum(
        1 for a, b in zip(channel.rows, channel.rows[1:], strict=False) if abs(a[0] - b[0]) < 0.02
    )
    return "comping" if chords > 0.3 * len(channel.rows) else "melody"


def _program(channel: Channel, rng: Random) -> int:
    if channel.drums:
        return rng.choice((*gm.ROCK_KITS, 24, 25))
    if rng.random() < 0.4:
        return channel.program
    for family in _FAMILIES:
        if channel.program in family:
            return rng.choice(family)
    return channel.program


def _excerpt(piece: Piece, rng: Random) -> tuple[int, int]:
    """Whole bars of 40-110 s."""
    starts = piece.pulse.bar_starts()
    times = piece.pulse.times
    wanted = rng.uniform(40, 110)
    fitting = [beat for beat in starts if times[-1] - times[beat] >= wanted * 0.9] or starts[:1]
    first = rng.choice(fitting)
    later = [beat for beat in starts if times[beat] - times[first] >= wanted]
    return first, later[0] if later else len(times)


def _window(rows: tuple[Row, ...], first: int, last: int) -> list[Row]:
    return [
        (at - first, min(size, last - at), pitch, velocity)
        for at, size, pitch, velocity in rows
        if first - 0.1 <= at < last - 0.05
    ]


def arrange(data: Path, title: str, rng: Random) -> Score:
    """Piece `title` with its parts recast and thinned out by `rng`."""
    piece = read_piece(data, title)
    first, last = _excerpt(piece, rng)
    beat = pulse.stretch(piece.pulse.cut(first, last), 1 / (0.8 * (1.3 / 0.8) ** rng.random()))
    looseness = rng.choice((0.0, rng.uniform(0.1, 0.6), rng.uniform(0.3, 1.3)))
    beat = pulse.breathe(beat, rng, rng.choice((0.0, 0.005, 0.02, 0.05)))
    there = [channel for channel in piece.channels if _window(channel.rows, first, last)]
    drumless = rng.random() < 0.12
    semitones = rng.randrange(-4, 5)
    voices = []
    for channel in there:
        if len(there) > 2 and (rng.random() < 0.15 or (channel.drums and drumless)):
            continue
        role = _role(channel)
        rows = _window(channel.rows, first, last)
        if not channel.drums:
            rows = moved(rows, semitones=semitones)
        touch = feel.player(role, looseness, rng)
        voices.append(
            Voice(role, _program(channel, rng), rows, touch, rng.gauss(0, 2), drums=channel.drums)
        )
    metre = f"{int(beat.positions.max())} beats"
    return perform(beat, voices, rng, song=f"freedoom-{title}", style="band", tags=(metre,))


KIND = Kind(
    "bands",
    "Freedoom band pieces, odd metres",
    SOURCE,
    piece_titles,
    arrange,
    has_harmony=False,
)
