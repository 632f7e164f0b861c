"""Normalisation as a layer, stored with the weights."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Standardize(nn.Module):
    """Subtract a mean and divide by a deviation per column; both are buffers of the graph."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(columns))
        self.register_buffer("deviation", torch.ones(columns))

    def set(self, mean: Tensor, deviation: Tensor) -> None:
        """Set statistics of the training data, each of shape (columns,)."""
        self.mean.copy_(mean)
        self.deviation.copy_(deviation.clamp_min(1e-3))

    def forward(self, values: Tensor) -> Tensor:
        return (values - self.mean) / self.deviation
