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
    belief = network.get_submodule("1")
    if not isinstance(belief, DBN):
        raise TypeError(f"only a DBN is pre-trained, not {type(belief).__name__}")
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    values = [
        torch.from_numpy(
            system.representation.finish(np.asarray(open_spectra(each.spectra), dtype=np.float32))
        )
        for each in training
    ]
    report = []
    for place in range(len(belief.machines)):
        with torch.no_grad():
            seen = [belief.seen(rows[None], place) for rows in values]
        rows = torch.cat([row[0] for row, _ in seen])
        given = torch.cat([each[0] for _, each in seen if each is not None] or [rows[:0]])
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
                    given[chosen] if len(given) else None,
                )
                for chosen in torch.split(
                    torch.randperm(len(rows), generator=generator), settings.batch
                )
            ]
            report.append(
                {"machine": place + 1, "epoch": epoch + 1, "error": float(np.mean(errors))}
            )
    return report


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
