"""The boundary network of Ullrich, Schlüter and Grill (ISMIR 2014), run over whole recordings."""

from __future__ import annotations

from functools import partial

import torch
from torch import Tensor, nn

from lausch.networks.patch import PatchShape


class Boundaries(nn.Module):
    """Input (batch, frames + 2 margin, planes * bands), output (batch, frames, outputs) logits.

    The paper runs the network on every patch; here a whole recording is one input. Instead of
    steps of the pooling over frames, the later layers are dilated. The outputs are the same, in a
    seventh of the time.
    """

    def __init__(self, shape: PatchShape, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        step = shape.pool_stride[0]
        branches = 1 if shape.joined else shape.planes
        depth = shape.planes if shape.joined else 1
        self.first = nn.ModuleList(
            nn.Conv2d(depth, shape.maps, shape.first) for _ in range(branches)
        )
        self.pool = nn.MaxPool2d(shape.pool, stride=(1, shape.pool_stride[1]))
        self.second = nn.Conv2d(
            branches * shape.maps, shape.later_maps, shape.second, dilation=(step, 1)
        )
        frames, bands = shape.flat
        # No affine parameters: their number stays that of the paper.
        batch_norm = partial(nn.BatchNorm2d if shape.even else nn.Identity, affine=False)
        self.even_first = nn.ModuleList(batch_norm(shape.maps) for _ in range(branches))
        self.even_second = batch_norm(shape.later_maps)
        self.even_dense = (nn.BatchNorm1d if shape.even else nn.Identity)(shape.dense, affine=False)
        self.drop = nn.Dropout(dropout)
        self.dense = nn.Conv1d(shape.later_maps * bands, shape.dense, frames, dilation=step)
        self.last = nn.Conv1d(shape.dense, shape.outputs, 1)

        pads = (shape.first[1] - 1, shape.second[1] - 1) if shape.same else (0, 0)
        self.pads = [(pad // 2, pad - pad // 2) for pad in pads]

    def forward(self, values: Tensor) -> Tensor:
        planes = torch.stack(torch.split(values, self.shape.bands, dim=2), dim=1)
        inputs = [planes] if self.shape.joined else torch.split(planes, 1, dim=1)
        maps = [
            self.pool(torch.tanh(even(convolve(nn.functional.pad(each, self.pads[0])))))
            for convolve, even, each in zip(self.first, self.even_first, inputs, strict=True)
        ]
        joined = nn.functional.pad(torch.cat(maps, dim=1), self.pads[1])
        later = torch.tanh(self.even_second(self.second(joined)))
        flat = later.permute(0, 1, 3, 2).flatten(1, 2)
        units = torch.sigmoid(self.even_dense(self.dense(self.drop(flat))))
        logits: Tensor = self.last(self.drop(units)).transpose(1, 2)
        return logits
