"""Chords from a network that treats the twelve roots alike.

What is learnt of C major counts for every major chord: weights are shared by the roots, as a
convolution shares them along time. (Transposition as a symmetry of layers: Lattner, Grachten &
Widmer, ISMIR 2018.)
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

TONES = 12
COLUMNS = 2 * TONES
"""Quarter tones of an octave."""


class Along(nn.Module):
    """What it gets, and a convolution over the frames of each pitch class.

    Input and output (batch, channels, frames, 12).
    """

    def __init__(self, channels: int, frames: int, dilation: int, dropout: float) -> None:
        super().__init__()
        reach = dilation * (frames // 2)
        self.rows = nn.Sequential(
            nn.Conv2d(channels, channels, (frames, 1), padding=(reach, 0), dilation=(dilation, 1)),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Dropout(dropout),
        )

    def forward(self, values: Tensor) -> Tensor:
        after: Tensor = values + self.rows(values)
        return after


class RootwiseChords(nn.Module):
    """Bands in quarter tones to pitch classes of the chord, chords on each root, and none.

    Input (batch, frames, spectra * bands), output (batch, frames, 12 + 12 * qualities + 1) logits.
    Of each root the first layer sees all bands from that pitch class on. Above the highest band and
    below the lowest one is silence.

    Parameters
    ----------
    spectra : number of spectra side by side.
    bands : columns of each, in quarter tones.
    lowest : MIDI pitch of column 0, in halves.
    qualities : kinds of chords.
    wide : channels of each root.
    frames : frames of a convolution over time.
    dilations : of these, one after the other.
    """

    def __init__(
        self,
        spectra: int,
        bands: int,
        lowest: float,
        qualities: int,
        *,
        wide: int = 48,
        frames: int = 7,
        dilations: tuple[int, ...] = (1, 4),
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.spectra = spectra
        # Columns of silence below, so that the first one is the quarter tone under a C.
        self.below = round(2 * (lowest + 0.5)) % COLUMNS
        size = -(-(self.below + bands) // COLUMNS) * COLUMNS
        self.above = size - self.below - bands + 2 * (TONES - 1)
        self.reach = sum(dilations) * (frames // 2)
        self.roots = nn.Sequential(
            nn.Conv2d(spectra, wide, (1, size), stride=(1, 2)),
            nn.BatchNorm2d(wide),
            nn.ReLU(),
            nn.Dropout(dropout),
            *(Along(wide, frames, dilation, dropout) for dilation in dilations),
        )
        self.tones, self.chords = nn.Conv2d(wide, 1, 1), nn.Conv2d(wide, qualities, 1)
        self.none = nn.Linear(wide, 1)

    def forward(self, values: Tensor) -> Tensor:
        batch, frames, _ = values.shape
        bands = values.reshape(batch, frames, self.spectra, -1)
        bands = nn.functional.pad(bands, (self.below, self.above))
        states = self.roots(bands.transpose(1, 2))
        none = self.none(states.mean(dim=-1).transpose(1, 2))
        chords = self.chords(states).permute(0, 2, 1, 3).reshape(batch, frames, -1)
        return torch.cat([self.tones(states)[:, 0], chords, none], dim=-1)
