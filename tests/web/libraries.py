"""A small library of solos with known notes, analysed before the tests."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import soundfile

import lausch
from lausch.annotation import Notes
from lausch.annotation.analysis import Analysis
from lausch.frames import Clock, Frames
from lausch.sonify.tones import Tone
from lausch.web.kept import Kept, fingerprint
from lausch.web.preparing import Work, prepare
from lausch.web.songs import FAILED, READY, Manner, Songs

RATE = 22050
SECONDS = 40.0
NAMES = ("first.json", "second.json", "third.json")


def solo(seed: int) -> Notes:
    """A melody of half-second notes, another for each seed."""
    draw = np.random.default_rng(seed)
    pitches = 60 + np.cumsum(draw.choice((-4, -2, -1, 1, 2, 3, 5), 78)) % 14
    onsets = 0.5 + 0.5 * np.arange(len(pitches))
    return Notes(onsets, onsets + 0.45, pitches)


def tone(notes: Notes, seconds: float = SECONDS) -> np.ndarray:
    """Notes as sound, float32 at `RATE`."""
    return (0.5 * Tone(notes, RATE).take(round(seconds * RATE))).astype(np.float32)


def salience(notes: Notes) -> Frames:
    """What a network that makes no mistake finds of notes."""
    values = np.zeros((round(10 * SECONDS), 120), np.float32)
    for onset, offset, pitch in zip(notes.onsets, notes.offsets, notes.pitches, strict=True):
        values[round(10 * onset) : round(10 * offset), round(pitch) - 4] = 0.9
    return Frames(values, Clock(RATE, RATE // 10), tuple(f"midi {4 + at}" for at in range(120)))


def library(folder: Path, kept: Path, **manner) -> Songs:
    """Recordings that are ready to be shown and searched."""
    paths = []
    for seed, name in enumerate(NAMES):
        notes = solo(seed)
        path = folder / name
        soundfile.write(path.with_suffix(".wav"), tone(notes), RATE)
        recording = lausch.load_audio(path.with_suffix(".wav"))
        found = Analysis(
            solo=notes,
            solo_activations=salience(notes),
            provenance=recording.provenance,
            duration=recording.duration,
        )
        lausch.write(found, path)
        place = Kept(kept / fingerprint(path), "a")
        place.folder.mkdir(parents=True)
        prepare(Work(path, place, ("all",), ()))  # here, and in no process of its own
        paths.append(path)
    songs = Songs(paths, Manner(kept, "a", **manner), base=folder)
    songs.start()
    end = time.monotonic() + 120
    while any(song.state not in (READY, FAILED) for song in songs.songs.values()):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert [song.failure for song in songs.songs.values()] == ["", "", ""]
    return songs
