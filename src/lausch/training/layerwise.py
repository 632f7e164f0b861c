"""Layer-wise training with least-squares first weights (Uhlich, Giron and Mitsufuji, ICASSP 2015).

A new layer begins as the linear map that comes nearest to the targets from what the layers below
give; since those already estimate the targets, no layer has to be found from random weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
import torch
from torch import nn

from lausch.networks.fnn import FNN
from lausch.system import System
from lausch.training.excerpts import Example, training_batches

BATCHES = 32
RIDGE = 1e-4


def due(network: nn.Module, epoch: int, layer_epochs: int) -> bool:
    """Whether the network grows before this epoch."""
    found = fnn(network)
    return int(found.depth) < min(1 + epoch // layer_epochs, len(found.hidden))


def fnn(network: nn.Module) -> FNN:
    """The part that can grow, inside what `loop.build` built."""
    found = network.get_submodule("1")
    if not isinstance(found, FNN):
        raise TypeError(f"layer-wise training needs an FNN, not {type(found).__name__}")
    return found


def grow(network: nn.Module, system: System, training: Sequence[Example], seed: int) -> None:
    """Add a layer: the ridge regression of the targets on what the deepest layer gives."""
    random = np.random.default_rng([seed, 2**30 + int(fnn(network).depth)])
    width = fnn(network).output.in_features + 1
    square = torch.zeros(width, width, dtype=torch.float64)
    cross = torch.zeros(width, fnn(network).output.out_features, dtype=torch.float64)
    network.eval()
    with torch.inference_mode():
        for batch in islice(training_batches(system, training, random), BATCHES):
            kept = torch.from_numpy(batch.mask) > 0
            features = network.get_submodule("0")(torch.from_numpy(batch.features))
            hidden = fnn(network).last_hidden(features)[kept].double()
            hidden = torch.cat([hidden, torch.ones(len(hidden), 1)], dim=1)
            square += hidden.T @ hidden
            cross += hidden.T @ torch.from_numpy(batch.targets)[kept].double()
    ridge = RIDGE * square.diagonal().mean() * torch.eye(width)
    solved = torch.linalg.solve(square + ridge, cross).float()
    fnn(network).grow(solved[:-1].T, solved[-1])
