"""Bidirectional LSTM, GRU and plain recurrent layers over frames."""

from __future__ import annotations

from typing import ClassVar

from torch import Tensor, nn


class Bidirectional(nn.Module):
    """`layers` bidirectional layers of `units` per direction, then one linear layer.

    Input (batch, frames, columns), output (batch, frames, outputs) logits.
    """

    cell: ClassVar[type[nn.LSTM | nn.GRU | nn.RNN]]

    def __init__(
        self, columns: int, outputs: int, *, units: int = 25, layers: int = 3, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.recurrent = self.cell(
            columns, units, layers, batch_first=True, bidirectional=True, dropout=dropout
        )
        self.output = nn.Linear(2 * units, outputs)

    def forward(self, values: Tensor) -> Tensor:
        states, _ = self.recurrent(values)
        logits: Tensor = self.output(states)
        return logits


class BLSTM(Bidirectional):
    """Layers of LSTM without peepholes, unlike the RNNLIB cells of 2011."""

    cell = nn.LSTM


class BGRU(Bidirectional):
    """Gated recurrent units (Cho et al., 2014), which have no cell beside the state."""

    cell = nn.GRU


class BRNN(Bidirectional):
    """Plain units, tanh of a sum, as in madmom's network for onsets (2013)."""

    cell = nn.RNN
