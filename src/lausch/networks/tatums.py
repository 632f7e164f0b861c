"""Convolutions over the parts of beats: the network of one feature, from rows of beats."""

from __future__ import annotations

from torch import Tensor, nn


class TatumCNN(nn.Module):
    """Columns of (`divisions` parts x features) to `outputs` logits for each beat.

    Two convolutions over parts, one from the parts of a beat to the beat, one over beats on either
    side, one on single beats; ReLU between them. Input (batch, beats, divisions * features), output
    (batch, beats, outputs). An output depends on `beats_around` beats on either side, and one more.
    """

    def __init__(
        self,
        columns: int,
        outputs: int,
        *,
        divisions: int = 4,
        channels: int = 32,
        beats_around: int = 4,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.divisions, self.features = divisions, columns // divisions
        self.parts = nn.Sequential(
            nn.Conv1d(self.features, channels, 3, padding=1),
            nn.ReLU(),
            nn.Conv1d(channels, channels, 3, padding=1),
            nn.ReLU(),
            nn.Conv1d(channels, channels, divisions, stride=divisions),
            nn.ReLU(),
            nn.Dropout(dropout),
        )
        self.beats = nn.Sequential(
            nn.Conv1d(channels, channels, 2 * beats_around + 1, padding=beats_around),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Conv1d(channels, outputs, 1),
        )

    def forward(self, values: Tensor) -> Tensor:
        batch, beats, _ = values.shape
        parts = values.reshape(batch, beats * self.divisions, self.features).transpose(1, 2)
        logits: Tensor = self.beats(self.parts(parts)).transpose(1, 2)
        return logits
