"""Layer-wise training with least-squares first weights (Uhlich, Giron and Mitsufuji, ICASSP 2015).

A new layer starts as the linear map from the outputs of the layers below to the targets with the
least squared error. Those layers already estimate the targets, so no layer starts at random.
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
    growing = fnn(network)
    return int(growing.depth) < min(1 + epoch // layer_epochs, len(growing.hidden))


def fnn(network: nn.Module) -> FNN:
    """The FNN inside a network of `loop.build`."""
    growing = network.get_submodule("1")
    if not isinstance(growing, FNN):
        raise TypeError(f"layer-wise training needs an FNN, not {type(growing).__name__}")
    return growing


def grow(network: nn.Module, system: System, training: Sequence[Example], seed: int) -> None:
    """Add a layer: the ridge regression of the targets on the output of the deepest layer."""
    random = np.random.default_rng([seed, 2**30 + int(fnn(network).depth)])
    width = fnn(network).output.in_features + 1
    square = torch.zeros(width, width, dtype=torch.float64)
    cross = torch.zeros(width, fnn(network).output.out_features, dtype=torch.float64)
    network.eval()
    with torch.inference_mode():
        for batch in islice(training_batches(system, training, random), BATCHES):
            inside = torch.from_numpy(batch.mask) > 0
            values = torch.from_numpy(batch.features).to(fnn(network).depth.device)
            hidden = fnn(network).last_hidden(network.get_submodule("0")(values)).cpu()
            hidden = hidden[inside].double()
            hidden = torch.cat([hidden, torch.ones(len(hidden), 1)], dim=1)
            square += hidden.T @ hidden
            cross += hidden.T @ torch.from_numpy(batch.targets)[inside].double()
    ridge = RIDGE * square.diagonal().mean() * torch.eye(width)
    solved = torch.linalg.solve(square + ridge, cross).float()
    fnn(network).grow(solved[:-1].T, solved[-1])
