"""Three small networks, of which the second samples its features by what the first has found."""

from __future__ import annotations

import torch
from torch import Tensor, nn

NEAR = tuple(range(-3, 4))
"""Frames around each frame whose flux is seen as it is."""
QUARTERS = tuple(each for each in range(-16, 17) if each)
"""Places whose flux is seen, in quarters of the cepstroid."""
RATIOS = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
"""Lags whose self-similarity is seen, in cepstroids."""


def dense(inputs: int, *sizes: int, dropout: float = 0.0) -> nn.Sequential:
    """Linear layers of these sizes, with ReLU and dropout between them."""
    parts: list[nn.Module] = []
    for before, after in zip((inputs, *sizes[:-1]), sizes, strict=True):
        parts += [nn.Linear(before, after), nn.ReLU(), nn.Dropout(dropout)]
    return nn.Sequential(*parts[:-2])


class Cepstroid(nn.Module):
    """Logits of a beat, of the cepstroid's place in its octave, and of the tempo, side by side.

    The first network scores places in an octave for each frame. The mean of its scores over the
    frames around gives the cepstroid, a lag of the second octave. The second sees the flux around a
    frame at places relative to it, and the self-similarity at lags relative to it, so it does not
    depend on the tempo. The third scores every lag as the period of the beat.

    Input (batch, frames, flux columns, then two halves of the same lags), output (batch, frames,
    1 + lags of an octave + lags).

    Parameters
    ----------
    lags : frames of each lag, increasing.
    octave : number of lags in an octave.
    groups : columns of the flux.
    around : two odd numbers; the cepstroid and the tempo are found over as many frames as their
        product.
    """

    lags: Tensor
    relative: Tensor

    def __init__(
        self,
        lags: list[float],
        *,
        octave: int,
        groups: int,
        around: tuple[int, int],
        hidden: int = 48,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.groups, self.octave, self.around = groups, octave, around
        self.register_buffer("lags", torch.tensor(lags, dtype=torch.float32), persistent=False)
        steps = torch.log2(torch.tensor(RATIOS)) * octave
        self.register_buffer("relative", steps.round().long(), persistent=False)
        flux = (len(NEAR) + len(QUARTERS)) * groups
        similar = 2 * len(RATIOS)
        self.place = dense(2 * len(lags), hidden, octave, dropout=dropout)
        self.beat = dense(flux + similar, hidden, hidden // 2, 1, dropout=dropout)
        self.speed = dense(2 * len(lags) + similar, hidden, len(lags), dropout=dropout)

    @property
    def reach(self) -> int:
        """Frames on either side that an output depends on."""
        longest = float(self.lags[2 * self.octave - 1])
        return (
            self.around[0] // 2
            + self.around[0] * (self.around[1] // 2)
            + int(max(QUARTERS) / 4 * longest + 1)
        )

    def forward(self, values: Tensor) -> Tensor:
        flux, similar = values[..., : self.groups], values[..., self.groups :]
        place = self.place(similar)
        found = self.octave + self._mean(place).argmax(-1)
        near = self._at_lags(similar, found)
        beat = self.beat(torch.cat([self._at_places(flux, self.lags[found]), near], dim=-1))
        speed = self.speed(torch.cat([similar, near], dim=-1))
        return torch.cat([beat, place, self._mean(speed)], dim=-1)

    def _mean(self, scores: Tensor) -> Tensor:
        """Means over the frames around, fewer at the ends; shape as `scores`."""
        sums = self._sum(scores.transpose(1, 2))
        return (sums / self._sum(torch.ones_like(scores[:1, :, :1]).transpose(1, 2))).transpose(
            1, 2
        )

    def _sum(self, values: Tensor) -> Tensor:
        """Sums over the frames around, (batch, columns, frames).

        A sum of sums takes a tenth of the time of one over all frames.
        """
        inner, outer = self.around
        rows = values.flatten(0, 1)[:, None]
        part = nn.functional.conv1d(rows, rows.new_ones(1, 1, inner), padding=inner // 2)
        whole = nn.functional.conv1d(
            part, rows.new_ones(1, 1, outer), dilation=inner, padding=inner * (outer // 2)
        )
        return whole.reshape(values.shape)

    def _at_lags(self, similar: Tensor, found: Tensor) -> Tensor:
        """Both halves at lags relative to that of each frame, (batch, frames, 2 * ratios)."""
        places = (found[..., None] + self.relative).clamp(0, len(self.lags) - 1)
        low, high = similar.chunk(2, dim=-1)
        return torch.cat([low.gather(-1, places), high.gather(-1, places)], dim=-1)

    def _at_places(self, flux: Tensor, period: Tensor) -> Tensor:
        """Flux at places around each frame, (batch, frames, places * groups); 0 beyond the ends."""
        frames = flux.shape[1]
        quarters = torch.tensor(QUARTERS, dtype=flux.dtype, device=flux.device) / 4
        far = (period[..., None] * quarters).round().long()
        near = torch.tensor(NEAR, device=flux.device).expand(*far.shape[:2], -1)
        here = torch.arange(frames, device=flux.device)[:, None]
        at = here + torch.cat([near, far], dim=-1)
        inside = ((at >= 0) & (at < frames)).to(flux.dtype)
        index = at.clamp(0, frames - 1).flatten(1)[..., None].expand(-1, -1, self.groups)
        seen = flux.gather(1, index).reshape(*at.shape, self.groups)
        return (seen * inside[..., None]).flatten(2)
