"""Networks that see beats, and what they say together, on beats that are known or found."""

from __future__ import annotations

import time
from itertools import combinations
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from lausch.analysis.finders import PAUSE_SECONDS
from lausch.annotation import Beats, Times
from lausch.decoding.agreement import downbeat_share, together
from lausch.decoding.bars import BarCounter
from lausch.evaluation.run import opened
from lausch.evaluation.session import Estimate, Scores, Session, System
from lausch.frames import FloatArray
from lausch.metrics import beats
from lausch.models.beatwise import frames_of
from lausch.models.model import Model
from lausch.tasks.bar_states import BarStates

Floats = NDArray[np.float64]

FRAMES, FIELD = "lausch2026", "durandessid2016"
ON_BEATS = ("krebs2016", "durand2017", FIELD)
ENSEMBLE = (FRAMES, *ON_BEATS)
AGREED = "downbeats2026"
"""What `FRAMES` and `durand2017` say together, as a system."""
AND = " + "
COMBINATIONS = [names for count in (2, 3, 4) for names in combinations(ENSEMBLE, count)]
KNOWN = " on known beats"
TOGETHER = "ensemble"
DOWNBEATS = "downbeat F"
KNOWN_BEATS = f"{DOWNBEATS}{KNOWN}"
METERS = (3, 4)


class Shared:
    """What the networks on beats of one recording share: found beats, and frames of features."""

    def __init__(self, session: Session) -> None:
        began = time.process_time()
        self.sound = session.sound(44100)
        self.found = opened(FRAMES).activations(self.sound)
        names = (*ON_BEATS, AGREED)
        self.models = {name: each for name in names if isinstance(each := opened(name), Model)}
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
            name: self.models[name].task.chances(self.outputs(name, beats)) for name in ON_BEATS
        }
        at = beats * self.found.clock.fps
        return {FRAMES: downbeat_share(self.found, at), **every}


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
    """Downbeat F of combinations on found beats; on annotated ones, of all networks and features.

    Found beats are those of the model that finds them for every network, without silence.
    """
    truth: Beats = session.track.read("beats")
    common = shared(session)
    scores = {}
    frames = common.models[FIELD].task.beats_in(common.found)
    found = common.found.clock.seconds(frames)
    sounds = common.sound.sounding.at(found, bridged_seconds=PAUSE_SECONDS)
    chances = common.chances(found)
    for names in COMBINATIONS if len(found) else ():
        counted = numbers(together([chances[name] for name in names]))
        heads = found[(counted == 1) & sounds]
        scores[AND.join(names)] = Scores({DOWNBEATS: beats.event_f(truth.downbeats, heads)})
    chances = common.chances(truth.times)
    known = {name: numbers(chance) for name, chance in chances.items()}
    known[TOGETHER] = numbers(together([*chances.values()]))
    for name in ON_BEATS:
        model, said = common.models[name], common.outputs(name, truth.times)
        if isinstance(model.task, BarStates):
            known[f"{name}, its chain"] = model.task.numbers(said, model.task.meters)
        for feature, column in zip(getattr(model.task, "features", ()), said.T, strict=False):
            known[f"{name}, {feature} alone"] = numbers(column)
    for name in sorted(known):
        value = beats.event_f(truth.downbeats, truth.times[known[name] == 1])
        scores[f"{name}{KNOWN}"] = Scores({KNOWN_BEATS: value})
    return scores


def numbers(chance: Floats) -> NDArray[np.int64]:
    """Numbers in the bar, counted by the same model of bars for every network."""
    return BarCounter().numbers(chance, METERS)
