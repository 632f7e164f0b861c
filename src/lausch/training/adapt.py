"""A beat network learns from corrected beats of a recording, and stays near what it was.

Pinto, Böck, Cardoso and Davies (User-driven fine-tuning for beat tracking, Electronics 10, 2021)
let a network learn further from some seconds of one recording to find the beats of the rest. Here
only the last layers learn, for few steps, and squared differences to the weights they had are part
of the loss (L2-SP; Li, Grandvalet and Davoine, ICML 2018).
"""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from lausch.annotation import Beats
from lausch.errors import AnnotationError, ModelError
from lausch.frames import Clock, FloatArray
from lausch.models.model import Model
from lausch.models.probe import probe_record
from lausch.representations import represent
from lausch.system import System
from lausch.systems import NAMES, system
from lausch.tasks.beats import BeatTracking, DownbeatTracking
from lausch.training.excerpts import widen
from lausch.training.export import export, probe_activations, with_head
from lausch.training.loop import build
from lausch.training.losses import LOSSES
from lausch.training.record import runs_before
from lausch.training.start import take_over

STEPS = 60
RATE = 1e-3
PULL = 0.01
"""Weight of the summed squared differences to the weights before."""
SHARE = 0.2
"""Share of the network's weights that learn, the last ones."""
CONTEXT_SECONDS = 5.0
"""The network sees so much before and after what was corrected."""
FEWEST_BEATS = 8
LONGEST_SECONDS = 300.0
GAP = 2.5
"""Between beats further apart than so many median ones, nothing was corrected."""
SUFFIX = "-adapted"


@dataclass(frozen=True)
class Corrected:
    """Part of a recording, of which the beats are known.

    Parameters
    ----------
    name : of the recording, for the card.
    samples : of the whole recording, (n,), at the rate of the model.
    beats : corrected ones, in seconds of the recording; 10 to 30 s of them are enough.

    Raises AnnotationError for fewer than 8 beats, or more than 300 s of them.
    """

    name: str
    samples: FloatArray
    beats: Beats

    def __post_init__(self) -> None:
        count = len(self.beats)
        if count < FEWEST_BEATS:
            raise AnnotationError(
                f"{self.name}: {count} corrected beats are too few to learn from; correct 10 to 30 "
                f"seconds, at least {FEWEST_BEATS} beats"
            )
        if self.seconds > LONGEST_SECONDS:
            raise AnnotationError(
                f"{self.name}: the corrected beats span {self.seconds:.0f} s, more than "
                f"{LONGEST_SECONDS:.0f}; adapting is for 10 to 30 s, and `lausch train` for more"
            )

    @property
    def seconds(self) -> float:
        """From the first corrected beat to the last."""
        return float(self.beats.times[-1] - self.beats.times[0])


@dataclass(frozen=True)
class Adapted:
    """What came of it: the losses on the corrected beats before and after, and the time it took."""

    before: float
    after: float
    seconds: float
    weights: int


@dataclass(frozen=True)
class _Excerpt:
    features: Tensor
    targets: Tensor
    weights: Tensor


