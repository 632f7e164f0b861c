"""The evidence for a report: all results, from which its sections are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from lausch.corpora.corpus import Corpus
from lausch.errors import CorpusError, OptionError
from lausch.evaluation import rivals as programs
from lausch.evaluation.bootstrap import mean
from lausch.evaluation.result import Result, of, same_files
from lausch.evaluation.run import Job, checked_systems, explain, jobs, measure, systems_of
from lausch.evaluation.session import System
from lausch.evaluation.study import Study
from lausch.formulas import WEIGHTLESS
from lausch.models.card import Card
from lausch.models.model import Model


class Through(Protocol):
    """Runs jobs, in processes or not; returns their rows in order, and reasons for failures."""

    def __call__(
        self,
        jobs: Sequence[Any],
        run: Callable[[Any], list[Any]],
        explain: Callable[[Any, BaseException], str],
    ) -> tuple[list[Any], list[str]]: ...


@dataclass(frozen=True)
class Settings:
    """The options of `lausch report`.

    Parameters
    ----------
    study : path of the study.
    systems : names of models and formulas; empty for all that find the layer.
    on : names of corpora.
    data, rendered, rivals : folders of real and rendered corpora, and of results of rivals.
    most, seed : at most this many tracks of each rendered split, and the seed of the draw.
    work, out : folder for results, and file of the page.
    """

    study: Path
    systems: tuple[str, ...]
    on: tuple[str, ...]
    data: Path | None
    rendered: Path | None
    rivals: Path | None
    most: int | None
    seed: int
    work: Path | None
    out: Path


@dataclass(frozen=True)
class Evidence:
    """The results of a study and the facts about them.

    Parameters
    ----------
    models : systems of lausch, the default first.
    cards, digests : cards and digests of trained systems, by name.
    results, validation : results of every system on test and on validation tracks.
    command : the command, without paths of the machine.
    others : rows of no system, such as ceilings.
    speeds, versions : speeds and versions of rivals.
    failures : reasons for missing tracks.
    most, seed : size and seed of the draws from corpora.
    inputs : contents of further files beside the page, by name.
    """

    study: Study
    corpora: tuple[Corpus, ...]
    models: tuple[str, ...]
    cards: Mapping[str, Card]
    results: tuple[Result, ...]
    command: str
    digests: Mapping[str, str] = field(default_factory=dict)
    validation: tuple[Result, ...] = ()
    others: tuple[Result, ...] = ()
    speeds: Mapping[str, float] = field(default_factory=dict)
    versions: str = ""
    failures: tuple[str, ...] = ()
    most: int | None = None
    seed: int = 0
    inputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rendered(self) -> tuple[Corpus, ...]:
        """Corpora that were rendered."""
        return tuple(corpus for corpus in self.corpora if corpus.rendered)

    @property
    def real(self) -> tuple[Corpus, ...]:
        """Corpora of real recordings."""
        return tuple(corpus for corpus in self.corpora if not corpus.rendered)

    @cached_property
    def sets(self) -> dict[str, list[Result]]:
        """Results by title of table: subsets, sets of several corpora, then each corpus."""
        measured = list(dict.fromkeys(result.corpus for result in self.results))
        names = [corpus.name for corpus in self.corpora if corpus.name in measured] or measured
        titles: dict[str, list[Result]] = {}
        for title, belongs in self.study.subsets.items():
            titles[title] = [result for result in self.results if belongs(result)]
        for title, several in self.study.sets.items():
            if len(set(several) & set(names)) > 1:
                titles[title] = [result for result in self.results if result.corpus in several]
        for name in names:
            titles[name] = [result for result in self.results if result.corpus == name]
        return {title: results for title, results in titles.items() if results}

    @cached_property
    def _same(self) -> dict[str, list[Result]]:
        partial = self.study.rivals.partial if self.study.rivals else ()
        return {title: same_files(rows, partial) for title, rows in self.sets.items()}

    def of(self, title: str, system: str) -> list[Result]:
        """One system's results on a set, on the tracks that every system there was tried on."""
        return of(self._same.get(title, ()), system)

    def all_of(self, title: str, system: str) -> list[Result]:
        """One system's results on every track of a set."""
        return of(self.sets.get(title, ()), system)

    def ranked(self, title: str, measure: str = "") -> list[str]:
        """Systems tried on a set, the best of a measure first."""
        here = dict.fromkeys(result.system for result in self.sets[title])
        means = {name: mean(self.of(title, name), measure or self.study.main) for name in here}
        return sorted(means, key=lambda name: -each.value if (each := means[name]) else 1.0)

    def subject(self, title: str) -> str:
        """The system that a set compares with others: the first of lausch, or the best of all."""
        ranked = self.ranked(title)
        return next((name for name in self.models if name in ranked), ranked[0] if ranked else "")

    @property
    def networks(self) -> tuple[str, ...]:
        """Trained systems of lausch."""
        return tuple(name for name in self.models if name not in WEIGHTLESS)

    @property
    def formulas(self) -> tuple[str, ...]:
        """Systems of lausch without weights."""
        return tuple(name for name in self.models if name in WEIGHTLESS)

    @property
    def rivals(self) -> tuple[str, ...]:
        """Other programs with results."""
        here = dict.fromkeys(result.system for result in self.results)
        return tuple(name for name in here if name not in self.models)


