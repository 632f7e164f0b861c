"""The sounds of a kit varied stroke by stroke and drum by drum, as heads, hands and desks do.

A sound set has one snare for each kit and few levels of it; a network that has learnt these finds
no other. Nothing here moves a stroke in time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lausch.corpora.band.playing.score import NoteArray
from lausch.corpora.band.sounding.analogkit import play_kit
from lausch.corpora.band.sounding.effects import (
    compress,
    decibels,
    equalise,
    peak,
    plate,
    reverberate,
    room,
    shelf,
)
from lausch.corpora.band.sounding.sounds import Sounds
from lausch.frames import FloatArray

Player = Callable[[NoteArray, float], FloatArray]
"""Notes and a detuning in semitones to their sound."""


def takes(notes: NoteArray, play: Player, rng: np.random.Generator) -> FloatArray:
    """Strokes in three takes of slightly different tuning, and some of them much weaker."""
    own = notes.copy()
    weak = rng.random(len(own)) < rng.uniform(0, 0.15)
    own["velocity"] = np.where(weak, np.maximum(own["velocity"] // 2, 1), own["velocity"])
    take = rng.integers(0, 3, len(own))
    spread = rng.uniform(0, 0.6)
    sounds = [
        play(own[take == each], float(rng.normal(0, spread)))
        for each in range(3)
        if (take == each).any()
    ]
    together: FloatArray = np.sum(sounds, axis=0, dtype=np.float32)
    return together


def layered(sound: FloatArray, layers: list[FloatArray], rng: np.random.Generator) -> FloatArray:
    """A sound with others of the same strokes under it, at a level of their peaks."""
    top = float(np.abs(sound).max(initial=0.0))
    for layer in layers:
        other = float(np.abs(layer).max(initial=0.0))
        if other > 1e-6:
            sound = sound + layer * (decibels(float(rng.uniform(-18, 4))) * np.float32(top / other))
    return sound


def produced(sound: FloatArray, sounds: Sounds, rng: np.random.Generator) -> FloatArray:
    """Tone, saturation, compression and a room of its own for one drum's microphone."""
    tone = [peak(float(80 * 2 ** rng.uniform(0, 6.5)), float(rng.normal(0, 5)),
                 float(rng.uniform(0.5, 3))) for _ in range(int(rng.integers(1, 4)))]  # fmt: skip
    tone.append(shelf(float(rng.uniform(1500, 9000)), float(rng.normal(0, 4)), high=True))
    sound = equalise(sound, tone)
    top = np.float32(max(float(np.abs(sound).max(initial=0.0)), 1e-9))
    sound = sound / top
    if rng.random() < 0.35:
        sound = np.tanh(sound * decibels(float(rng.uniform(3, 18))))
    if rng.random() < 0.4:
        sound = compress(sound, float(rng.uniform(-26, -8)), float(rng.uniform(3, 8)))
    if rng.random() < 0.5:
        plates = sounds.plates
        answer = (
            plate(plates[int(rng.integers(len(plates)))])
            if plates and rng.random() < 0.4
            else room(float(0.15 * 2 ** rng.uniform(0, 2.5)), rng)
        )
        sound = sound + reverberate(sound, answer) * np.float32(rng.uniform(0.05, 0.5))
    return sound * top


def varied(
    notes: NoteArray,
    length: int,
    play: Player,
    other: Player,
    sounds: Sounds,
    rng: np.random.Generator,
) -> FloatArray:
    """The strokes of one group of drums, shape (length,): from two kits and a drum machine."""
    sound = takes(notes, other if rng.random() < 0.4 else play, rng)
    layers = []
    if rng.random() < 0.3:
        layers.append(other(notes, float(rng.normal(0, 1))))
    if rng.random() < 0.4:
        layers.append(play_kit(notes, length, rng))
    return produced(layered(sound, layers, rng), sounds, rng)