def adapt(
    weights: bytes,
    parts: Sequence[Corrected],
    out: Path,
    *,
    seed: int = 0,
    steps: int = STEPS,
    command: str = "",
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Adapted:
    """Write a model that has learnt from corrected beats to `out`, an .onnx file with a card.

    Parameters
    ----------
    weights : a weights file of a system of beats that has one network.
    parts : one or more; they count alike.
    seed : of dropout.
    steps : of the optimizer, each on all parts.
    command : for the card.
    step : is told how many steps are done.

    Raises
    ------
    ModelError
        For weights of something other than beats, or of a system of several networks.
    AnnotationError
        For beats beyond the end of their recording, or without numbers if the network needs them.
    """
    began = time.perf_counter()
    model = Model(weights)
    found = _system_of(model)
    network = build(found)
    take_over(network, weights)
    excerpts = [_excerpt(found, part) for part in parts]
    before = _measured(network, found, excerpts)
    learnt = _tune(network, found, excerpts, seed, steps, step)
    after = _measured(network, found, excerpts)
    result = Adapted(before, after, time.perf_counter() - began, learnt)
    training = {
        **model.card.training,
        "command": command,
        "seed": seed,
        "epochs": 0,
        "seconds": round(result.seconds, 1),
        "before": runs_before(weights),
        "adapted": {
            "weights": learnt,
            "steps": steps,
            "learning_rate": RATE,
            "pull": PULL,
            "loss_before": round(before, 4),
            "loss_after": round(after, 4),
        },
    }
    title = model.card.title.split("; adapted to ")[0]
    card = replace(
        model.card,
        name=f"{found.name}{SUFFIX}",
        title=f"{title}; adapted to {', '.join(part.name for part in parts)}",
        training=training,
        data=[*model.card.data, *(_entry(part) for part in parts)],
        licence="not stated",
        probe=probe_record(probe_activations(with_head(network, found), found)),
        deviations=[
            *(each for each in model.card.deviations if not each.startswith("Adapted")),
            f"Adapted to {sum(part.seconds for part in parts):.0f} corrected seconds of "
            f"{len(parts)} recording{'s' * (len(parts) > 1)}: good for music like it, and not "
            "measured on any other.",
        ],
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    export(network, found, card, out)
    return result


def _system_of(model: Model) -> System:
    """The system of a model that can be adapted, with the task on its card."""
    name = model.name.removesuffix(SUFFIX)
    if not isinstance(model.task, BeatTracking | DownbeatTracking):
        raise ModelError(
            f"{model.name} cannot be adapted to beats: it finds {' and '.join(model.layers)} "
            "otherwise than by an activation of beats in each frame; adapt lausch2026"
        )
    if name not in NAMES:
        raise ModelError(
            f"{model.name} is no system of this lausch, so its network cannot be built anew; adapt "
            "lausch2026"
        )
    found = system(name)
    if found.members > 1 or model.representation != found.representation:
        raise ModelError(
            f"{model.name} cannot be adapted: it is a bag of networks, or has other features than "
            f"today's {name}; adapt lausch2026"
        )
    return replace(found, task=model.task)


def _excerpt(found: System, part: Corrected) -> _Excerpt:
    """Features around the corrected beats, targets, and weights of 1 where something is known."""
    clock: Clock = found.representation.clock
    times = part.beats.times
    duration = len(part.samples) / clock.rate
    if times[-1] > duration:
        raise AnnotationError(
            f"{part.name} ends at {duration:.2f} s, but a corrected beat is at {times[-1]:.2f} s; "
            "are they of another recording?"
        )
    first = max(0, int(clock.frames(times[:1])[0]) - round(CONTEXT_SECONDS * clock.fps))
    start = first * clock.hop
    stop = start + round((times[-1] - start / clock.rate + CONTEXT_SECONDS) * clock.rate)
    features = represent(found.representation, part.samples[start:stop]).values
    local = Beats(times - start / clock.rate, part.beats.positions)
    targets, known = _targets(found, local, clock, len(features))
    return _Excerpt(*(torch.from_numpy(each)[None] for each in (features, targets, known)))


def _targets(
    found: System, beats: Beats, clock: Clock, count: int
) -> tuple[FloatArray, FloatArray]:
    numbered, outputs = beats, found.task.outputs
    unnumbered = beats.positions is None and len(outputs) > 1
    if unnumbered and found.recipe.loss != "bce":
        raise AnnotationError(
            f"{found.name} tells downbeats from other beats, so corrected beats need numbers in "
            "the bar: write them beside the times, or adapt lausch2026"
        )
    if unnumbered:
        numbered = Beats(beats.times, np.full(len(beats), 2))  # whose weights are 0 below
    targets = widen(found.task.encode(numbered, clock, count).values, found.recipe.widen_frames)
    known = np.zeros((count, len(outputs)), dtype=np.float32)
    known[_corrected(beats, clock, count)] = 1
    if unnumbered:
        known[:, 1:] = 0
    return targets, known


def _corrected(beats: Beats, clock: Clock, count: int) -> Any:
    """Frames between corrected beats, and half a beat beyond; shape (count,), of truth values."""
    period = float(np.median(np.diff(beats.times)))
    places = clock.seconds(np.arange(count))
    right = np.searchsorted(beats.times, places).clip(1, len(beats) - 1)
    gaps = np.diff(beats.times)[right - 1]
    near = np.abs(places[:, None] - beats.times).min(axis=1) <= period / 2
    inside = (places >= beats.times[0]) & (places <= beats.times[-1])
    return near | (inside & (gaps <= GAP * period))


def _last(network: nn.Module) -> list[nn.Parameter]:
    """The last parameters that are at least `SHARE` of all weights."""
    parameters = list(network.parameters())[::-1]
    sums = list(accumulate(each.numel() for each in parameters))
    enough = next(n for n, total in enumerate(sums) if total >= SHARE * sums[-1])
    return parameters[: enough + 1]


def _tune(
    network: nn.Module,
    found: System,
    excerpts: Sequence[_Excerpt],
    seed: int,
    steps: int,
    step: Callable[[int, int], None],
) -> int:
    """Train the last layers in place; the number of weights that learnt."""
    torch.manual_seed(seed)
    network.train()
    for every in network.parameters():
        every.requires_grad = False
    tuned = _last(network)
    origin = copy.deepcopy([each.detach() for each in tuned])
    for each in tuned:
        each.requires_grad = True
    optimizer = torch.optim.Adam(tuned, lr=RATE)
    for done in range(steps):
        optimizer.zero_grad(set_to_none=True)
        apart = sum(
            ((now - was).square().sum() for now, was in zip(tuned, origin, strict=True)),
            start=torch.zeros(()),
        )
        loss = _loss(network, found, excerpts) + PULL * apart
        torch.autograd.backward(loss)
        optimizer.step()
        step(done + 1, steps)
    network.eval()
    return sum(each.numel() for each in tuned)


def _loss(network: nn.Module, found: System, excerpts: Sequence[_Excerpt]) -> Tensor:
    loss = LOSSES[found.recipe.loss]
    each = [loss(network(part.features), part.targets, part.weights) for part in excerpts]
    return torch.stack(each).mean()


def _measured(network: nn.Module, found: System, excerpts: Sequence[_Excerpt]) -> float:
    with torch.inference_mode():
        return float(_loss(network.eval(), found, excerpts))


def _entry(part: Corrected) -> dict[str, Any]:
    """The entry of a recording in the data on the card."""
    return {
        "name": part.name,
        "licence": "not stated",
        "credit": "beats corrected by a user",
        "tracks": 1,
        "hours": part.seconds / 3600,
        "sha256": hashlib.sha256(part.name.encode()).hexdigest(),
    }
