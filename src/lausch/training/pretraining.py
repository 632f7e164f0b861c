"""Greedy training of a deep belief network, layer by layer, before its targets are shown.

(Hinton, Osindero and Teh, Neural Computation 18, 2006.) Each machine learns by contrastive
divergence what the machines below make of all training rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from lausch.networks.dbn import DBN, RBM
from lausch.system import Pretraining, System
from lausch.training.cache import open_spectra
from lausch.training.excerpts import Example

FIRST_MOMENTUM = 0.5
"""Of the first epoch of each machine (Hinton, A Practical Guide, 2010, section 9)."""


def pretrain(
    network: nn.Module, system: System, training: Sequence[Example], seed: int
) -> list[dict[str, float]]:
    """Train the machines of a network of `loop.build`, the lowest first.

    Returns the mean squared error of reconstructed rows for each machine and epoch. Raises
    TypeError when the network is no DBN.
    """
    settings = system.recipe.pretraining
    if settings is None:
        return []
    belief = dbn(network)
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    if belief.saturation is not None:
        belief.saturation.set(_means(system, training))
    count = sum(len(open_spectra(each.spectra)) for each in training)
    share = min(1.0, settings.rows / count) if settings.rows and count else 1.0
    report = []
    for place in range(len(belief.machines)):
        rows, given = _seen(belief, place, system, training, share, generator)
        machine = belief.machine(place)
        optimizer = torch.optim.SGD(
            machine.parameters(), settings.learning_rate, weight_decay=settings.weight_decay
        )
        for epoch in range(settings.epochs):
            for group in optimizer.param_groups:
                group["momentum"] = settings.momentum if epoch else FIRST_MOMENTUM
            errors = [
                _step(
                    machine,
                    optimizer,
                    settings,
                    rows[chosen],
                    None if given is None else given[chosen],
                )
                for chosen in torch.split(
                    torch.randperm(len(rows), generator=generator), settings.batch
                )
            ]
            report.append(
                {"machine": place + 1, "epoch": epoch + 1, "error": float(np.mean(errors))}
            )
    return report


def _values(system: System, example: Example) -> Tensor:
    """The finished rows of a track, (rows, columns)."""
    spectra = np.asarray(open_spectra(example.spectra), dtype=np.float32)
    return torch.from_numpy(system.representation.finish(spectra))


def _means(system: System, training: Sequence[Example]) -> Tensor:
    """The mean of every column over all training rows."""
    sums = torch.zeros(len(system.representation.columns), dtype=torch.float64)
    count = 0
    for example in training:
        values = _values(system, example)
        sums += values.double().sum(0)
        count += len(values)
    return (sums / max(count, 1)).float()


def _seen(
    belief: DBN,
    place: int,
    system: System,
    training: Sequence[Example],
    share: float,
    generator: torch.Generator,
) -> tuple[Tensor, Tensor | None]:
    """What a machine sees of a random share of the training rows, and what it is given."""
    rows, given = [], []
    with torch.no_grad():
        for example in training:
            state, before = belief.seen(_values(system, example)[None], place)
            kept = torch.ones(len(state[0]), dtype=torch.bool)
            if share < 1:
                kept = torch.rand(len(kept), generator=generator) < share
            rows.append(state[0, kept])
            if before is not None:
                given.append(before[0, kept])
    return torch.cat(rows), torch.cat(given) if given else None


def dbn(network: nn.Module) -> DBN:
    """The DBN inside a network of `loop.build`."""
    belief = network.get_submodule("1")
    if not isinstance(belief, DBN):
        raise TypeError(f"only a DBN is pre-trained, not {type(belief).__name__}")
    return belief


def _step(
    machine: RBM,
    optimizer: torch.optim.Optimizer,
    settings: Pretraining,
    rows: Tensor,
    given: Tensor | None,
) -> float:
    """One update; returns the error of reconstruction after it."""
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(machine.contrast(rows, given, steps=settings.steps))
    optimizer.step()
    with torch.no_grad():
        return float(machine.error(rows, given))
