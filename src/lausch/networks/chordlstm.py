"""A recurrent network for chords, with the pitch classes of the chord as a second target."""

from __future__ import annotations

from torch import Tensor, nn

from lausch.networks.recurrent import BLSTM


class ChordBLSTM(nn.Module):
    """A dense layer on each frame, then BLSTM layers: pitch classes and labels as logits.

    Input (batch, frames, bands), output (batch, frames, outputs).
    """

    def __init__(
        self,
        bands: int,
        outputs: int,
        *,
        front: int = 96,
        units: int = 64,
        layers: int = 2,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.front = nn.Sequential(nn.Linear(bands, front), nn.ReLU(), nn.Dropout(dropout))
        self.time = BLSTM(front, outputs, units=units, layers=layers, dropout=dropout)

    def forward(self, values: Tensor) -> Tensor:
        logits: Tensor = self.time(self.front(values))
        return logits