def collect(study: Study, settings: Settings, through: Through) -> Evidence:
    """Measure a study, track by track.

    Raises OptionError when a system does not find the layer, or there is nothing to measure,
    CorpusError when no track is annotated, and FormatError when there are no results of rivals.
    """
    from lausch.corpora.registry import open_corpus

    names = settings.systems or systems_of(study.layer)
    systems = checked_systems(names, study.layer)
    corpora = [
        corpus
        for name in settings.on
        for corpus in open_corpus(name, data=settings.data, rendered=settings.rendered)
    ]
    if settings.rivals:
        programs.checked(settings.rivals, study.rivals)
    if not names and not settings.rivals:
        raise OptionError(f"there is no model that finds {study.layer}: name one, or --rivals")
    listed = [job for corpus in corpora for job in _jobs(study, settings, names, corpus)]
    if not any(job.track.split == "test" for job in listed):
        listed += jobs(corpora, names, study.admits, what=study.layer)  # raises CorpusError
    rows, failures = through(listed, measure, explain)
    results = [row for row in rows if "other" not in row.facts]
    if settings.rivals and all(row.system in {s.name for s in systems} for row in results):
        raise OptionError(f"{settings.rivals} holds nothing of a test track in {settings.on}")
    return Evidence(
        study=study,
        corpora=tuple(corpora),
        models=tuple(system.name for system in systems),
        cards={each.name: each.card for each in systems if isinstance(each, Model)},
        digests=digests_of(systems),
        results=tuple(row for row in results if row.facts["split"] == "test"),
        validation=tuple(row for row in results if row.facts["split"] == "validation"),
        others=tuple(row for row in rows if "other" in row.facts),
        speeds=programs.speeds(settings.rivals) if settings.rivals else {},
        versions=programs.versions(settings.rivals) if settings.rivals else "",
        failures=tuple(failures),
        most=settings.most,
        seed=settings.seed,
        command=command_of(study, settings),
        inputs={name: read(settings.out.with_name(name)) for name, read in study.inputs.items()},
    )


def digests_of(systems: Iterable[System]) -> dict[str, str]:
    """The SHA-256 of each weights file, by name of the model; formulas have none."""
    return {each.name: each.digest for each in systems if isinstance(each, Model)}


def command_of(study: Study, settings: Settings) -> str:
    """The command without paths of the machine it ran on."""
    words = [f"lausch report studies/{settings.study.name}", *settings.systems]
    words += ["--data DATA"] if settings.data else []
    words += ["--corpora RENDERED"] if settings.rendered else []
    words += ["--rivals RIVALS"] if settings.rivals else []
    words += ["--work WORK"] if settings.work else []
    words += [f"--on {','.join(settings.on)}"] if settings.on != study.corpora else []
    words += [f"--most {settings.most or 0}"] if settings.most != MOST else []
    words += [f"--seed {settings.seed}"] if settings.seed else []
    return " ".join(words)


MOST = 60
"""Tracks of each rendered split, unless a report is asked for another number."""


def _jobs(study: Study, settings: Settings, names: Sequence[str], corpus: Corpus) -> list[Job]:
    """Jobs on draws from rendered splits, or on every test track of a real corpus."""
    every: list[Job] = []
    for split in study.splits if corpus.rendered else ("test",):
        try:
            every += jobs(
                [corpus],
                names,
                study.admits,
                what=study.layer,
                split=split,
                most=settings.most if corpus.rendered else None,
                seed=settings.seed,
                procedure=study.procedure,
                work=settings.work and settings.work / settings.study.stem,
                rivals=settings.rivals if split == "test" else None,
            )
        except CorpusError:
            continue  # another corpus may have annotated tracks
    return every
