"""The same with small kernels further and further apart, which see 1.3 s on either side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lausch.systems import open_system

if TYPE_CHECKING:
    from torch import nn

FNN = open_system(Path(__file__).with_name("fnn.py"))


def network(dropout: float, units: int = 16, blocks: int = 6) -> nn.Module:
    """`blocks` convolutions over 5 frames each, with dilations 1, 1, 2, 4, 8 ..."""
    from lausch.networks.overtime import OverTime

    dilations = [1, *(2**block for block in range(blocks - 1))]
    return OverTime(
        len(FNN.representation.columns),
        1,
        units=units,
        kernels=[5] * blocks,
        dilations=dilations,
        dropout=dropout,
    )


SYSTEM = replace(FNN, name="cnn", title="Dilated convolutions for beats", network=network)
