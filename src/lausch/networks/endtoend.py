"""The network of Dieleman and Schrauwen (ICASSP 2014), from samples, or from bands, to tags."""

from __future__ import annotations

from torch import Tensor, nn

from lausch.networks.samples import joined

POOL = 4


class EndToEnd(nn.Module):
    """Two convolutions in time with max-pooling, and a dense layer, over windows of some frames.

    Input (batch, frames, samples of a frame), output (batch, frames, outputs) logits. The window of
    an output is of `frames` frames, with the beginning of its frame in the middle; the layers
    before the dense one run once over the whole recording, with zeros beyond its ends.

    Parameters
    ----------
    front : from a signal (batch, 1, samples) to (batch, channels, samples / hop).
    channels, hop : of `front`.
    frame : samples of a frame, a multiple of 16 hops.
    maps, width : number and size of the filters of both convolutions.
    """

    def __init__(
        self,
        front: nn.Module,
        channels: int,
        hop: int,
        outputs: int,
        *,
        frame: int,
        frames: int = 3,
        maps: int = 32,
        width: int = 8,
        units: int = 100,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        rows, rest = divmod(frame, hop * POOL**2)
        if rest or not rows:
            raise ValueError(f"a frame is a multiple of {hop * POOL**2} samples, not {frame}")
        pads = nn.ConstantPad1d(((width - 1) // 2, width // 2), 0.0)
        self.front = front
        self.time = nn.Sequential(
            pads,
            nn.Conv1d(channels, maps, width),
            nn.BatchNorm1d(maps, affine=False),
            nn.ReLU(),
            nn.MaxPool1d(POOL),
            pads,
            nn.Conv1d(maps, maps, width),
            nn.BatchNorm1d(maps, affine=False),
            nn.ReLU(),
            nn.MaxPool1d(POOL),
        )
        window = frames * rows
        before = window // 2
        self.dense = nn.Sequential(
            nn.ConstantPad1d((before, window - rows - before), 0.0),
            nn.Conv1d(maps, units, window, stride=rows),
        )
        self.last = nn.Sequential(
            nn.BatchNorm1d(units, affine=False),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Conv1d(units, outputs, 1),
        )
        # What a pooled row sees beyond itself is less than a frame.
        self.reach = frames // 2 + 2

    def forward(self, values: Tensor) -> Tensor:
        maps = self.time(self.front(joined(values)))
        logits: Tensor = self.last(self.dense(maps)).transpose(1, 2)
        return logits
