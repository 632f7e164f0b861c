"""Magnitudes of the short-time Fourier transform, as they are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from lausch.representations import LinS, Stack
from lausch.systems import open_system

FNN = open_system(Path(__file__).with_name("fnn.py"))
SPECTRUM = LinS(22050, 441, 1024)
SYSTEM = replace(
    FNN,
    name="LinS",
    title="The linear spectrogram",
    representation=Stack((SPECTRUM,)),
    network=partial(FNN.network, columns=SPECTRUM.width),
)
