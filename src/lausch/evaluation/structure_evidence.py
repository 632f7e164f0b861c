"""All that was measured for the report on form: sections read it and measure nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lausch.corpora.band.store.jamsfile import read_record
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import FormatError
from lausch.evaluation.songs import mean
from lausch.evaluation.structuring import CLASSICS, Divided
from lausch.formulas import WEIGHTLESS
from lausch.models.card import Card

POP_AND_JAZZ = "pop and jazz"
TOGETHER = ("popform", "jazzform")
MAIN = "coarse F 0.5 s"


@dataclass(frozen=True)
class StructureEvidence:
    """What the page is written from.

    Parameters
    ----------
    corpora : whose forms are annotated, as opened; test tracks of them were measured.
    models : of lausch, those with weights first, the default first of all.
    cards : of those that were trained, by name.
    rows : every model and every rival on every track it was tried on.
    contrasts : how much the band changes at boundaries, by recording, where that is known.
    speeds : of rivals, seconds of sound in a second.
    versions : of the packages behind the rivals.
    ablation : rows that `benchmarks/structure_ablation.py` wrote; empty without.
    failures : why tracks are missing.
    most, seed : of the draw from each corpus.
    command : that made it.
    """

    corpora: tuple[Corpus, ...]
    models: tuple[str, ...]
    cards: dict[str, Card]
    rows: tuple[Divided, ...]
    versions: str
    command: str
    contrasts: dict[tuple[str, str], str] = field(default_factory=dict)
    speeds: dict[str, float] = field(default_factory=dict)
    ablation: Sequence[Mapping[str, Any]] = ()
    failures: tuple[str, ...] = ()
    most: int | None = None
    seed: int = 0

    @property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """Corpora by title of table: pop and jazz together first, for the targets ask for them."""
        here = {row.corpus for row in self.rows}
        names = [corpus.name for corpus in self.corpora if corpus.name in here]
        both = {POP_AND_JAZZ: TOGETHER} if set(TOGETHER) <= set(names) else {}
        return both | {name: (name,) for name in names}

    def of(self, title: str, system: str) -> list[Divided]:
        """The rows of one system on one set, on tracks that every system there was tried on."""
        here = [row for row in self.rows if row.corpus in self.sets[title]]
        systems = {row.system for row in here}
        tried: dict[tuple[str, str], set[str]] = {}
        for row in here:
            tried.setdefault(row.key, set()).add(row.system)
        return [row for row in here if row.system == system and tried[row.key] == systems]

    def ranked(self, title: str, measure: str = MAIN) -> list[str]:
        """Systems tried on a set, the best of a measure first."""
        here = dict.fromkeys(row.system for row in self.rows if row.corpus in self.sets[title])
        means = {name: mean(self.of(title, name), measure) for name in here}
        return sorted(means, key=lambda name: -each.value if (each := means[name]) else 1.0)

    @property
    def networks(self) -> tuple[str, ...]:
        """The models that were trained."""
        return tuple(name for name in self.models if name not in (*CLASSICS, *WEIGHTLESS))

    @property
    def classics(self) -> tuple[str, ...]:
        """The formulas among the models, in the order of the literature."""
        known = [name for name in CLASSICS if name in self.models]
        others = [name for name in self.models if name not in (*known, *self.networks)]
        return (*known, *others)

    @property
    def rivals(self) -> tuple[str, ...]:
        """Who else was tried."""
        here = dict.fromkeys(row.system for row in self.rows)
        return tuple(name for name in here if name not in self.models)


def contrast_of(track: Track) -> str:
    """How much the band changes at a rendered track's boundaries, as its arranger tagged it."""
    jams = track.audio.with_suffix(".jams")
    tags = read_record(jams).tags if jams.is_file() else ()
    return next((tag for tag in tags if tag.startswith("contrast")), "unknown")


def read_ablation(path: Path) -> list[dict[str, Any]]:
    """The rows that `benchmarks/structure_ablation.py` wrote; none without the file.

    Raises
    ------
    FormatError : the file holds something else.
    """
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows:
            if not (isinstance(row["what"], str) and isinstance(row["name"], str)):
                raise ValueError("a row has the words `what` and `name`")
            if any(len(values) != 3 for values in row["measures"].values()):
                raise ValueError("a measure has a mean, a low and a high edge")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{path} is not what benchmarks/structure_ablation.py writes: {error}"
        ) from error
    return list(rows)
