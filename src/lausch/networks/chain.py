"""A conditional random field over the frames of another network: a linear chain of bars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

Tables = Sequence[NDArray[np.float64]]


class ChainField(nn.Module):
    """Scores of the beats of bars, summed over the features, beside those of each after another.

    `network` has an output for each feature and state, (batch, beats, features * states). `tables`
    are the steps inside a bar, (states, states), and the last and the first beat of a bar of each
    metre, (states, metres). A step inside a bar scores 0, `follow` scores a bar after another, and
    `slip` every other step. Output (batch, beats, states + states * states); see
    `networks.ends.unchained`.
    """

    inside: Tensor
    last: Tensor
    first: Tensor

    def __init__(self, network: nn.Module, tables: Tables) -> None:
        super().__init__()
        self.network = network
        for name, table in zip(("inside", "last", "first"), tables, strict=True):
            self.register_buffer(name, torch.tensor(table, dtype=torch.float32), persistent=False)
        self.states, meters = self.last.shape
        self.follow = nn.Parameter(5 * torch.eye(meters) - 5)
        self.slip = nn.Parameter(torch.tensor([-10.0]))

    def forward(self, values: Tensor) -> Tensor:
        scores = self.network(values).unflatten(-1, (-1, self.states)).sum(-2)
        allowed = self.inside + torch.outer(self.last.sum(1), self.first.sum(1))
        follow = self.last @ self.follow @ self.first.T + self.slip * (1 - allowed)
        every = follow.flatten().expand(*scores.shape[:2], -1)
        return torch.cat([scores, every], dim=-1)
