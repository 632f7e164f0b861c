"""What there is here of every paper: asked of the systems, their cards and the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lausch.decoding import LITERATURE as DECODERS
from lausch.literature.headlines import Score, scores
from lausch.literature.vocabulary import NONE
from lausch.models.model import load_model, shipped
from lausch.systems import NAMES, system

SHIPPED = "trained and shipped"
IMPLEMENTED = "implemented"
NOT_YET = "not yet"


@dataclass(frozen=True)
class Here:
    """A system, or a decoder, of a paper.

    Parameters
    ----------
    name : as `lausch train` and `lausch analyze --model` know it; of a decoder its module.
    title : what it is.
    literature : key of its paper; empty for what is of lausch alone.
    state : `SHIPPED` or `IMPLEMENTED`.
    hears : what it finds.
    parameters, licence : of the shipped weights.
    score : its headline, when a report has one.
    """

    name: str
    title: str
    literature: str
    state: str
    hears: str
    parameters: int | None = None
    licence: str = ""
    score: Score | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """Name, state, parameters, licence, score and report as text."""
        known = self.score
        return (
            self.name,
            self.state,
            NONE if self.parameters is None else f"{self.parameters:,}",
            self.licence or NONE,
            f"{known.measure} {known.value:.3f} ({known.tracks} {known.on})" if known else NONE,
            known.report if known else NONE,
        )


NOTHING = ("", NOT_YET, NONE, NONE, NONE, NONE)
"""The cells of a paper that nothing here implements."""


def everything() -> list[Here]:
    """All systems in the order of the registry, then the decoders that are papers of their own."""
    there = shipped()
    known = scores()
    found = [_here(name, name in there, known.get(name)) for name in NAMES]
    found += [
        Here(f"decoding.{module}", "a decoder of activations", key, IMPLEMENTED, module)
        for key, module in DECODERS.items()
    ]
    return found


def of(key: str, found: Sequence[Here]) -> list[Here]:
    """What implements a paper; those whose weights are shipped first."""
    mine = [each for each in found if each.literature == key]
    return sorted(mine, key=lambda each: each.state != SHIPPED)


def _here(name: str, trained: bool, score: Score | None) -> Here:
    found = system(name)
    card = load_model(name).card if trained else None
    return Here(
        name,
        found.title,
        found.literature,
        SHIPPED if trained else IMPLEMENTED,
        found.task.hears,
        card.parameters if card else None,
        card.licence if card else "",
        score,
    )
