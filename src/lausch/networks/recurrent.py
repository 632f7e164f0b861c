"""Bidirectional LSTM, GRU and plain recurrent layers over frames."""

from __future__ import annotations

from torch import Tensor, nn


class BLSTM(nn.Module):
    """`layers` bidirectional LSTM layers of `units` per direction, then one linear layer.

    Input (batch, frames, columns), output (batch, frames, outputs) logits. No peepholes, unlike
    the RNNLIB cells of 2011.
    """

    def __init__(
        self, columns: int, outputs: int, *, units: int = 25, layers: int = 3, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.recurrent = nn.LSTM(
            columns, units, layers, batch_first=True, bidirectional=True, dropout=dropout
        )
        self.output = nn.Linear(2 * units, outputs)

    def forward(self, values: Tensor) -> Tensor:
        states, _ = self.recurrent(values)
        logits: Tensor = self.output(states)
        return logits


class BGRU(nn.Module):
    """The same with gated recurrent units (Cho et al., 2014), which have no cell beside the state.

    Input (batch, frames, columns), output (batch, frames, outputs) logits.
    """

    def __init__(
        self, columns: int, outputs: int, *, units: int = 25, layers: int = 2, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.recurrent = nn.GRU(
            columns, units, layers, batch_first=True, bidirectional=True, dropout=dropout
        )
        self.output = nn.Linear(2 * units, outputs)

    def forward(self, values: Tensor) -> Tensor:
        states, _ = self.recurrent(values)
        logits: Tensor = self.output(states)
        return logits


class BRNN(nn.Module):
    """The same with plain units, tanh of a sum, as in madmom's network for onsets (2013).

    Input (batch, frames, columns), output (batch, frames, outputs) logits.
    """

    def __init__(
        self, columns: int, outputs: int, *, units: int = 25, layers: int = 3, dropout: float = 0.0
    ) -> None:
        super().__init__()
        self.recurrent = nn.RNN(
            columns, units, layers, batch_first=True, bidirectional=True, dropout=dropout
        )
        self.output = nn.Linear(2 * units, outputs)

    def forward(self, values: Tensor) -> Tensor:
        states, _ = self.recurrent(values)
        logits: Tensor = self.output(states)
        return logits
