"""One part becomes sound: a kit, a voice, samples or a formula, through an amplifier or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from lausch.corpora.band.playing import fingers
from lausch.corpora.band.playing.casting import Casting, another_kit
from lausch.corpora.band.playing.expression import WINDS, bends, breath, manner, pitches
from lausch.corpora.band.playing.score import NoteArray, Part, shifted
from lausch.corpora.band.playing.speakers import SPEAKER
from lausch.corpora.band.sounding.analogkit import play_kit
from lausch.corpora.band.sounding.drumdesk import Player, varied
from lausch.corpora.band.sounding.effects import amplifier, decibels
from lausch.corpora.band.sounding.instruments import OWN_INSTRUMENTS
from lausch.corpora.band.sounding.mix import level, loudness
from lausch.corpora.band.sounding.samplelead import play_recorded
from lausch.corpora.band.sounding.sampler import double_bass, place
from lausch.corpora.band.sounding.sounds import Sounds, open_font
from lausch.corpora.band.sounding.speech import read_bank
from lausch.corpora.band.sounding.speechlead import sing_spoken
from lausch.corpora.band.sounding.synth import BEND_HOP, play
from lausch.corpora.band.sounding.voicelead import sing
from lausch.frames import FloatArray

STEM_DB = -20.0
# (keys, level in dB against the others): sound sets keep hats 20 dB under the kick, records do not
DRUM_GROUPS = (
    ((35, 36), 0.0),
    ((37, 38, 39, 40), 0.0),
    ((22, 26, 42, 44, 46), -9.0),
    ((51, 53, 59), -9.0),
    ((49, 52, 55, 57), -6.0),
)
OTHER_DRUMS_DB = -4.0
VARIED = 0.7
"""Share of kits whose drums are varied stroke by stroke."""


Group: TypeAlias = "tuple[NoteArray, FloatArray]"
"""The strokes of some drums of a kit, and their sound, shape (n,)."""


@dataclass(frozen=True)
class PlayedPart:
    """A part as sound.

    Parameters
    ----------
    stem : its levelled samples, shape (n,).
    semitones : by how many its player moves it.
    pitches : its pitch track (see `expression.pitches`) with the tuning; empty unless expressive.
    groups : of a kit, at the level of the stem.
    """

    stem: FloatArray
    semitones: int
    pitches: NDArray[np.float64]
    groups: tuple[Group, ...] = ()


def fingered(part: Part) -> bool:
    """Whether a part is a bass with sounds of fingers."""
    return part.role == "bass" and bool(part.player)


def _drums(
    part: Part,
    casting: Casting,
    length: int,
    sounds: Sounds,
    rng: np.random.Generator,
    notes: NoteArray,
) -> list[Group]:
    """The groups of a kit, balanced one by one, as a desk with several microphones does."""
    tuning = float(np.clip(rng.normal(0, 1.2), -3, 3))
    kit: list[Group] = []
    # A generator of its own: what is drawn for the sound of drums changes nothing else.
    own = rng.spawn(1)[0]
    vary = casting.source != "analog kit" and own.random() < VARIED
    named = [key for keys, _ in DRUM_GROUPS for key in keys]
    rest = tuple(int(key) for key in np.unique(notes["pitch"]) if int(key) not in named)
    for keys, db in (*DRUM_GROUPS, (rest, OTHER_DRUMS_DB)):
        group = notes[np.isin(notes["pitch"], keys)]
        offset = float(np.clip(rng.normal(0, 3.5), -9, 9))
        if not len(group):
            continue
        if casting.source == "analog kit":
            stem = play_kit(group, length, rng)
        else:
            first = _player(sounds, casting.source, casting.program, length, tuning)
            if vary:
                second = _player(sounds, *another_kit(sounds, own), length, tuning)
                stem = varied(group, length, first, second, sounds, own)
            else:
                stem = first(group, 0.0)
        # Few strokes count less than many: loud velocities set the level, not the busiest bar.
        hardest = float(group["velocity"].max()) / 110
        peak = float(np.abs(stem).max(initial=0.0))
        if peak > 1e-6:
            gain = decibels(db + offset) * np.float32(min(hardest, 1.1) / peak)
            kit.append((group, stem * gain))
    return kit


def _player(sounds: Sounds, source: str, program: int, length: int, tuning: float) -> Player:
    """What plays strokes on a kit of a sound set."""

    def strike(notes: NoteArray, detuned: float) -> FloatArray:
        font = open_font(sounds.fonts[source])
        semitones = tuning + detuned
        return play(font, notes, length, program=program, drums=True, tuning_semitones=semitones)

    return strike


def played_stem(
    part: Part,
    casting: Casting,
    length: int,
    preroll: float,
    tuning: float,
    sounds: Sounds,
    rng: np.random.Generator,
    *,
    expressive: bool = False,
) -> PlayedPart:
    """A part as its player plays it; notes of `groups` are on the time of the stem."""
    notes = shifted(part.notes, preroll - casting.late_seconds)
    shift = 0
    curve, track = None, np.empty(0)
    kit: list[Group] = []
    if expressive:
        straight = shifted(part.notes, preroll)
        # Only a sound set's player bends: the formulas stand for keys, mallets and plucked strings.
        curve = bends(straight, length, manner(casting.program, rng), rng)
        track = pitches(straight, curve) + tuning
    elif fingered(part):
        curve = bends(notes, length, fingers.manner(casting.program, rng), rng)
    if part.drums:
        kit = _drums(part, casting, length, sounds, rng, notes)
        stem = sum((sound for _, sound in kit), np.zeros(length, dtype=np.float32))
    elif casting.source == "voice":
        stem, shift, sung = sing(notes, length, rng, tuning_semitones=tuning)
        track = sung if expressive else track
    elif casting.source == SPEAKER:
        bank = read_bank(sounds.speakers[casting.instrument])
        stem, shift, sung = sing_spoken(notes, length, bank, rng, tuning_semitones=tuning)
        track = sung if expressive else track
    elif casting.source == "double bass":
        assert sounds.bass is not None
        stem = np.zeros(length, dtype=np.float32)
        for some, off in fingers.takes(notes, rng) if fingered(part) else [(notes, 0.0)]:
            tone = double_bass(sounds.bass, rng)
            stem += place(some, length, tone, tuning_semitones=tuning + off, release_seconds=0.12)
    elif casting.label.removesuffix("+amp") in sounds.recorded:
        known = sounds.recorded[casting.label.removesuffix("+amp")]
        still = np.zeros(-(-length // BEND_HOP) + 1, dtype=np.float32)
        pitch = track if expressive else pitches(notes, still) + tuning
        stem = play_recorded(notes, length, known, pitch, rng)
    elif casting.source == "own":
        tone = OWN_INSTRUMENTS[casting.instrument][0](rng)
        stem = place(notes, length, tone, tuning_semitones=tuning)
    else:
        font = open_font(sounds.fonts[casting.source])
        program = casting.program
        stem = play(font, notes, length, program=program, tuning_semitones=tuning, bends=curve)
    before = loudness(stem)
    if casting.drive_db is not None:
        stem = amplifier(stem, casting.drive_db, rng)
    stem = level(stem, STEM_DB)
    gain = np.float32(loudness(stem) / max(before, 1e-9))
    groups = tuple((shifted(some, casting.late_seconds), sound * gain) for some, sound in kit)
    if expressive and casting.program in WINDS:
        stem += breath(straight, length, rng) * decibels(STEM_DB)
    if fingered(part):
        stem += fingers.noise(notes, length, rng) * decibels(STEM_DB)
    return PlayedPart(stem, shift, track, groups)
