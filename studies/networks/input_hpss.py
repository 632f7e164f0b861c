"""What is held and what is struck, parted by medians."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from lausch.representations import Hpss, LogMelS, Stack
from lausch.systems import open_system

FNN = open_system(Path(__file__).with_name("fnn.py"))
SPECTRUM = LogMelS(22050, 441, 1024, low_hz=30.0, high_hz=8000.0, bands=24)
PARTED = Hpss(SPECTRUM)
SYSTEM = replace(
    FNN,
    name="LogMelS+HPSS",
    title="Held and struck parts",
    representation=Stack((PARTED,)),
    network=partial(FNN.network, columns=PARTED.width),
)
