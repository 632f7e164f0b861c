"""A beat network learns from corrected beats of a recording, and stays near what it was.

Pinto, Böck, Cardoso and Davies (User-driven fine-tuning for beat tracking, Electronics 10, 2021)
let a network learn further from some seconds of one recording to find the beats of the rest. Here
only the last layers learn, for few steps, and squared differences to the weights they had are part
of the loss (L2-SP; Li, Grandvalet and Davoine, ICML 2018).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from lausch import systems
from lausch.errors import ModelError
from lausch.models.card import Card, digest_of_names
from lausch.models.model import Model
from lausch.models.probe import probe_record
from lausch.system import System
from lausch.tasks.beats import BeatTracking, DownbeatTracking
from lausch.training.corrected import Corrected
from lausch.training.excerpts import Excerpt
from lausch.training.export import export, probe_activations, with_head
from lausch.training.loop import build, loss_of
from lausch.training.record import runs_before
from lausch.training.start import take_over

STEPS = 60
RATE = 1e-3
PULL = 0.01
"""Weight of the summed squared differences to the weights before."""
SHARE = 0.2
"""Share of the network's weights that learn, the last ones."""
SUFFIX = "-adapted"


@dataclass(frozen=True)
class Adapted:
    """The outcome: losses on the corrected beats before and after, and the time that it took.

    `weights` is the number of those that learnt.
    """

    before: float
    after: float
    seconds: float
    weights: int


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
    system = _system_of(model)
    network = build(system)
    take_over(network, weights)
    excerpts = [part.excerpt(system) for part in parts]
    before = _measured(network, system, excerpts)
    count = _tune(network, system, excerpts, seed, steps, step)
    after = _measured(network, system, excerpts)
    result = Adapted(before, after, time.perf_counter() - began, count)
    training = {
        "command": command,
        "seed": seed,
        "epochs": steps,  # each is on all parts
        "seconds": round(result.seconds, 1),
        "tracks": len(parts),
        "hours": sum(part.seconds for part in parts) / 3600,
        "before": runs_before(weights),
        "adapted": {
            "weights": count,
            "steps": steps,
            "learning_rate": RATE,
            "pull": PULL,
            "loss_before": round(before, 4),
            "loss_after": round(after, 4),
        },
    }
    card = replace(
        _card(model.card, system, parts),
        training=training,
        probe=probe_record(probe_activations(with_head(network, system), system)),
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    export(network, system, card, out)
    return result


def _card(card: Card, system: System, parts: Sequence[Corrected]) -> Card:
    """The card of the model before, with what was learnt from."""
    title = card.title.split("; adapted to ")[0]
    return replace(
        card,
        name=f"{system.name}{SUFFIX}",
        title=f"{title}; adapted to {', '.join(part.name for part in parts)}",
        data=[*card.data, *(_bill(part) for part in parts)],
        licence="not stated",
        deviations=[
            *(each for each in card.deviations if not each.startswith("Adapted")),
            f"Adapted to {sum(part.seconds for part in parts):.0f} corrected seconds of "
            f"{len(parts)} recording{'s' * (len(parts) > 1)}: good for music like it, and not "
            "measured on any other.",
        ],
    )


def _bill(part: Corrected) -> dict[str, Any]:
    """The entry of a recording in the data on the card, as that of a corpus with one track."""
    return {
        "name": part.name,
        "licence": "not stated",
        "credit": "beats corrected by a user",
        "tracks": 1,
        "hours": part.seconds / 3600,
        "sha256": digest_of_names([part.name]),
    }


def _system_of(model: Model) -> System:
    """The system of a model that can be adapted, with the task on its card."""
    name = model.name.removesuffix(SUFFIX)
    if not isinstance(model.task, BeatTracking | DownbeatTracking):
        raise ModelError(
            f"{model.name} cannot be adapted to beats: it finds {' and '.join(model.layers)} "
            "otherwise than by an activation of beats in each frame; adapt lausch2026"
        )
    if name not in systems.NAMES:
        raise ModelError(
            f"{model.name} is no system of this lausch, so its network cannot be built anew; adapt "
            "lausch2026"
        )
    own = systems.system(name)
    if own.members > 1 or model.representation != own.representation:
        raise ModelError(
            f"{model.name} cannot be adapted: it is a bag of networks, or has other features than "
            f"today's {name}; adapt lausch2026"
        )
    return replace(own, task=model.task)


def _last(network: nn.Module) -> list[nn.Parameter]:
    """The last parameters that are at least `SHARE` of all weights."""
    parameters = list(network.parameters())[::-1]
    sums = list(accumulate(each.numel() for each in parameters))
    enough = next(n for n, total in enumerate(sums) if total >= SHARE * sums[-1])
    return parameters[: enough + 1]


def _tune(
    network: nn.Module,
    system: System,
    excerpts: Sequence[Excerpt],
    seed: int,
    steps: int,
    step: Callable[[int, int], None],
) -> int:
    """Train the last layers in place; the number of their weights."""
    torch.manual_seed(seed)
    network.train().requires_grad_(False)
    layers = _last(network)
    origin = [each.detach().clone() for each in layers]
    for each in layers:
        each.requires_grad = True
    optimizer = torch.optim.Adam(layers, lr=RATE)
    for number in range(1, steps + 1):
        optimizer.zero_grad(set_to_none=True)
        apart = sum(
            ((now - was).square().sum() for now, was in zip(layers, origin, strict=True)),
            start=torch.zeros(()),
        )
        loss = _loss(network, system, excerpts) + PULL * apart
        torch.autograd.backward(loss)
        optimizer.step()
        step(number, steps)
    network.eval()
    return sum(each.numel() for each in layers)


def _loss(network: nn.Module, system: System, excerpts: Sequence[Excerpt]) -> Tensor:
    return torch.stack([loss_of(network, system, each) for each in excerpts]).mean()


def _measured(network: nn.Module, system: System, excerpts: Sequence[Excerpt]) -> float:
    with torch.inference_mode():
        return float(_loss(network.eval(), system, excerpts))
