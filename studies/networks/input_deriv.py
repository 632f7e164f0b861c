"""The logarithm of mel bands, and beside it how much each rises."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from lausch.representations import Deriv, LogMelS, Stack
from lausch.systems import open_system

FNN = open_system(Path(__file__).with_name("fnn.py"))
SPECTRUM = LogMelS(22050, 441, 1024, low_hz=30.0, high_hz=8000.0, bands=24)
BOTH = Deriv(SPECTRUM, lag_frames=1)
SYSTEM = replace(
    FNN,
    name="LogMelS+DERIV",
    title="The logarithm of mel bands and its rise",
    representation=Stack((BOTH,)),
    network=partial(FNN.network, columns=2 * SPECTRUM.width),
)
