"""The implementation of every paper, from the systems, their cards and the reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from lausch.decoding import LITERATURE as DECODERS
from lausch.literature.vocabulary import NONE
from lausch.models.model import load_model, shipped
from lausch.systems import NAMES, system

OWN = "headlines.json"
"""The scores inside the package; `python tests/readme.py` updates them."""


@dataclass(frozen=True)
class Score:
    """The mean score of a system, with the number of recordings and the report."""

    system: str
    measure: str
    value: float
    tracks: int
    on: str
    report: str


def scores() -> dict[str, Score]:
    """The scores inside the package, by system."""
    text = files("lausch.literature").joinpath(OWN).read_text(encoding="utf-8")
    return {entry["system"]: Score(**entry) for entry in json.loads(text)}


SHIPPED = "trained and shipped"
IMPLEMENTED = "implemented"
NOT_YET = "not yet"


@dataclass(frozen=True)
class Here:
    """A system, or a decoder, of a paper.

    Parameters
    ----------
    name : name for `lausch train` and `lausch analyze --model`; for a decoder its module.
    title : short description.
    literature : key of its paper; empty for lausch's own.
    state : `SHIPPED` or `IMPLEMENTED`.
    outputs : output of the system, in words.
    parameters, licence : size and licence of the shipped weights.
    score : its headline score, if a report has one.
    """

    name: str
    title: str
    literature: str
    state: str
    outputs: str
    parameters: int | None = None
    licence: str = ""
    score: Score | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Name, state, parameters, licence, score and report as text."""
        headline = self.score
        return (
            self.name,
            self.state,
            NONE if self.parameters is None else f"{self.parameters:,}",
            self.licence or NONE,
            f"{headline.measure} {headline.value:.3f} ({headline.tracks} {headline.on})"
            if headline
            else NONE,
            headline.report if headline else NONE,
        )


NOTHING = ("", NOT_YET, NONE, NONE, NONE, NONE)
"""The cells of a paper that nothing here implements."""


def everything() -> list[Here]:
    """All systems in the order of the registry, then decoders with papers of their own."""
    weights, headlines = shipped(), scores()
    systems = [_here(name, name in weights, headlines.get(name)) for name in NAMES]
    systems += [
        Here(f"decoding.{module}", "a decoder of activations", key, IMPLEMENTED, module)
        for key, module in DECODERS.items()
    ]
    return systems


def of(key: str, systems: Sequence[Here]) -> list[Here]:
    """The systems that implement a paper, shipped ones first."""
    mine = [each for each in systems if each.literature == key]
    return sorted(mine, key=lambda each: each.state != SHIPPED)


def _here(name: str, trained: bool, score: Score | None) -> Here:
    description = system(name)
    card = load_model(name).card if trained else None
    return Here(
        name,
        description.title,
        description.literature,
        SHIPPED if trained else IMPLEMENTED,
        description.task.output_summary,
        card.parameters if card else None,
        card.licence if card else "",
        score,
    )
