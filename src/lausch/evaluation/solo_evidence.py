"""All that was measured for the report on solos: sections read it and measure nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from lausch.corpora.corpus import Corpus
from lausch.evaluation.lines import Followed
from lausch.evaluation.bootstrap import mean
from lausch.models.card import Card

ALL_RENDERED = "all rendered"


@dataclass(frozen=True)
class SoloEvidence:
    """What the page is written from.

    Parameters
    ----------
    corpora : whose lines are annotated, as opened; test tracks of them were measured.
    models : of lausch, the default first.
    cards : of those that were trained, by name.
    rows : every model and every rival on every track it was tried on.
    ceilings : the annotation itself, written down as coarsely as systems speak.
    levels : dB of the solo over the other pitched parts, by recording, where that is known.
    heights : median MIDI pitch of each recording's line.
    speeds : of rivals, seconds of sound in a second.
    versions : of the packages behind the rivals.
    failures : why tracks are missing.
    most, seed : of the draw from rendered corpora.
    command : that made it.
    """

    corpora: tuple[Corpus, ...]
    models: tuple[str, ...]
    cards: dict[str, Card]
    rows: tuple[Followed, ...]
    versions: str
    command: str
    ceilings: tuple[Followed, ...] = ()
    levels: dict[tuple[str, str], float] = field(default_factory=dict)
    heights: dict[tuple[str, str], float] = field(default_factory=dict)
    speeds: dict[str, float] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    most: int | None = None
    seed: int = 0

    @property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """Corpora by title of table: all rendered ones together first, if there are several."""
        here = {row.corpus for row in self.rows}
        names = [corpus.name for corpus in self.corpora if corpus.name in here]
        rendered = tuple(
            corpus.name for corpus in self.corpora if corpus.use == "ship" and corpus.name in here
        )
        together = {ALL_RENDERED: rendered} if len(rendered) > 1 else {}
        return together | {name: (name,) for name in names}

    def of(self, title: str, system: str) -> list[Followed]:
        """The rows of one system on one set, on tracks that every system there was tried on."""
        here = [row for row in self.rows if row.corpus in self.sets[title]]
        systems = {row.system for row in here}
        tried: dict[tuple[str, str], set[str]] = {}
        for row in here:
            tried.setdefault(row.key, set()).add(row.system)
        return [row for row in here if row.system == system and tried[row.key] == systems]

    def ranked(self, title: str) -> list[str]:
        """Systems tried on a set, the best overall accuracy first."""
        here = dict.fromkeys(row.system for row in self.rows if row.corpus in self.sets[title])
        means = {name: mean(self.of(title, name), "overall accuracy") for name in here}
        return sorted(means, key=lambda name: -each.value if (each := means[name]) else 1.0)

    def subject(self, title: str) -> str:
        """Whom a set's comparison is about: the first model of lausch's own, or the best of all."""
        ranked = self.ranked(title)
        return next((name for name in self.models if name in ranked), ranked[0] if ranked else "")
