"""Audio to frames. One numpy definition of every feature, for training and for inference."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from lausch.frames import FloatArray, Frames
from lausch.representations.bands import Bands
from lausch.representations.beatshares import BeatShares
from lausch.representations.beatwise import Beatwise
from lausch.representations.complete import kind_of
from lausch.representations.constantq import ConstantQ
from lausch.representations.contrast import LocalContrast
from lausch.representations.evenlog import EvenLogLogS
from lausch.representations.folded import Folded
from lausch.representations.harmonics import Harmonics
from lausch.representations.hpss import Hpss
from lausch.representations.intune import InTune
from lausch.representations.lags import Lags
from lausch.representations.mfcc import MFCC
from lausch.representations.modulations import Modulations
from lausch.representations.moments import Moments
from lausch.representations.part import Part
from lausch.representations.patterns import Patterns
from lausch.representations.periodicity import Periodicity
from lausch.representations.pitches import Chroma, PitchS
from lausch.representations.pooled import Pooled
from lausch.representations.raw import Raw
from lausch.representations.separated import HeldChroma, Strokes
from lausch.representations.spectra import LinS, LogLogS, LogMelS, LogS, MelS
from lausch.representations.stack import Stack
from lausch.representations.steps import Around, Deriv, Rise, Standardized, Unit
from lausch.representations.stream import stream
from lausch.representations.whitened import Whitened

__all__ = [
    "KINDS",
    "MFCC",
    "Around",
    "Bands",
    "BeatShares",
    "Beatwise",
    "Chroma",
    "ConstantQ",
    "Deriv",
    "EvenLogLogS",
    "Folded",
    "Harmonics",
    "HeldChroma",
    "Hpss",
    "InTune",
    "Lags",
    "LinS",
    "LocalContrast",
    "LogLogS",
    "LogMelS",
    "LogS",
    "MelS",
    "Modulations",
    "Moments",
    "Part",
    "Patterns",
    "Periodicity",
    "PitchS",
    "Pooled",
    "Raw",
    "Rise",
    "Stack",
    "Standardized",
    "Strokes",
    "Unit",
    "Whitened",
    "from_card",
    "represent",
    "stream",
    "to_card",
]

_LOGARITHMIC = (LogS, LogLogS, EvenLogLogS, InTune)
_SPECTRA = (Raw, LinS, *_LOGARITHMIC, MelS, LogMelS, PitchS, Harmonics, Chroma, MFCC, ConstantQ)
_STEPS = (Deriv, Rise, Around, Unit, Standardized, LocalContrast)
_OF_BEATS = (Beatwise, BeatShares, Patterns)
_OF_SPECTRA = (
    Hpss,
    Strokes,
    HeldChroma,
    Pooled,
    Whitened,
    Moments,
    Modulations,
    Lags,
    *_STEPS,
    Folded,
    Bands,
    Periodicity,
    *_OF_BEATS,
    Stack,
)
KINDS: dict[str, type[Part | Stack]] = {kind.__name__: kind for kind in (*_SPECTRA, *_OF_SPECTRA)}

STORED_NAMES = {"MFCC": "Cepstra"}
"""Kinds whose name on a card differs from the class: digests of settings contain that name."""


def represent(representation: Stack, samples: FloatArray) -> Frames:
    """All frames of a recording: samples (n,) at the representation's rate, all in memory."""
    values = representation.finish(representation.measure(samples))
    return Frames(values, representation.clock, representation.columns)


def to_card(representation: Part | Stack) -> dict[str, Any]:
    """A representation as numbers and strings, for the card in a weights file."""
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

    Raises ModelError for an unknown kind, and for a setting that is missing or unknown.
    """
    stored = card.get("kind")
    kind = next((name for name, old in STORED_NAMES.items() if old == stored), stored)
    class_, values = kind_of("representation", {**card, "kind": kind}, KINDS)
    for name, value in values.items():
        if isinstance(value, dict):
            values[name] = from_card(value)
        elif isinstance(value, list):
            values[name] = tuple(from_card(part) for part in value)
    return class_(**values)
