"""The same task with a recurrent network, which may remember any number of frames."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lausch.systems import open_system

if TYPE_CHECKING:
    from torch import nn

FNN = open_system(Path(__file__).with_name("fnn.py"))


def network(dropout: float, units: int = 16) -> nn.Module:
    """One bidirectional layer of gated recurrent units."""
    from lausch.networks.recurrent import BGRU

    return BGRU(len(FNN.representation.columns), 1, units=units, layers=1, dropout=dropout)


SYSTEM = replace(FNN, name="gru", title="Gated recurrent units for beats", network=network)
