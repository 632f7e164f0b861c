"""Convolutions over a harmonic stack, with a context of seconds, for the pitch of the solo."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class _Residual(nn.Module):
    def __init__(self, channels: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(channels, channels, 3, padding=dilation, dilation=dilation)
        self.mix = nn.Conv1d(channels, channels, 1)
        self.drop = nn.Dropout1d(dropout)

    def forward(self, values: Tensor) -> Tensor:
        mixed: Tensor = self.mix(self.drop(nn.functional.elu(self.convolution(values))))
        return values + mixed


class HarmonicStack(nn.Module):
    """Input (batch, frames, columns + beside), output (batch, frames, pitches + voicing) logits.

    The first columns are a pitch axis. Copies of that spectrogram are shifted by the interval of
    each harmonic and stacked, so a pitch and its harmonics are within a small kernel (Bittner et
    al., ISMIR 2017). The context consists of dilated convolutions over whole frames. It learns
    which kind of sound leads, and when: it scales the maps and adds an estimate for every pitch.
    The maps take most of the time and are computed for every other frame, so chunks of a recording
    must start at even frames. A few maps, weighted by the context, are interpolated to every frame,
    because a note may end within two frames.

    With `voicing`, a last logit says whether any pitch leads. It is that of the strongest pitch
    plus a correction from the context and the strongest of the few maps. The correction begins as
    zero, so weights without it serve as a start.

    Parameters
    ----------
    columns : number of columns of the pitch axis.
    first, pitches : the outputs are the pitches of `pitches` columns from `first` on.
    octave : columns per octave.
    beside : number of further columns, an input of the context only.
    harmonics : frequency ratios, 1 and 2 among them.
    maps, fine, context : feature maps at half and at the full rate; channels of the context.
    voicing : channels of the correction; 0 for no output of voicing.
    """

    def __init__(
        self,
        columns: int,
        first: int,
        pitches: int,
        *,
        octave: int,
        beside: int = 0,
        harmonics: Sequence[float] = (0.5, 1, 2, 3, 4, 5),
        maps: int = 12,
        fine: int = 6,
        context: int = 48,
        blocks: int = 6,
        voicing: int = 0,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        shifts = torch.log2(torch.tensor(harmonics)).mul(octave).round().int().tolist()
        self.starts = [first + int(shift) for shift in shifts]
        self.before = max(0, -min(self.starts))
        self.after = max(0, max(self.starts) + pitches - columns)
        self.columns, self.pitches = columns, pitches
        self.near = nn.Conv2d(len(self.starts), maps, (3, 5), stride=(2, 1), padding=(1, 2))
        self.wide = nn.Conv2d(maps, maps, (3, 5), padding=(1, 2))
        self.last = nn.Conv2d(maps, maps, (3, 3), padding=(1, 1))
        self.drop = nn.Dropout2d(dropout)
        self.lowest = [list(harmonics).index(1), list(harmonics).index(2)]
        self.every = nn.ConvTranspose2d(maps, fine, (4, 1), stride=(2, 1), padding=(1, 0))
        self.fine = nn.Conv2d(fine + len(self.lowest), fine, (5, 3), padding=(2, 1))
        self.salience = nn.Conv2d(fine, 1, (3, 1), padding=(1, 0))
        nn.init.constant_(self.salience.get_parameter("bias"), -4.0)  # most pitches are silent
        self.enter = nn.Conv1d(columns + beside, context, 1)
        self.blocks = nn.ModuleList(
            _Residual(context, 2**block, dropout) for block in range(blocks)
        )
        self.scale = nn.Conv1d(context, maps, 1)
        self.timing = nn.Conv1d(context, fine, 1)
        self.guess = nn.Conv1d(context, pitches, 1)
        self.reach = 2**blocks + 8
        self.voicing = None
        if voicing:
            last = nn.Conv1d(voicing, 1, 5, padding=2)
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.get_parameter("bias"))
            enter = nn.Conv1d(context + fine + 1, voicing, 5, padding=2)
            self.voicing = nn.Sequential(enter, nn.ELU(), last)
            self.reach += 4

    def forward(self, values: Tensor) -> Tensor:
        wide = nn.functional.pad(values[..., : self.columns], (self.before, self.after))
        starts = [start + self.before for start in self.starts]
        stack = torch.stack([wide[..., s : s + self.pitches] for s in starts], dim=1)
        maps = torch.relu(self.near(stack.contiguous(memory_format=torch.channels_last)))
        state = self.enter(values.transpose(1, 2))
        for block in self.blocks:
            state = block(state)
        scale = torch.sigmoid(self.scale(state[..., ::2])).unsqueeze(3)
        maps = torch.relu(self.wide(maps) * (2 * scale))
        maps = self.drop(torch.relu(self.last(maps)))
        every = torch.relu(self.every(maps))[:, :, : values.shape[1]]
        timing = torch.sigmoid(self.timing(state)).unsqueeze(3)
        fine = self.fine(torch.cat([every, stack[:, self.lowest]], dim=1)) * (2 * timing)
        fine = torch.relu(fine)
        salience = self.salience(fine).squeeze(1)
        logits: Tensor = salience + self.guess(state).transpose(1, 2)
        if self.voicing is None:
            return logits
        strongest, place = logits.max(dim=2, keepdim=True)
        there = fine.gather(3, place.unsqueeze(1).expand(-1, fine.shape[1], -1, -1)).squeeze(3)
        inputs = torch.cat([state, there, strongest.transpose(1, 2)], dim=1)
        voicing = strongest + self.voicing(inputs).transpose(1, 2)
        return torch.cat([logits, voicing], dim=2)
