"""From logits to activations."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Sigmoids(nn.Module):
    """Every output is an independent probability: k logits, k activations."""

    def forward(self, logits: Tensor) -> Tensor:
        return torch.sigmoid(logits)


class Shares(nn.Module):
    """The outputs are the activations, clipped to 0 to 1."""

    def forward(self, outputs: Tensor) -> Tensor:
        return outputs.clamp(0, 1)


class BeatClasses(nn.Module):
    """Three classes (none, beat, downbeat) to two activations (any beat, downbeat).

    Böck, Krebs, Widmer 2016, sec. 2.2: a softmax over exclusive classes. Summing the two beat
    classes gives the same columns as independent sigmoids, so every decoder reads both alike.
    """

    def forward(self, logits: Tensor) -> Tensor:
        classes = torch.softmax(logits, dim=-1)
        downbeat = classes[..., 2:3]
        return torch.cat([classes[..., 1:2] + downbeat, downbeat], dim=-1)
