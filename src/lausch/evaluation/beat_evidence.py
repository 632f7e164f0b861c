"""All that was measured for a report: sections read it and measure nothing themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lausch.corpora.corpus import Corpus
from lausch.errors import OptionError
from lausch.evaluation.measured import Measured, common
from lausch.evaluation.beat_rivals import Rival
from lausch.evaluation.system import Heard
from lausch.models.card import Card
from lausch.models.model import DEFAULT, Model


@dataclass(frozen=True)
class Subject:
    """A model that a report is about."""

    card: Card
    digest: str

    @property
    def name(self) -> str:
        """As in tables."""
        return self.card.name


def subjects(models: Iterable[Model]) -> tuple[Subject, ...]:
    """The default first, then as given.

    Raises
    ------
    OptionError : a model finds no beats, or two models have one name, and tables could not tell
        them apart.
    """
    models = list(models)
    for model in models:
        if "beats" not in model.layers:
            raise OptionError(
                f"the model {model.name} finds {' and '.join(model.layers)}, not beats: leave it "
                "out, or ask for `lausch report solo`"
            )
    found = tuple(
        sorted(
            (Subject(model.card, model.digest) for model in models),
            key=lambda subject: subject.name != DEFAULT,
        )
    )
    names = [subject.name for subject in found]
    if not names or len(set(names)) < len(names):
        raise OptionError(
            f"a report is about models of different names, not {', '.join(names) or 'none'}"
        )
    return found


@dataclass(frozen=True)
class Evidence:
    """What a report is written from.

    Parameters
    ----------
    subjects : the models, the default first.
    rendered, real : corpora that were opened.
    heard : every model on every track of the draws, test and validation.
    rivals : who else was tried.
    theirs : their scores on tracks of the test draws.
    versions : of the packages behind them.
    failures : why tracks are missing.
    most, seed : of the draws from rendered splits.
    command : that made it.
    """

    subjects: tuple[Subject, ...]
    rendered: tuple[Corpus, ...]
    real: tuple[Corpus, ...]
    heard: tuple[Heard, ...]
    rivals: tuple[Rival, ...]
    theirs: tuple[Measured, ...]
    versions: str
    failures: tuple[str, ...]
    most: int | None
    seed: int
    command: str

    @property
    def default(self) -> str:
        """The model that differences and levels are told of."""
        return self.subjects[0].name

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the models, the default first."""
        return tuple(subject.name for subject in self.subjects)

    @property
    def systems(self) -> tuple[str, ...]:
        """Models, then rivals."""
        return (*self.models, *(rival.name for rival in self.rivals))

    @cached_property
    def test(self) -> list[Measured]:
        """The models' scores on test tracks."""
        return [heard.measured for heard in self.heard if heard.split == "test"]

    @cached_property
    def validation(self) -> list[Measured]:
        """The models' scores on validation tracks; all of them rendered."""
        return [heard.measured for heard in self.heard if heard.split == "validation"]

    @cached_property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """Table sections: title and names of its corpora, those with test tracks only."""
        here = {row.corpus for row in self.test}
        rendered = tuple(corpus.name for corpus in self.rendered if corpus.name in here)
        real = tuple(corpus.name for corpus in self.real if corpus.name in here)
        found: dict[str, tuple[str, ...]] = {}
        for title, names in (("all real", real), ("all rendered", rendered)):
            if len(names) > 1:
                found[title] = names
            for name in names:
                found[f"{'rendered ' if names is rendered else ''}{name}"] = (name,)
        return found

    def same_files(self, corpora: Sequence[str]) -> list[Measured]:
        """Rows of models and rivals on the test tracks that every one of them was tried on.

        A rival that was never tried on a corpus does not empty it for the others.
        """
        found = []
        for corpus in corpora:
            rows = (*self.test, *self.theirs)
            found += common([row for row in rows if row.corpus == corpus])
        return found

    def heard_in(self, corpora: Sequence[str], split: str) -> list[Heard]:
        """What the models made of the tracks of some corpora."""
        return [
            heard
            for heard in self.heard
            if heard.split == split and heard.measured.corpus in corpora
        ]


def of(rows: Iterable[Measured], system: str) -> list[Measured]:
    """The rows of one system."""
    return [row for row in rows if row.system == system]


def within(rows: Iterable[Measured], corpora: Sequence[str]) -> list[Measured]:
    """The rows of some corpora."""
    return [row for row in rows if row.corpus in corpora]
