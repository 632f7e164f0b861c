"""Two small front ends on two spectrograms, then dilated convolutions over time."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class _Dilated(nn.Module):
    """Two dilated convolutions side by side (d and 2 d), mixed to a residual and a skip path.

    Böck & Davies 2020, fig. 2: the second dilation sees the next metrical level.
    """

    def __init__(self, channels: int, kernel: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.near = self._convolution(channels, kernel, dilation)
        self.far = self._convolution(channels, kernel, 2 * dilation)
        self.mix = nn.Conv1d(2 * channels, channels, 1)
        self.drop = nn.Dropout1d(dropout)

    @staticmethod
    def _convolution(channels: int, kernel: int, dilation: int) -> nn.Conv1d:
        padding = dilation * (kernel // 2)
        return nn.Conv1d(channels, channels, kernel, dilation=dilation, padding=padding)

    def forward(self, values: Tensor) -> tuple[Tensor, Tensor]:
        both = torch.cat([self.near(values), self.far(values)], dim=1)
        skip = self.mix(self.drop(nn.functional.elu(both)))
        return values + skip, skip


class _Rhythm(nn.Module):
    """Half-octave patches of a spectrogram, wherever they lie: (batch, frames, columns) in,
    (batch, channels, frames) out. Strides keep the maps small, where the training time goes."""

    def __init__(self, columns: int, channels: int, dropout: float) -> None:
        super().__init__()
        left = ((columns - 12) // 6 + 1 - 4) // 3 + 1
        self.layers = nn.Sequential(
            nn.Conv2d(1, 16, (3, 12), stride=(1, 6), padding=(1, 0)),
            nn.ELU(),
            nn.Dropout(dropout),
            nn.Conv2d(16, 32, (3, 4), stride=(1, 3), padding=(1, 0)),
            nn.ELU(),
            nn.Dropout(dropout),
            nn.Conv2d(32, channels, (1, left)),
            nn.ELU(),
        )

    def forward(self, values: Tensor) -> Tensor:
        # Channels last: half as fast again on a processor, and the same numbers.
        image = values.unsqueeze(1).contiguous(memory_format=torch.channels_last)
        state: Tensor = self.layers(image).squeeze(3)
        return state.contiguous()


class _Harmony(nn.Module):
    """Weighs every band on its own, so that it knows which pitch it hears; shapes as above."""

    def __init__(self, columns: int, channels: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv1d(columns, 32, 3, padding=1),
            nn.ELU(),
            nn.Dropout(dropout),
            nn.Conv1d(32, channels, 1),
            nn.ELU(),
        )

    def forward(self, values: Tensor) -> Tensor:
        state: Tensor = self.layers(values.transpose(1, 2))
        return state


class TCN(nn.Module):
    """Input (batch, frames, columns), output (batch, frames, outputs) logits.

    The first `rhythm` columns and the `harmony` columns after them have front ends of their own,
    which give a quarter of the channels to harmony. The blocks' dilations are 1, 2, 4 ...
    2^(blocks - 1). One output frame depends on `reach` frames on either side.
    """

    def __init__(
        self,
        rhythm: int,
        harmony: int,
        outputs: int,
        *,
        channels: int = 32,
        kernel: int = 5,
        blocks: int = 10,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.split = rhythm
        self.rhythm = _Rhythm(rhythm, channels - channels // 4, dropout)
        self.harmony = _Harmony(harmony, channels // 4, dropout)
        self.blocks = nn.ModuleList(
            _Dilated(channels, kernel, 2**level, dropout) for level in range(blocks)
        )
        self.output = nn.Conv1d(channels, outputs, 1)
        self.reach = 2 + (kernel // 2) * 2 * (2**blocks - 1)

    def forward(self, values: Tensor) -> Tensor:
        heard = self.rhythm(values[..., : self.split]), self.harmony(values[..., self.split :])
        state = torch.cat(heard, dim=1)
        total = torch.zeros_like(state)
        for block in self.blocks:
            state, skip = block(state)
            total = total + skip
        logits: Tensor = self.output(nn.functional.elu(total))
        return logits.transpose(1, 2)
