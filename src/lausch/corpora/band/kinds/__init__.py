"""Kinds of rendered corpora: each says what its pieces are, and all that is known of them."""

from __future__ import annotations

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.kinds import (
    bands,
    basses,
    charts,
    drums,
    jazz,
    jazzform,
    pop,
    solos,
    voices,
)
from lausch.errors import CorpusError

KINDS: tuple[Kind, ...] = (
    jazz.KIND, solos.KIND, basses.KIND, pop.POP, pop.SUNG, charts.CHARTS, pop.POPFORM,
    charts.CHARTFORM, jazzform.KIND, drums.KIND, bands.KIND, charts.METERS, voices.KIND,
)  # fmt: skip


def kind_named(name: str) -> Kind:
    """The kind of that name; raises CorpusError without one."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    known = ", ".join(kind.name for kind in KINDS)
    raise CorpusError(f"{name!r} is no kind of rendered corpus; {known} are")
