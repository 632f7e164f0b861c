"""The trainings of a setting, one for each seed. Needs torch."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lausch.corpora.corpus import Corpus
from lausch.sweep.fields import HOURS, Value, changed
from lausch.sweep.outcome import DIVERGED, FINISHED, LOSS, PRUNED, Outcome
from lausch.sweep.plan import SYSTEM, Plan, Texts, digest_of
from lausch.sweep.storage import Hopeful

if TYPE_CHECKING:
    from lausch.system import System
    from lausch.training.attempt import Prepared

Rows = list[dict[str, float]]
Key = tuple[str, tuple[str, ...]]


class _StoppedError(Exception):
    """A training is worse than others."""


@dataclass
class Trainings:
    """Trains settings of a plan in folders of `work`, where each can be continued.

    Parameters
    ----------
    plan : the plan.
    corpora : opens those that a system learns from.
    work : folder of trainings and of cached spectra, shared with `lausch train`.
    scored : whether validation tracks are decoded and scored.
    jobs : processes that compute features.
    tell : is told a line about each training.
    step : is told the steps of a training.
    """

    plan: Plan
    corpora: Callable[[System], Sequence[Corpus]]
    work: Path
    scored: bool = False
    jobs: int = 1
    tell: Callable[[str], None] = lambda text: None
    step: Callable[[int, int], None] = lambda done, total: None
    measured: Callable[[int, int], None] = lambda done, total: None
    _prepared: dict[Key, Prepared] = field(default_factory=dict)

    def prepare(self) -> None:
        """Compute the features of all systems, and see that every setting can be trained.

        Raises ModelError for a setting that no training could have.
        """
        from lausch.training.attempt import prepare, size

        every = [self.plan.system(texts)[0] for texts in self.plan.firsts()]
        for each in every:
            if (key := _key(each)) not in self._prepared:
                self._prepared[key] = prepare(
                    each,
                    self.corpora(each),
                    self.work / "cache",
                    jobs=self.jobs,
                    measured=self.measured,
                )
        for texts in self.plan.firsts():
            size(self._system(texts))

    def measure(self, texts: Texts, hopeful: Hopeful) -> Iterator[Outcome]:
        """The outcome of each seed; the last is pruned if the setting is given up."""
        for seed in range(self.plan.seeds):
            outcome = self._train(texts, seed, hopeful)
            yield outcome
            if outcome.state == PRUNED:
                return

    def key(self) -> str:
        """A digest of the plan and of all that it is trained on, to be called after `prepare`."""
        firsts = [self._digest(self._system(texts), None) for texts in self.plan.firsts()]
        return self.plan.key(firsts, self.scored)

    def _digest(self, system: System, hours: Value) -> str:
        """A digest of the system, the modules of its network, and the tracks for training."""
        from lausch.training.loop import build

        tracks = [each.name for each in self._prepared[_key(system)].tracks]
        facts = (system.recipe, system.representation, system.task, build(system), hours, tracks)
        return digest_of(*map(repr, facts))

    def _system(self, texts: Texts) -> System:
        from lausch.training.run import check

        wanted, setting = self.plan.system(texts)
        system = changed(self._prepared[_key(wanted)].system, setting)
        check(system)
        return system

    def _train(self, texts: Texts, seed: int, hopeful: Hopeful) -> Outcome:
        from lausch.training.attempt import Attempt, attempt, size
        from lausch.training.loop import DivergedError

        _, setting = self.plan.system(texts)
        system = self._system(texts)
        prepared = self._prepared[_key(system)]
        hours = setting.get(HOURS)
        folder = self.work / "sweep" / f"{self._digest(system, hours)}-{seed}"

        def report(row: dict[str, float]) -> None:
            # The first seed decides whether the others are trained at all.
            if seed == 0 and not hopeful(int(row["epoch"]), row[LOSS]):
                raise _StoppedError

        state = FINISHED
        try:
            found = attempt(
                system,
                prepared.within(hours, seed) if isinstance(hours, float) else prepared.training,
                prepared.validation,
                folder,
                seed=seed,
                scored=self.scored,
                report=report,
                step=self.step,
            )
        except (_StoppedError, DivergedError) as error:
            state = PRUNED if isinstance(error, _StoppedError) else DIVERGED
            history = _history(folder)
            best = min(history, key=_finite)
            found = Attempt(
                history, int(best["epoch"]), best[LOSS], history[-1]["seconds"], scores={}
            )
        self.tell(_line(texts, seed, state, found.best_loss, found.best_epoch, len(found.history)))
        best = next(row for row in found.history if row["epoch"] == found.best_epoch)
        return Outcome(
            system=texts[SYSTEM],
            setting={name: text for name, text in texts.items() if name != SYSTEM},
            seed=seed,
            state=state,
            last_epoch=len(found.history),
            best_epoch=found.best_epoch,
            training_loss=best["training_loss"],
            validation_loss=found.best_loss,
            parameters=size(system),
            seconds=found.seconds,
            scores=found.scores,
            history=found.history,
        )


def _key(system: System) -> Key:
    """What the data of a system depend on."""
    return system.name, system.recipe.corpora


def _line(texts: Texts, seed: int, state: str, loss: float, best: int, epochs: int) -> str:
    words = ", ".join(text if name == SYSTEM else f"{name} {text}" for name, text in texts.items())
    ending = "" if state == FINISHED else f", {state}"
    return f"{words}, seed {seed}: loss {loss:.4f} in epoch {best} of {epochs}{ending}"


def _finite(row: dict[str, float]) -> float:
    return row[LOSS] if math.isfinite(row[LOSS]) else math.inf


def _history(folder: Path) -> Rows:
    from lausch.training.loop import LOG

    with (folder / LOG).open(newline="", encoding="utf-8") as file:
        return [{name: float(text) for name, text in row.items()} for row in csv.DictReader(file)]
