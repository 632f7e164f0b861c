"""Networks side by side, each on columns of its own or all on the same."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Branches(nn.Module):
    """Each network has the next columns, and its outputs stand beside those of the others.

    They share no weights, so with a loss that is a sum over outputs each is trained as if it were
    alone. Input (batch, frames, sum of widths), output (batch, frames, sum of outputs).
    """

    def __init__(self, widths: Sequence[int], networks: Sequence[nn.Module]) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.networks = nn.ModuleList(networks)

    def forward(self, values: Tensor) -> Tensor:
        parts = torch.split(values, list(self.widths), dim=-1)
        pairs = zip(self.networks, parts, strict=True)
        return torch.cat([network(part) for network, part in pairs], dim=-1)


class Beside(nn.Module):
    """Every network has all columns, and its outputs stand beside those of the others.

    Input (batch, frames, columns), output (batch, frames, sum of outputs).
    """

    def __init__(self, networks: Sequence[nn.Module]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, values: Tensor) -> Tensor:
        return torch.cat([network(values) for network in self.networks], dim=-1)
