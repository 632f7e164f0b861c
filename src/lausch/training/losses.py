"""Losses, by the names in recipes.

Targets have weights, shape (batch, frames, outputs) or, for all outputs of a frame, (batch, frames,
1). Weights are 0 beyond the end of a recording.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from lausch.networks.ends import paces, unchained

Loss = Callable[[Tensor, Tensor, Tensor], Tensor]
PACE = 0.05
"""The weight of the tempo among losses of which the other is that of beats."""
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

    In training, logarithmic probabilities of the states by each network alone follow the chain, and
    to the loss comes their cross-entropy. A frame without a target may have any state. Frames have
    weights of 1, then of 0.
    """
    states = targets.shape[-1]
    chained, parts = logits[..., : states + states**2], logits[..., states + states**2 :]
    scores, follow = unchained(chained)
    inside = weights[..., 0] > 0
    known = targets.amax(-1) > 0
    true = scores.masked_fill(known[..., None] & (targets <= 0), EXCLUDED)
    lost = _log_sum(scores, follow, inside) - _log_sum(true, follow, inside)
    chances = parts.reshape(*parts.shape[:2], parts.shape[-1] // states, states).sum(-2)
    alone = -(targets * chances).sum(-1)[inside & known]
    return lost.sum() / inside.sum() + alone.sum() / (inside & known).sum().clamp_min(1)


def paced(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropies of the beat, of its period's place in an octave, and of its period.

    Targets are the beat and its speed, which has weights of its own.
    """
    beat, place, lags = paces(logits)
    known, count = weights[..., 1:] if weights.shape[-1] > 1 else weights, lags.shape[-1]
    lag = (count - 1 - (targets[..., 1] * count).floor().long()).clamp(0, count - 1)
    chances = torch.log_softmax(lags, -1).gather(-1, lag[..., None])
    places = torch.log_softmax(place, -1).gather(-1, lag[..., None] % place.shape[-1])
    slow = -((chances + places) * known).sum() / known.sum().clamp_min(1)
    return binary_cross_entropy(beat, targets[..., :1], weights[..., :1]) + PACE * slow


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


def chroma_chords(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Mean cross-entropy of 12 pitch classes, and the cross-entropy of the chords beside them.

    Frames without a target among the chords do not count for these.
    """
    known, size = weights.expand_as(targets)[..., :12], logits.shape[-1]
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        logits[..., :12], targets[..., :12], reduction="none"
    )
    chroma = (each * known).sum() / known.sum().clamp_min(1)
    if size == 12:
        return chroma
    return chroma + classes(logits[..., 12:], targets[..., 12:], weights)


LOSSES: dict[str, Loss] = {
    "bce": binary_cross_entropy,
    "beat_classes": beat_classes,
    "chain": chain,
    "chroma_chords": chroma_chords,
    "classes": classes,
    "paced": paced,
    "mse": squared_error,
}
