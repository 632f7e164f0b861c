"""The deep chroma extractor and the chord classifier on its chroma (Korzeniowski & Widmer 2016)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

PACE = 10.0
"""Weights of the classifier count this much, so the extractor's step of Adam is a larger one."""


class DeepChroma(nn.Module):
    """Dense layers on the frames around each, 12 pitch classes, and chords from these alone.

    Input (batch, frames, bands), output (batch, frames - 2 * context, 12 + chords) logits. Each
    hidden layer has ReLU and dropout. The classifier is a logistic regression on the probabilities
    of the pitch classes; no gradient of it reaches them.
    """

    def __init__(
        self,
        bands: int,
        chords: int,
        *,
        context: int = 7,
        units: int = 512,
        layers: int = 3,
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        self.reach = context
        # A dense layer on 2 * context + 1 frames side by side is a convolution over frames.
        rows: list[nn.Module] = [nn.Conv1d(bands, units, 2 * context + 1)]
        for _ in range(layers - 1):
            rows += [nn.ReLU(), nn.Dropout(dropout), nn.Conv1d(units, units, 1)]
        self.hidden = nn.Sequential(*rows, nn.ReLU(), nn.Dropout(dropout))
        self.chroma = nn.Conv1d(units, 12, 1)
        self.chords = nn.Linear(12, chords)

    def forward(self, values: Tensor) -> Tensor:
        chroma = self.chroma(self.hidden(values.transpose(1, 2))).transpose(1, 2)
        logits = PACE * self.chords(torch.sigmoid(chroma.detach()))
        return torch.cat([chroma, logits], dim=-1)
