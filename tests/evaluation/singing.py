"""A model of solos that needs no weights, and recordings of tones that it can follow."""

from __future__ import annotations

import numpy as np
import soundfile

from lausch.annotation import Contour, Melody, Notes, hertz, midi
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.frames import Clock, Frames
from lausch.tasks.solo import SoloTracking

RATE = 22050
CLOCK = Clock(RATE, 2205)
COLUMNS = tuple(f"midi {pitch}" for pitch in range(4, 124))
SCALE = (60, 62, 64, 65, 67, 69, 71, 72)


def tune(first: int) -> list[int]:
    """Sixteen pitches that begin somewhere in a scale and go on in jumps of their own."""
    steps = np.random.default_rng(first).integers(0, len(SCALE), 16)
    return [SCALE[step] + first % 3 for step in steps]


class Played:
    """Notes of half a second each, or their f0, as a callable that survives pickling."""

    def __init__(self, first: int, what: str) -> None:
        self.first, self.what = first, what

    def __call__(self):
        pitches = np.array(tune(self.first))
        onsets = 0.5 * np.arange(len(pitches))
        if self.what == "notes":
            return Notes(onsets, onsets + 0.45, pitches)
        times = 0.01 * np.arange(50 * len(pitches))
        note = np.minimum((times / 0.5).astype(int), len(pitches) - 1)
        return Contour(times, np.where(times - onsets[note] < 0.45, hertz(pitches[note]), 0))


def lead_db() -> float:
    return 4.0


class Singer:
    """Finds the strongest partial of every tenth of a second; `up` semitones wrong."""

    digest = "0" * 64
    rate = RATE
    layers = ("solo",)
    task = SoloTracking()

    def __init__(self, name: str = "singer", up: int = 0) -> None:
        self.name, self.up = name, up

    def activations(self, recording):
        samples = np.concatenate(list(recording.blocks(RATE)))
        count = CLOCK.count(len(samples))
        padded = np.pad(samples, (1102, 2205))
        values = np.zeros((count, len(COLUMNS)), np.float32)
        for frame in range(count):
            some = padded[frame * 2205 : frame * 2205 + 2205] * np.hanning(2205)
            spectrum = np.abs(np.fft.rfft(some, 1 << 14))
            hz = spectrum.argmax() * RATE / (1 << 14)
            if spectrum.max() > 10 and hz > 20:
                values[frame, round(float(midi(hz))) - 4 + self.up] = 1
        return Frames(values, CLOCK, COLUMNS)

    def decode(self, activations):
        pitches = activations.values.argmax(axis=1) + 4
        sounds = activations.values.max(axis=1) > 0
        contour = Contour(activations.times, np.where(sounds, hertz(pitches), 0))
        change = np.diff(np.where(sounds, pitches, 0), prepend=0) != 0
        begins = np.flatnonzero(change & sounds)
        ends = [
            next((n for n in range(begin + 1, len(sounds)) if change[n]), len(sounds))
            for begin in begins
        ]
        notes = Notes(0.1 * begins, 0.1 * np.array(ends, dtype=float), pitches[begins])
        return Melody(contour, notes, activations)


def recording(folder, name, first, split="test", **fields):
    """A track whose sound is its tune in plain tones."""
    notes = Played(first, "notes")()
    samples = np.zeros(round(8.2 * RATE))
    for onset, offset, hz in zip(notes.onsets, notes.offsets, notes.hz, strict=True):
        span = np.arange(round(onset * RATE), round(offset * RATE))
        samples[span] = 0.5 * np.sin(2 * np.pi * hz * span / RATE)
    path = folder / f"{name}.flac"
    soundfile.write(path, samples, RATE, subtype="PCM_16")
    given = {"song": f"song-{name}", "performer": f"player {split} {first % 2}", **fields}
    return Track(
        name,
        path,
        8.2,
        split=split,
        truth={"contour": Played(first, "contour"), "notes": Played(first, "notes")},
        facts={"lead_db": lead_db},
        **given,
    )


def songbook(folder, name="solos", tests=6):
    """A rendered corpus of tunes: tests, and one track each to train on and to validate with."""
    folder.mkdir(parents=True, exist_ok=True)
    tracks = [recording(folder, f"{name}{first}-00", first) for first in range(tests)]
    tracks.append(recording(folder, f"{name}50-00", 50, "train"))
    tracks.append(recording(folder, f"{name}60-00", 60, "validation"))
    return Corpus(name, "MIT", "nobody", "ship", tuple(tracks))
