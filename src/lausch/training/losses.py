"""Losses, by the names in recipes.

Targets have weights, shape (batch, frames, outputs) or, for all outputs of a frame, (batch, frames,
1). Weights are 0 beyond the end of a recording.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from lausch.networks.ends import unchained

Loss = Callable[[Tensor, Tensor, Tensor], Tensor]
EXCLUDED = -1e4
"""The score of a state that is not the true one."""


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


def chain(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Mean over frames of the negative log-likelihood of the states in a linear chain.

    A frame without a target may have any state. Frames have weights of 1, then of 0.
    """
    scores, follow = unchained(logits)
    known = targets.amax(-1, keepdim=True) > 0
    true = scores.masked_fill(known & (targets <= 0), EXCLUDED)
    inside = weights[..., 0] > 0
    lost = _log_sum(scores, follow, inside) - _log_sum(true, follow, inside)
    return lost.sum() / inside.sum()


def _log_sum(scores: Tensor, follow: Tensor, inside: Tensor) -> Tensor:
    """The logarithm of the summed weights of all sequences of states, shape (batch,)."""
    reached = scores[:, 0]
    for frame in range(1, scores.shape[1]):
        following = torch.logsumexp(reached[:, :, None] + follow, dim=1) + scores[:, frame]
        reached = torch.where(inside[:, frame, None], following, reached)
    return torch.logsumexp(reached, dim=1)


def classes(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of exclusive outputs; rows without a target do not count."""
    each = -(targets * torch.log_softmax(logits, dim=-1)).sum(-1)
    return (each * weights[..., 0]).sum() / (targets.sum(-1) * weights[..., 0]).sum().clamp_min(1)


LOSSES: dict[str, Loss] = {
    "bce": binary_cross_entropy,
    "beat_classes": beat_classes,
    "chain": chain,
    "classes": classes,
    "mse": squared_error,
}
