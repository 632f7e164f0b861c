"""Audio to frames. One numpy definition of every feature, for training and for inference."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from lausch.frames import FloatArray, Frames
from lausch.representations.around import Around
from lausch.representations.chroma import Chroma
from lausch.representations.complete import kind_of
from lausch.representations.constantq import ConstantQ
from lausch.representations.deriv import Deriv
from lausch.representations.harmonics import Harmonics
from lausch.representations.hpss import Hpss
from lausch.representations.lags import Lags
from lausch.representations.mfcc import MFCC
from lausch.representations.part import Part
from lausch.representations.pitches import PitchS
from lausch.representations.pooled import Pooled
from lausch.representations.spectra import LinS, LogLogS, LogMelS, LogS, MelS, Raw
from lausch.representations.stack import Stack
from lausch.representations.stream import stream
from lausch.representations.unit import Unit

__all__ = [
    "KINDS",
    "MFCC",
    "Around",
    "Chroma",
    "ConstantQ",
    "Deriv",
    "Harmonics",
    "Hpss",
    "Lags",
    "LinS",
    "LogLogS",
    "LogMelS",
    "LogS",
    "MelS",
    "Part",
    "PitchS",
    "Pooled",
    "Raw",
    "Stack",
    "Unit",
    "from_card",
    "represent",
    "stream",
    "to_card",
]

KINDS = {
    kind.__name__: kind
    for kind in (
        Raw,
        LinS,
        LogS,
        LogLogS,
        MelS,
        LogMelS,
        PitchS,
        Harmonics,
        Chroma,
        MFCC,
        ConstantQ,
        Hpss,
        Pooled,
        Lags,
        Deriv,
        Around,
        Unit,
        Stack,
    )
}

STORED_NAMES = {"MFCC": "Cepstra"}
"""Kinds that cards name otherwise than the class: digests of settings depend on that."""


def represent(representation: Stack, samples: FloatArray) -> Frames:
    """All frames of a recording that fits in memory: samples (n,) at the representation's rate."""
    values = representation.finish(representation.measure(samples))
    return Frames(values, representation.clock, representation.columns)


def to_card(representation: Part | Stack) -> dict[str, Any]:
    """A representation as numbers and strings, to be stored inside a weights file."""
    kind = type(representation).__name__
    card: dict[str, Any] = {"kind": STORED_NAMES.get(kind, kind)}
    settings: Any = representation
    for field in fields(settings):
        value = getattr(representation, field.name)
        if isinstance(value, tuple):
            value = [to_card(part) for part in value]
        elif type(value).__name__ in KINDS:
            value = to_card(value)
        card[field.name] = value
    return card


def from_card(card: dict[str, Any]) -> Any:
    """The inverse of `to_card`: every setting comes from the card, none from today's defaults.

    Raises
    ------
    ModelError : this lausch does not know the kind, or the card lacks a setting or has one more.
    """
    stored = card.get("kind")
    kind = next((name for name, old in STORED_NAMES.items() if old == stored), stored)
    made, values = kind_of("representation", {**card, "kind": kind}, KINDS)
    for name, value in values.items():
        if isinstance(value, dict):
            values[name] = from_card(value)
        elif isinstance(value, list):
            values[name] = tuple(from_card(part) for part in value)
    return made(**values)
