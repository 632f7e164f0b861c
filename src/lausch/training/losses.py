"""Losses, by the name that a recipe uses.

Weights say how much each target counts, shape (batch, frames, outputs), or (batch, frames, 1) when
all outputs of a frame count alike; 0 beyond the end of a recording.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

Loss = Callable[[Tensor, Tensor, Tensor], Tensor]


def binary_cross_entropy(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Mean over frames of the summed cross-entropies of independent outputs."""
    each = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    return (each * weights).sum() / weights.mean(-1).sum()


def squared_error(outputs: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Mean over frames of the summed squared errors of outputs that are the activations."""
    return ((outputs - targets).square() * weights).sum() / weights.mean(-1).sum()


def beat_classes(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of none, beat and downbeat; targets are (any beat, downbeat) shares."""
    beat, downbeat = targets[..., 0], targets[..., 1]
    classes = torch.stack([1 - beat, beat - downbeat, downbeat], dim=-1).clamp_min(0)
    each = -(classes * torch.log_softmax(logits, dim=-1)).sum(-1)
    return (each * weights[..., 0]).sum() / weights[..., 0].sum()


LOSSES: dict[str, Loss] = {
    "bce": binary_cross_entropy,
    "beat_classes": beat_classes,
    "mse": squared_error,
}
