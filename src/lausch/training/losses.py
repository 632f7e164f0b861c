"""Losses, by the names in recipes.

Targets have weights, shape (batch, frames, outputs) or, for all outputs of a frame, (batch, frames,
1). Weights are 0 beyond the end of a recording.
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
    """Mean over frames of the summed squared errors; the outputs are activations."""
    return ((outputs - targets).square() * weights).sum() / weights.mean(-1).sum()


def beat_classes(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of none, beat and downbeat; targets are shares of (any beat, downbeat)."""
    beat, downbeat = targets[..., 0], targets[..., 1]
    classes = torch.stack([1 - beat, beat - downbeat, downbeat], dim=-1).clamp_min(0)
    each = -(classes * torch.log_softmax(logits, dim=-1)).sum(-1)
    return (each * weights[..., 0]).sum() / weights[..., 0].sum()


LOSSES: dict[str, Loss] = {
    "bce": binary_cross_entropy,
    "beat_classes": beat_classes,
    "mse": squared_error,
}
