"""Bagging: the mean of several networks, trained from different seeds."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Bag(nn.Module):
    """The mean of the members' activations."""

    def __init__(self, members: Sequence[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, values: Tensor) -> Tensor:
        return torch.stack([member(values) for member in self.members]).mean(0)
