"""Convolutions over bands, then over some hundredths of a second: what a stroke looks like."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn


class Strokes(nn.Module):
    """Input (batch, frames, planes x bands), output (batch, frames, outputs) logits.

    The columns are `planes` spectra of equally many bands, one after the other. Three convolutions
    over frames and bands, of which two step over the bands by 2, are followed by one layer for all
    bands and by `blocks` residual convolutions over frames, 1, 2, 4 ... frames apart. An output
    depends on `reach` frames on either side.
    """

    def __init__(
        self,
        planes: int,
        bands: int,
        outputs: int,
        *,
        maps: tuple[int, int, int] = (16, 24, 32),
        channels: int = 64,
        blocks: int = 3,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.shape = (planes, bands)
        first, second, third = maps
        left = ((bands - 4) // 2 + 1 - 4) // 2 + 1
        self.front = nn.Sequential(
            nn.Conv2d(planes, first, (3, 3), padding=1),
            nn.ELU(),
            nn.Conv2d(first, second, (3, 4), stride=(1, 2), padding=(1, 0)),
            nn.ELU(),
            nn.Conv2d(second, third, (3, 4), stride=(1, 2), padding=(1, 0)),
            nn.ELU(),
            nn.Dropout(dropout),
            nn.Conv2d(third, channels, (1, left)),
            nn.ELU(),
        )
        self.blocks = nn.ModuleList(
            nn.Sequential(
                nn.Conv1d(channels, channels, 5, dilation=2**block, padding=2 * 2**block),
                nn.ELU(),
                nn.Dropout(dropout),
                nn.Conv1d(channels, channels, 1),
            )
            for block in range(blocks)
        )
        self.output = nn.Conv1d(channels, outputs, 1)
        self.reach = 3 + 2 * (2**blocks - 1)

    def forward(self, values: Tensor) -> Tensor:
        batch, frames = values.shape[:2]
        image = values.reshape(batch, frames, *self.shape).transpose(1, 2)
        image = image.contiguous(memory_format=torch.channels_last)
        state = cast("Tensor", self.front(image)).squeeze(3).contiguous()
        for block in self.blocks:
            state = state + block(state)
        logits: Tensor = self.output(nn.functional.elu(state))
        return logits.transpose(1, 2)
