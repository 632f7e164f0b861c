"""A system whose network is that of another: its weights as they are, with a decoder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import nn

from lausch.errors import ModelError
from lausch.models.model import Model
from lausch.system import System
from lausch.training.loop import build
from lausch.training.record import runs_before
from lausch.training.start import take_over


@dataclass(frozen=True)
class Adopted:
    """A network in evaluation mode, with what the card says of its training and its data."""

    network: nn.Module
    training: dict[str, Any]
    data: list[dict[str, Any]]


def adopted(system: System, start: bytes | None, seed: int, command: str) -> Adopted:
    """The network of an exported file, for a recipe of 0 epochs.

    What the card says of hours, tracks and data is what it says on the card of that file.
    Raises ModelError without a file, or when its features are others.
    """
    if start is None:
        raise ModelError(
            f"{system.name} has the weights of another system: name their file with --start"
        )
    model = Model(start)
    if model.representation != system.representation:
        raise ModelError(
            f"{model.name} has other features than {system.name}, whose weights it should be"
        )
    network = build(system)
    take_over(network, start)
    before = model.card.training
    training = {
        "seed": seed,
        "epochs": 0,
        "best_epoch": 0,
        "validation_loss": before["validation_loss"],
        "seconds": 0.0,
        **{name: before[name] for name in ("tracks", "hours")},
        "command": command,
        "history": [],
        "members": [],
        "before": runs_before(start),
    }
    return Adopted(network.eval(), training, model.card.data)
