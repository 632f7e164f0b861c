"""Fully connected networks on single frames, which may grow by one layer at a time."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Perceptron(nn.Module):
    """One hidden layer of `units` ReLU on single frames: (batch, frames, inputs) to outputs."""

    def __init__(self, inputs: int, outputs: int, *, units: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.hidden = nn.Linear(inputs, units)
        self.drop = nn.Dropout(dropout)
        self.output = nn.Linear(units, outputs)

    def forward(self, values: Tensor) -> Tensor:
        logits: Tensor = self.output(self.hidden_values(values))
        return logits

    def hidden_values(self, values: Tensor) -> Tensor:
        """What the hidden layer gives, (batch, frames, units)."""
        hidden: Tensor = self.drop(torch.relu(self.hidden(values)))
        return hidden


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
