"""Modules around a network: normalisation and margin before it, heads after it, and the bag."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Standardize(nn.Module):
    """Subtract the mean and divide by the deviation of each column; both are stored as buffers."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(columns))
        self.register_buffer("deviation", torch.ones(columns))

    def set(self, mean: Tensor, deviation: Tensor) -> None:
        """Set the statistics of the training data, each of shape (columns,)."""
        self.mean.copy_(mean)
        self.deviation.copy_(deviation.clamp_min(1e-3))

    def forward(self, values: Tensor) -> Tensor:
        return (values - self.mean) / self.deviation


class Margin(nn.Module):
    """Put `frames` copies of a row (c,) before and after: (batch, n, c) to (batch, n + 2 f, c)."""

    row: Tensor

    def __init__(self, frames: int, row: Tensor) -> None:
        super().__init__()
        self.frames = frames
        self.register_buffer("row", row.reshape(1, 1, -1))

    def forward(self, values: Tensor) -> Tensor:
        edge = self.row.expand(values.shape[0], self.frames, -1)
        return torch.cat([edge, values, edge], dim=1)


class Sigmoids(nn.Module):
    """k logits to k independent probabilities."""

    def forward(self, logits: Tensor) -> Tensor:
        return torch.sigmoid(logits)


class Shares(nn.Module):
    """Outputs clipped to 0 to 1."""

    def forward(self, outputs: Tensor) -> Tensor:
        return outputs.clamp(0, 1)


class Classes(nn.Module):
    """k logits to the probabilities of k exclusive classes."""

    def forward(self, logits: Tensor) -> Tensor:
        return torch.softmax(logits, dim=-1)


class ChromaChords(nn.Module):
    """The first 12 logits to independent probabilities, the others to those of exclusive chords."""

    def forward(self, logits: Tensor) -> Tensor:
        chroma, chords = logits[..., :12], logits[..., 12:]
        return torch.cat([torch.sigmoid(chroma), torch.softmax(chords, dim=-1)], dim=-1)


class BeatClasses(nn.Module):
    """Three classes (none, beat, downbeat) to two activations (any beat, downbeat).

    Böck, Krebs, Widmer 2016, sec. 2.2: a softmax over exclusive classes. The sum of the two beat
    classes has the meaning of an independent sigmoid, so decoders need not tell them apart.
    """

    def forward(self, logits: Tensor) -> Tensor:
        classes = torch.softmax(logits, dim=-1)
        downbeat = classes[..., 2:3]
        return torch.cat([classes[..., 1:2] + downbeat, downbeat], dim=-1)


class States(nn.Module):
    """The scores of states, from a `networks.chain.ChainField`, to their shares in each frame.

    A factor for all states of a frame changes no best path, so the shares hold all that a frame
    says.
    """

    def forward(self, logits: Tensor) -> Tensor:
        scores, _ = unchained(logits)
        return torch.softmax(scores, dim=-1)


def unchained(logits: Tensor) -> tuple[Tensor, Tensor]:
    """Scores of s states in each frame, (batch, frames, s), and of each after another, (s, s).

    They stand side by side in the s + s * s outputs of a chain, the latter in every frame.
    """
    states = math.isqrt(logits.shape[-1])
    return logits[..., :states], logits[0, 0, states:].reshape(states, states)


class Paces(nn.Module):
    """The logits of a `networks.cepstroid.Cepstroid` to the probability of a beat, and its speed.

    The speed is the place of the best lag among all, 0 for the longest and 1 for the shortest.
    """

    def forward(self, logits: Tensor) -> Tensor:
        beat, _, lags = paces(logits)
        count = lags.shape[-1]
        speed = (count - 0.5 - lags.argmax(-1, keepdim=True)) / count
        return torch.cat([torch.sigmoid(beat), speed], dim=-1)


def paces(logits: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Logits of a beat, of the lags of an octave, and of those of four, which stand side by side.

    Shapes (batch, frames, 1), (batch, frames, n) and (batch, frames, 4 n).
    """
    octave = (logits.shape[-1] - 1) // 5
    return logits[..., :1], logits[..., 1 : 1 + octave], logits[..., 1 + octave :]


class Embedding(nn.Module, ABC):
    """A network whose last hidden layer is given out as features: (batch, frames, units)."""

    @abstractmethod
    def hidden_values(self, values: Tensor) -> Tensor:
        """The last hidden layer."""

    @abstractmethod
    def logits_of(self, hidden: Tensor) -> Tensor:
        """The logits that follow from it."""

    def forward(self, values: Tensor) -> Tensor:
        return self.logits_of(self.hidden_values(values))


class Opened(nn.Module):
    """The activations of a whole network and, beside them, its embedding."""

    def __init__(self, standardize: nn.Module, network: Embedding, head: nn.Module) -> None:
        super().__init__()
        self.standardize, self.network, self.head = standardize, network, head

    def forward(self, values: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.network.hidden_values(self.standardize(values))
        return self.head(self.network.logits_of(hidden)), hidden


class Bag(nn.Module):
    """The mean of the activations of several networks, trained from different seeds."""

    def __init__(self, members: Sequence[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, values: Tensor) -> Tensor:
        return torch.stack([member(values) for member in self.members]).mean(0)
