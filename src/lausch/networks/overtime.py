"""Convolutions over time, of which dense layers on the frames around each are a case."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn


class OverTime(nn.Module):
    """Layers of `units` ReLU over time, then one linear layer.

    Input (batch, frames, columns), output (batch, frames, outputs) logits. Each layer has a kernel
    of `kernels` frames, odd, whose taps are `dilations` frames apart; beyond the ends are zeros. A
    kernel of 1 is a dense layer on single frames. An output frame depends on `reach` frames on
    either side.
    """

    def __init__(
        self,
        columns: int,
        outputs: int,
        *,
        units: int,
        kernels: Sequence[int],
        dilations: Sequence[int],
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        sizes = (columns, *[units] * len(kernels))
        rows: list[nn.Module] = []
        self.reach = 0
        for size, kernel, dilation in zip(sizes, kernels, dilations, strict=False):
            margin = dilation * (kernel // 2)
            self.reach += margin
            rows += [
                nn.Conv1d(size, units, kernel, padding=margin, dilation=dilation),
                nn.ReLU(),
                nn.Dropout(dropout),
            ]
        self.hidden = nn.Sequential(*rows)
        self.output = nn.Conv1d(sizes[-1], outputs, 1)

    def forward(self, values: Tensor) -> Tensor:
        logits: Tensor = self.output(self.hidden(values.transpose(1, 2)))
        return logits.transpose(1, 2)
