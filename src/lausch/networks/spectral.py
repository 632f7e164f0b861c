"""Convolutions over frames and bands, then over frames alone: the networks of the OFAI manner."""

from __future__ import annotations

from torch import Tensor, nn


class SpectralCNN(nn.Module):
    """Two convolutions with pooling of bands, as of Schlüter and Böck (ICASSP 2014), then `layers`
    in time whose dilations grow by `step`.

    Input (batch, frames, bands), output (batch, frames, outputs) logits; ReLU between the layers.
    An output frame depends on `reach` frames on either side.
    """

    def __init__(
        self,
        bands: int,
        outputs: int,
        *,
        maps: tuple[int, int] = (8, 16),
        channels: int = 48,
        kernel: int = 9,
        step: int = 4,
        layers: int = 4,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        left = ((bands - 6) // 3 - 2) // 3
        self.front = nn.Sequential(
            nn.Conv2d(1, maps[0], (3, 7), padding=(1, 0)),
            nn.ReLU(),
            nn.MaxPool2d((1, 3)),
            nn.Conv2d(maps[0], maps[1], (3, 3), padding=(1, 0)),
            nn.ReLU(),
            nn.MaxPool2d((1, 3)),
        )
        rows: list[nn.Module] = []
        size = maps[1] * left
        for layer in range(layers):
            dilation = step**layer
            around = dilation * (kernel // 2)
            rows += [
                nn.Dropout(dropout),
                nn.Conv1d(size, channels, kernel, dilation=dilation, padding=around),
                nn.ReLU(),
            ]
            size = channels
        self.time = nn.Sequential(*rows, nn.Conv1d(channels, outputs, 1))
        self.reach = 2 + kernel // 2 * sum(step**layer for layer in range(layers))

    def forward(self, values: Tensor) -> Tensor:
        maps = self.front(values.unsqueeze(1))
        rows = maps.transpose(1, 2).flatten(2).transpose(1, 2)
        logits: Tensor = self.time(rows).transpose(1, 2)
        return logits
