"""What stands around a correction: a layer may have more than the notes that are corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lausch.annotation import BassLine
from lausch.annotation.analysis import Analysis
from lausch.tasks.bass import beat_pitches


def _bass(mine: BassLine, found: BassLine | None) -> BassLine:
    """The user's notes, on each beat the one that sounds longest, with the f0 that was found."""
    if found is None:
        return mine
    return replace(found, notes=mine.notes, beats=beat_pitches(mine.notes, found.beats.times))


AROUND: dict[str, Callable[[Any, Any], Any]] = {"bass": _bass}
"""For a layer that is more than what is corrected: both as one."""


def mended(mine: Analysis, found: Analysis) -> dict[str, Any]:
    """The layers that a user corrected, each with what was found around it."""
    layers = {layer: mine.read(layer) for layer in mine.layers if layer in vars(mine)}
    for layer in AROUND.keys() & layers.keys():
        layers[layer] = AROUND[layer](layers[layer], found.read(layer))
    return layers
