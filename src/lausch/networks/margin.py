"""The input of a network before the start and after the end of a recording."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Margin(nn.Module):
    """Put `frames` rows of the same values before and after: (batch, n, c) to (batch, n + 2 f, c).

    Parameters
    ----------
    frames : rows on either side.
    row : values of one row, shape (c,).
    """

    row: Tensor

    def __init__(self, frames: int, row: Tensor) -> None:
        super().__init__()
        self.frames = frames
        self.register_buffer("row", row.reshape(1, 1, -1))

    def forward(self, values: Tensor) -> Tensor:
        edge = self.row.expand(values.shape[0], self.frames, -1)
        return torch.cat([edge, values, edge], dim=1)
