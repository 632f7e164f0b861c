"""Models that need no weights, and tracks of clicks: what evaluation is tested with."""

from __future__ import annotations

import numpy as np
import soundfile
from conftest import RATE, EnergyModel, clicks

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.evaluation.result import Result
from lausch.frames import Frames
from lausch.models.card import Card
from lausch.tasks import DownbeatTracking

SECONDS = 12.0


def card(name: str, **training: object) -> Card:
    run = {
        "seed": 0,
        "epochs": 3,
        "best_epoch": 2,
        "validation_loss": 0.125,
        "seconds": 90.0,
        "tracks": 5,
        "hours": 0.5,
        "command": f"lausch train {name} --seed 0",
    }
    bill = {
        "name": "clicks",
        "licence": "MIT",
        "credit": "nobody",
        "tracks": 5,
        "hours": 0.5,
        "sha256": "0" * 64,
    }
    return Card(
        name=name,
        title="Energy",
        paper="Nobody2026",
        representation={},
        task={"decoder": {"break_even": 0.25, "min_bpm": 30.0}},
        chunk_frames=1,
        context_frames=0,
        parameters=7,
        recipe={},
        training={**run, **training},
        data=[bill],
        licence="MIT",
        probe={},
        deviations=["It listens to energy."],
    )


class Stub(EnergyModel):
    """The energy model with a card and a downbeat column; `late` shifts what it hears."""

    task = DownbeatTracking()

    def __init__(self, name: str = "energy", late: float = 0.0, **training: object) -> None:
        self.name, self.late = name, late
        self.card = card(name, **training)

    def activations(self, recording):
        energy = super().activations(recording)
        loud = np.flatnonzero(energy.values[:, 0] > 0.3)
        down = np.zeros_like(energy.values)
        down[loud[np.diff(loud, prepend=-100) > 10][::4]] = 0.9
        return Frames(np.hstack([energy.values, down]), energy.clock, ("beat", "downbeat"))

    def decode(self, activations, **options):
        found = super().decode(activations, **options)
        return Beats(found.times + self.late, found.positions)


class TwoAndThree:
    """An annotation as a callable that survives pickling."""

    def __init__(self, bpm: float) -> None:
        self.bpm = bpm

    def __call__(self) -> Beats:
        times = np.arange(0.5, SECONDS - 0.02, 60 / self.bpm)
        return Beats(times, np.arange(len(times)) % 4 + 1)


def track(folder, name, bpm, split="test", **fields):
    path = folder / f"{name}.flac"
    soundfile.write(path, clicks(bpm, SECONDS), RATE, subtype="PCM_16")
    fields = {"song": f"song of {name}", "style": "clicks", **fields}
    return Track(name, path, SECONDS, split=split, truth={"beats": TwoAndThree(bpm)}, **fields)


def corpus(folder, name="clicks", use="ship"):
    folder.mkdir(exist_ok=True)
    tracks = [track(folder, f"{name}-test-{bpm}", bpm) for bpm in (80, 110, 120, 150, 200, 240)]
    tracks += [track(folder, f"{name}-validation-{bpm}", bpm, "validation") for bpm in (90, 130)]
    tracks += [track(folder, f"{name}-train-100", 100, "train")]
    return Corpus(name, "MIT", "nobody", use, tuple(tracks))


def row(system="ours", track="a", corpus="pop", song=None, tactus="right", bpm=120.0, **scores):
    values = {"beat F": 0.9, "CMLt": 0.8, "AMLt": 0.85}
    values |= {key.replace("_", " "): value for key, value in scores.items()}
    facts = {"bpm": bpm, "found bpm": bpm, "metrical level": tactus}
    return Result(system, corpus, track, song or track, 60.0, values, facts=facts)
