"""Kinds of rendered corpora: one file says what a piece is, and its `KIND` all that is known."""

from __future__ import annotations

from lausch.corpora.band.kind import Kind
from lausch.corpora.band.kinds import (
    bands,
    basses,
    chartform,
    charts,
    drums,
    jazz,
    jazzform,
    pop,
    popform,
    solos,
    sung,
)
from lausch.errors import CorpusError

KINDS: tuple[Kind, ...] = tuple(
    module.KIND
    for module in (
        jazz, solos, basses, pop, sung, charts, popform, chartform, jazzform, drums, bands,
    )
)  # fmt: skip


def kind_named(name: str) -> Kind:
    """The kind of that name; raises CorpusError without one."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    known = ", ".join(kind.name for kind in KINDS)
    raise CorpusError(f"{name!r} is no kind of rendered corpus; {known} are")
