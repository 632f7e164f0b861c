"""Very deep convolutions of samples: M3, M5, M11, M18 and M34-res of Dai et al. (ICASSP 2017)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from lausch.networks.samples import joined

KERNEL, STRIDE, POOL = 80, 4, 4


@dataclass(frozen=True)
class Depth:
    """The sizes of one of the networks, as in table 1 of the paper.

    Parameters
    ----------
    first : filters of the first convolution, of 80 samples in steps of 4.
    stages : (filters, repetitions) after each pooling; the repeated part is a convolution of 3, or
        with `residual` a unit of two of them.
    residual : whether the input of each unit is added to its output.
    last_pool : whether there is pooling after the last stage, too.
    """

    first: int
    stages: tuple[tuple[int, int], ...]
    residual: bool = False
    last_pool: bool = False

    @property
    def layers(self) -> int:
        """Layers with weights, the last one, from channels to outputs, included."""
        return 2 + sum(count for _, count in self.stages) * (2 if self.residual else 1)

    def divided(self, by: int) -> Depth:
        """The same depth with all widths divided."""
        stages = tuple((filters // by, count) for filters, count in self.stages)
        return replace(self, first=self.first // by, stages=stages)


DEPTHS = {
    "M3": Depth(256, ((256, 1),), last_pool=True),
    "M5": Depth(128, ((128, 1), (256, 1), (512, 1)), last_pool=True),
    "M11": Depth(64, ((64, 2), (128, 2), (256, 3), (512, 2))),
    "M18": Depth(64, ((64, 4), (128, 4), (256, 4), (512, 4))),
    "M34-res": Depth(48, ((48, 3), (96, 4), (192, 6), (384, 3)), residual=True),
}


class Unit(nn.Module):
    """Convolutions of 3 with batch normalisation before each ReLU, and the input added to them.

    Where channels become more, those that the input lacks are zeros.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first = nn.Sequential(*convolution(inputs, outputs, 3))
        self.second = nn.Sequential(*convolution(outputs, outputs, 3)[:-1])
        self.more = outputs - inputs

    def forward(self, maps: Tensor) -> Tensor:
        same = nn.functional.pad(maps, (0, 0, 0, self.more)) if self.more else maps
        return torch.relu(same + self.second(self.first(maps)))


class VeryDeep(nn.Module):
    """Convolutions of samples, then the mean over a window of frames, and one linear layer.

    Input (batch, frames, samples of a frame), output (batch, frames, outputs) logits. The window is
    of `frames` frames, `frames` // 2 of them before the beginning of its frame, and shorter at the
    ends of a recording.

    Parameters
    ----------
    depth : one of `DEPTHS`.
    frame : samples of a frame, a multiple of `depth`'s steps.
    frames : number of frames in a window.
    """

    def __init__(
        self, depth: Depth, outputs: int, *, frame: int, frames: int = 4, dropout: float = 0.0
    ) -> None:
        super().__init__()
        parts: list[nn.Module] = convolution(1, depth.first, KERNEL, STRIDE)
        size, step, reach = depth.first, STRIDE, KERNEL // 2
        for filters, count in depth.stages:
            parts.append(nn.MaxPool1d(POOL))
            step *= POOL
            for _ in range(count):
                parts += [Unit(size, filters)] if depth.residual else convolution(size, filters, 3)
                reach += step * (2 if depth.residual else 1)
                size = filters
        if depth.last_pool:
            parts.append(nn.MaxPool1d(POOL))
            step *= POOL
        if frame % step:
            raise ValueError(f"a frame is a multiple of {step} samples, not {frame}")
        self.maps = nn.Sequential(*parts)
        self.frame = nn.AvgPool1d(frame // step)
        self.window = nn.AvgPool1d(frames, stride=1, padding=frames // 2, count_include_pad=False)
        self.drop = nn.Dropout(dropout)
        self.last = nn.Conv1d(size, outputs, 1)
        self.reach = frames // 2 + -(-reach // frame)

    def forward(self, values: Tensor) -> Tensor:
        means = self.window(self.frame(self.maps(joined(values))))[..., : values.shape[1]]
        logits: Tensor = self.last(self.drop(means)).transpose(1, 2)
        return logits


def convolution(inputs: int, outputs: int, width: int, stride: int = 1) -> list[nn.Module]:
    """A convolution without bias, which its batch normalisation has, that, and ReLU."""
    pad = (width - stride + 1) // 2
    return [
        nn.Conv1d(inputs, outputs, width, stride=stride, padding=pad, bias=False),
        nn.BatchNorm1d(outputs),
        nn.ReLU(),
    ]
