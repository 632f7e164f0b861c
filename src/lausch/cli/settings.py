"""The settings of a sweep, each of which any process can measure that sees the same files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from lausch.cli import material
from lausch.cli.progress import Steps
from lausch.errors import LauschError

if TYPE_CHECKING:
    from lausch.corpora.corpus import Corpus
    from lausch.sweep.outcome import Outcome
    from lausch.sweep.plan import Plan, Texts
    from lausch.sweep.running import Trainings
    from lausch.sweep.storage import Numbered
    from lausch.system import System


@dataclass(frozen=True)
class Sweep:
    """What `lausch sweep` was asked for, but for its table and figure; other processes can be
    sent it.
    """

    names: tuple[str, ...]
    varied: tuple[str, ...]
    seeds: int
    trials: int
    prune: bool
    scored: bool
    roots: tuple[Path, ...]
    data: Path | None
    licence: str
    work: Path
    threads: int

    def plan(self) -> Plan:
        """Which trainings it consists of; raises OptionError."""
        from lausch.sweep.axes import axis
        from lausch.sweep.plan import Plan
        from lausch.systems import open_system

        systems = [open_system(name) for name in self.names]
        axes = [axis(text, systems) for text in self.varied]
        return Plan(systems, axes, self.seeds, self.trials, self.prune)

    def trainings(self, bar: Steps) -> Trainings:
        """The trainings, which compute their features first."""
        import torch

        from lausch.sweep.running import Trainings

        torch.set_num_threads(self.threads)
        own, rendered = material.folders(self.roots, self.licence)
        made = Trainings(
            self.plan(),
            partial(_corpora, own=own, rendered=rendered, data=self.data),
            self.work,
            scored=self.scored,
            jobs=self.threads,
            tell=bar.say,
            step=bar,
            measured=Steps("features"),
        )
        made.prepare()
        return made

    def on_cluster(self, address: str, settings: Iterator[tuple[int, Texts]]) -> Iterator[Numbered]:
        """Numbers and outcomes of settings, as they are done; raises LauschError if one is not."""
        from lausch.batches.cluster import work_on_cluster

        jobs = (Setting(self, number, texts) for number, texts in settings)
        for done in work_on_cluster(jobs, measured, explained, address=address):
            if done.result is None:
                raise LauschError(done.failure)
            yield done.job.number, done.result


@dataclass(frozen=True, eq=False)
class Setting:
    """One setting of a sweep, and the number of its trial."""

    sweep: Sweep
    number: int
    texts: Texts


def measured(job: Setting) -> list[Outcome]:
    """The outcomes of all seeds."""
    return list(_opened(job.sweep).measure(job.texts, lambda step, loss: True))


def explained(job: Setting, error: BaseException) -> str:
    """Why a setting has no outcomes."""
    words = ", ".join(f"{name} {text}" for name, text in job.texts.items())
    return f"{words}: {error}"


@cache
def _opened(sweep: Sweep) -> Trainings:
    return sweep.trainings(Steps("training"))


def _corpora(
    system: System, own: Sequence[Corpus], rendered: Path | None, data: Path | None
) -> list[Corpus]:
    """What a system learns from."""
    kinds = system.recipe.corpora
    found = [*material.of_kinds(kinds, own, rendered, data), *own]
    if not found:
        raise material.unnamed(system.name, kinds)
    return found
