"""Fully connected networks on single frames, which may grow by one layer at a time."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from lausch.networks.ends import Embedding


class Perceptron(Embedding):
    """One hidden layer of `units` ReLU on single frames: (batch, frames, inputs) to outputs."""

    def __init__(self, inputs: int, outputs: int, *, units: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.hidden = nn.Linear(inputs, units)
        self.drop = nn.Dropout(dropout)
        self.output = nn.Linear(units, outputs)

    def hidden_values(self, values: Tensor) -> Tensor:
        hidden: Tensor = self.drop(torch.relu(self.hidden(values)))
        return hidden

    def logits_of(self, hidden: Tensor) -> Tensor:
        logits: Tensor = self.output(hidden)
        return logits


class Scales(Embedding):
    """A perceptron for each of several blocks of the inputs; the mean of their logits.

    The hidden layers stand side by side. `sizes` are the columns of each block.
    """

    def __init__(
        self, sizes: Sequence[int], outputs: int, *, units: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.sizes, self.units = list(sizes), units
        self.members = nn.ModuleList(
            Perceptron(size, outputs, units=units, dropout=dropout) for size in sizes
        )

    def member(self, place: int) -> Perceptron:
        """The network of a block."""
        member = self.members[place]
        assert isinstance(member, Perceptron)
        return member

    def hidden_values(self, values: Tensor) -> Tensor:
        blocks = torch.split(values, self.sizes, dim=-1)
        hidden = [self.member(n).hidden_values(block) for n, block in enumerate(blocks)]
        return torch.cat(hidden, dim=-1)

    def logits_of(self, hidden: Tensor) -> Tensor:
        return self.scale_logits(hidden).mean(0)

    def scale_logits(self, hidden: Tensor) -> Tensor:
        """The logits of every network, (scales, batch, frames, outputs)."""
        blocks = torch.split(hidden, self.units, dim=-1)
        return torch.stack([self.member(n).logits_of(block) for n, block in enumerate(blocks)])


class FNN(nn.Module):
    """Input (batch, frames, inputs), output (batch, frames, outputs); ReLU between the layers.

    Hidden layers have as many units as there are outputs, so each of them can estimate the
    target (Uhlich, Giron and Mitsufuji, ICASSP 2015). `depth` is the number of layers in use.
    """

    depth: Tensor

    def __init__(self, inputs: int, outputs: int, *, layers: int = 5, dropout: float = 0.0) -> None:
        super().__init__()
        sizes = [inputs] + [outputs] * (layers - 1)
        self.hidden = nn.ModuleList(nn.Linear(size, outputs) for size in sizes)
        self.drop = nn.Dropout(dropout)
        self.output = nn.Linear(outputs, outputs)
        self.register_buffer("depth", torch.tensor(layers))

    def forward(self, values: Tensor) -> Tensor:
        estimate: Tensor = self.output(self.last_hidden(values))
        return estimate

    def last_hidden(self, values: Tensor) -> Tensor:
        """Output of the deepest layer in use, (batch, frames, outputs)."""
        for layer in self.hidden[: int(self.depth)]:
            values = self.drop(torch.relu(layer(values)))
        return values

    def begin(self) -> None:
        """Use only the first hidden layer."""
        self.depth.fill_(1)

    def grow(self, weight: Tensor, bias: Tensor) -> None:
        """Add the next layer with these initial values; the output starts as identity."""
        layer = self.hidden[int(self.depth)]
        with torch.no_grad():
            layer.get_parameter("weight").copy_(weight)
            layer.get_parameter("bias").copy_(bias)
            nn.init.eye_(self.output.weight)
            nn.init.zeros_(self.output.bias)
            self.depth += 1
