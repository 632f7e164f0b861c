"""One training among many: the same data, other settings, no exported file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import ModelError
from lausch.system import System
from lausch.training.cache import Cache
from lausch.training.calibrate import activations
from lausch.training.components import learnt
from lausch.training.excerpts import Example
from lausch.training.export import with_head
from lausch.training.loop import Report, Step, build, train
from lausch.training.run import check, examples_of, splits
from lausch.training.specialists import alone


@dataclass(frozen=True)
class Prepared:
    """A system of a single network, with the tracks and features that it learns from.

    Parameters
    ----------
    system : the system, with components of its representation learnt.
    training, validation : examples, those for training in the order of `tracks`.
    tracks : the training tracks.
    """

    system: System
    training: tuple[Example, ...]
    validation: tuple[Example, ...]
    tracks: tuple[Track, ...]

    def within(self, hours: float, seed: int) -> list[Example]:
        """Examples of at most so many hours, but of one track at least, drawn with the seed.

        With the same seed fewer hours are a part of more.
        """
        order = np.random.default_rng([seed, 2**29]).permutation(len(self.tracks))
        total = 0.0
        chosen: list[int] = []
        for place in order:
            total += self.tracks[place].duration / 3600
            if chosen and total > hours:
                break
            chosen.append(int(place))
        return [self.training[place] for place in sorted(chosen)]


def prepare(
    system: System,
    corpora: Sequence[Corpus],
    cache: Path,
    *,
    jobs: int = 1,
    measured: Step = lambda done, total: None,
) -> Prepared:
    """Compute the features of a system once for all its trainings.

    Raises CorpusError when a split is empty, and ModelError for a system that learns from a
    teacher.
    """
    if system.recipe.unlabelled is not None:
        raise ModelError(
            f"{system.name} learns from a teacher's labels, and one training follows another: "
            "a sweep needs a system that learns from annotations alone"
        )
    system = alone(system)
    check(system)
    training, validation = splits(system, corpora)
    system = learnt(system, training, cache, jobs=jobs)
    store = Cache(cache, system.representation)
    store.fill([*validation, *training], jobs=jobs, step=measured)
    return Prepared(
        system,
        tuple(examples_of(system.task, store, training, jobs)),
        tuple(examples_of(system.task, store, validation, jobs)),
        tuple(training),
    )


@dataclass(frozen=True)
class Attempt:
    """A finished training: losses of each epoch, the best one, and scores of validation tracks."""

    history: list[dict[str, float]]
    best_epoch: int
    best_loss: float
    seconds: float
    scores: dict[str, float]


def attempt(
    system: System,
    training: Sequence[Example],
    validation: Sequence[Example],
    folder: Path,
    *,
    seed: int,
    scored: bool,
    report: Report,
    step: Step = lambda done, total: None,
) -> Attempt:
    """Train with a seed, or go on where an earlier call was killed.

    What `report` raises ends the training, which can be continued. `scored` decodes validation
    tracks with the best epoch's network and the decoder's own settings.
    """
    network, progress = train(
        system, training, validation, folder, seed=seed, resume=True, report=report, step=step
    )
    scores: dict[str, float] = {}
    if scored:
        task, whole = system.task, with_head(network, system)
        tensors = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
        task = task.completed(tensors)
        rows = [
            task.judge(each.truth, task.decode(activations(whole, system, each)))
            for each in validation
        ]
        scores = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    return Attempt(
        progress.history, progress.best_epoch, progress.best_loss, progress.seconds, scores
    )


def size(system: System) -> int:
    """Parameters of the network."""
    return sum(parameter.numel() for parameter in build(system).parameters())
