"""Networks that see beats, and what they say together, on beats that are known or found."""

from __future__ import annotations

import time
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from lausch.analysis.finders import PAUSE_SECONDS
from lausch.annotation import Beats, Times
from lausch.decoding.bars import BarCounter
from lausch.evaluation.run import opened
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.frames import FloatArray, Frames
from lausch.metrics import beats
from lausch.models.beatwise import frames_of
from lausch.models.model import Model
from lausch.tasks.bar_states import BarStates

Floats = NDArray[np.float64]

FRAMES, FIELD = "lausch2026", "durandessid2016"
ON_BEATS = ("krebs2016", "durand2017", FIELD)
ENSEMBLE = (FRAMES, *ON_BEATS)
KNOWN = " on known beats"
TOGETHER = "ensemble"
DOWNBEATS = "downbeat F"
KNOWN_BEATS = f"{DOWNBEATS}{KNOWN}"
REACH_FRAMES = 2
SMALLEST = 1e-3
METERS = (3, 4)


class Shared:
    """What the networks on beats of one recording share: found beats, and frames of features."""

    def __init__(self, session: Session) -> None:
        began = time.process_time()
        self.sound = session.sound(44100)
        self.found = opened(FRAMES).activations(self.sound)
        self.models = {name: each for name in ON_BEATS if isinstance(each := opened(name), Model)}
        stacks = [model.representation for model in self.models.values()]
        samples = np.concatenate([*self.sound.blocks()])
        self._frames = dict(zip(self.models, frames_of(stacks, samples), strict=True))
        self.seconds = time.process_time() - began

    def outputs(self, name: str, beats: Times) -> FloatArray:
        """Outputs of a network at beats (s), (beats, outputs)."""
        model = self.models[name]
        rows = model.representation.on_beats(self._frames[name], beats)
        return model.infer(rows) if len(rows) else np.zeros((0, len(model.task.outputs)))

    def chances(self, beats: Times) -> dict[str, Floats]:
        """The probability that each beat is a downbeat, by every network."""
        every = {
            name: each.task.chances(self.outputs(name, beats)) for name, each in self.models.items()
        }
        return {FRAMES: at_beats(self.found, beats), **every}


_SHARED: WeakKeyDictionary[Session, Shared] = WeakKeyDictionary()


def shared(session: Session) -> Shared:
    """That of a session, computed once."""
    if session not in _SHARED:
        _SHARED[session] = Shared(session)
    return _SHARED[session]


def estimate(session: Session, system: System) -> Estimate:
    """What `lausch.analyze` finds; networks on beats share beats and features, for all of them.

    So the processor time of each contains the features of the others.
    """
    common = shared(session)
    if system.name not in common.models:
        return session.estimate(system)
    began = time.process_time()
    task, found, sounding = common.models[system.name].task, common.found, common.sound.sounding
    frames = task.beats_in(found)
    placed = task.placed(common.outputs(system.name, found.clock.seconds(frames)), frames, found)
    activations = sounding.masked(placed)
    numbered = task.decode(activations)
    sounds = sounding.at(numbered.times, bridged_seconds=PAUSE_SECONDS)
    seconds = common.seconds + time.process_time() - began
    return Estimate(numbered.only(sounds), activations, seconds)


def on_beats(session: Session) -> dict[str, Scores]:
    """Downbeat F of the ensemble on found beats; on annotated ones, of all networks and features.

    Found beats are those of the model that finds them for every network, without silence.
    """
    truth: Beats = session.track.read("beats")
    common = shared(session)
    scores = {}
    frames = common.models[FIELD].task.beats_in(common.found)
    found = common.found.clock.seconds(frames)
    if len(found):
        counted = numbers(together([*common.chances(found).values()]))
        heads = found[counted == 1]
        heads = heads[common.sound.sounding.at(heads, bridged_seconds=PAUSE_SECONDS)]
        scores[TOGETHER] = Scores({DOWNBEATS: beats.event_f(truth.downbeats, heads)})
    chances = common.chances(truth.times)
    known = {name: numbers(chance) for name, chance in chances.items()}
    known[TOGETHER] = numbers(together([*chances.values()]))
    for name, model in common.models.items():
        said = common.outputs(name, truth.times)
        if isinstance(model.task, BarStates):
            known[f"{name}, its chain"] = model.task.numbers(said, model.task.meters)
        for feature, column in zip(getattr(model.task, "features", ()), said.T, strict=False):
            known[f"{name}, {feature} alone"] = numbers(column)
    for name in sorted(known):
        value = beats.event_f(truth.downbeats, truth.times[known[name] == 1])
        scores[f"{name}{KNOWN}"] = Scores({KNOWN_BEATS: value})
    return scores


def at_beats(activations: Frames, times: Times) -> Floats:
    """The share of downbeats in what a network of frames says of beats, at known beats."""
    frames = activations.clock.frames(times).clip(0, len(activations) - 1)
    near = frames[:, None] + np.arange(-REACH_FRAMES, REACH_FRAMES + 1)
    near = near.clip(0, len(activations) - 1)
    down, beat = (activations.column(name)[near].max(axis=1) for name in ("downbeat", "beat"))
    share: Floats = down / np.maximum(np.maximum(beat, down), SMALLEST)
    return share


def together(chances: list[Floats]) -> Floats:
    """The probability whose log-odds are the mean of those of several networks."""
    held = np.clip(np.stack(chances).astype(np.float64), SMALLEST, 1 - SMALLEST)
    odds = np.log(held / (1 - held)).mean(axis=0)
    mixed: Floats = 1 / (1 + np.exp(-odds))
    return mixed


def numbers(chance: Floats) -> NDArray[np.int64]:
    """Numbers in the bar, counted by the same model of bars for every network."""
    return BarCounter().numbers(chance, METERS)
