"""First layers that see samples: learnt filters with a stride, or the log-mel bands of the same."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn


def joined(values: Tensor) -> Tensor:
    """Frames of samples (batch, frames, hop) as one signal, (batch, 1, frames * hop)."""
    return values.flatten(1).unsqueeze(1)


class Strided(nn.Module):
    """Learnt filters of `window` samples in steps of `hop`, then ReLU (Dieleman, Schrauwen 2014).

    Before ReLU each filter is normalised over the batch, without parameters.
    Input (batch, 1, samples), output (batch, filters, samples / hop). Output n is centred on the
    n-th hop; beyond the ends of the signal there are zeros.
    """

    def __init__(self, filters: int, window: int, hop: int) -> None:
        super().__init__()
        before = (window - hop) // 2
        self.hop = hop
        self.pads = (before, window - hop - before)
        self.filters = nn.Conv1d(1, filters, window, stride=hop)
        self.even = nn.BatchNorm1d(filters, affine=False)

    def forward(self, signal: Tensor) -> Tensor:
        padded = nn.functional.pad(signal, self.pads)
        return torch.relu(self.even(self.filters(padded)))


class Compressed(Strided):
    """`Strided` with log(1 + c x^2) for ReLU, and normalised after it: c is learnt, from 100 on."""

    def __init__(self, filters: int, window: int, hop: int) -> None:
        super().__init__(filters, window, hop)
        self.logarithm = nn.Parameter(torch.tensor(math.log(100.0)))

    def forward(self, signal: Tensor) -> Tensor:
        filtered = self.filters(nn.functional.pad(signal, self.pads))
        values: Tensor = self.even(torch.log1p(self.logarithm.exp() * filtered.square()))
        return values


class Mel(nn.Module):
    """log(1 + 10 000 x) of mel bands, on the same windows as `Strided`; nothing is learnt.

    Input (batch, 1, samples), output (batch, bands, samples / hop). The compression is that of
    Dieleman and Schrauwen (2014); the magnitudes are of a Hann window whose coefficients sum to 1,
    and each band then has its own mean and deviation, by batch normalisation without parameters.

    Parameters
    ----------
    bank : filters (bins, bands) of a spectrum of `2 * (bins - 1)` points, to which windows are
        filled up with zeros.
    window, hop : in samples.
    compressed : whether the logarithm is taken.
    """

    kernels: Tensor
    bank: Tensor

    def __init__(self, bank: Tensor, window: int, hop: int, *, compressed: bool = True) -> None:
        super().__init__()
        bins, points = len(bank), 2 * (len(bank) - 1)
        hann = torch.hann_window(window, dtype=torch.float64)
        turns = (
            torch.outer(torch.arange(bins), torch.arange(window)).double() * 2 * math.pi / points
        )
        waves = torch.cat([turns.cos(), turns.sin()]) * (hann / hann.sum())
        before = (window - hop) // 2
        self.hop, self.compressed = hop, compressed
        self.pads = (before, window - hop - before)
        self.register_buffer("kernels", waves.float().unsqueeze(1))
        self.register_buffer("bank", bank.T.contiguous().unsqueeze(2))
        self.even = nn.BatchNorm1d(bank.shape[1], affine=False)

    def forward(self, signal: Tensor) -> Tensor:
        padded = nn.functional.pad(signal, self.pads)
        real, imaginary = nn.functional.conv1d(padded, self.kernels, stride=self.hop).chunk(
            2, dim=1
        )
        magnitudes = torch.sqrt(real.square() + imaginary.square() + 1e-12)
        bands = nn.functional.conv1d(magnitudes, self.bank)
        values: Tensor = self.even(torch.log1p(10_000 * bands) if self.compressed else bands)
        return values
