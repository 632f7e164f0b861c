"""A conditional random field over the frames of another network: a linear chain of bars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

Tables = Sequence[NDArray[np.float64]]


class ChainField(nn.Module):
    """Scores of the beats of bars, beside those of each after another.

    `network` has a logit of a downbeat for each feature, (batch, beats, features), which are the
    features of the field: a state has a weight for each of them. What the field learns does not
    change the network: beyond it there are few weights, and a chain, which is right or wrong about
    a whole excerpt, would have a larger network learn the training tracks by heart.

    `tables` are the steps inside a bar, (states, states), and the last and the first beat of a bar
    of each metre, (states, metres). A step inside a bar scores 0, `follow` scores a bar after
    another, and `slip` every other step. Output (batch, beats, states + states * states), see
    `networks.ends.unchained`; in training the logarithmic probabilities of states by each feature
    alone follow, (features * states).
    """

    inside: Tensor
    last: Tensor
    first: Tensor

    def __init__(self, network: nn.Module, tables: Tables, *, features: int) -> None:
        super().__init__()
        self.network = network
        for name, table in zip(("inside", "last", "first"), tables, strict=True):
            self.register_buffer(name, torch.tensor(table, dtype=torch.float32), persistent=False)
        states, meters = self.last.shape
        self.observation = nn.Linear(features, states)
        nn.init.zeros_(self.observation.bias)
        with torch.no_grad():
            self.observation.weight.copy_(FIRST_WEIGHT * self.first.sum(1)[:, None])
        self.follow = nn.Parameter(5 * torch.eye(meters) - 5)
        self.slip = nn.Parameter(torch.tensor([-10.0]))

    def forward(self, values: Tensor) -> Tensor:
        logits = self.network(values)
        scores = self.observation(logits.detach())
        starts = self.first.sum(1)
        allowed = self.inside + torch.outer(self.last.sum(1), starts)
        follow = self.last @ self.follow @ self.first.T + self.slip * (1 - allowed)
        outputs = [scores, follow.flatten() + 0 * scores[..., :1]]
        if self.training:
            signs = (2 * starts - 1) * logits[..., None]
            outputs.append(nn.functional.logsigmoid(signs).flatten(-2))
        return torch.cat(outputs, dim=-1)


FIRST_WEIGHT = 0.1
"""The first weight of a downbeat's logit; small, since neighbouring beats say much the same."""
