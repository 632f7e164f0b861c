"""A whole training run: corpora in, a weights file with its card out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from torch import nn

from lausch import __version__
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError, ModelError
from lausch.models.card import Card
from lausch.models.model import Model
from lausch.models.probe import probe_record
from lausch.networks.bag import Bag
from lausch.representations import from_card, to_card
from lausch.system import System
from lausch.tasks import Task, task_from_card
from lausch.tasks import to_card as task_to_card
from lausch.training.cache import Cache
from lausch.training.calibrate import calibrate
from lausch.training.checkpoint import Progress
from lausch.training.excerpts import Example
from lausch.training.export import HEADS, export, probe_activations, with_head
from lausch.training.int4 import round_weights
from lausch.training.loop import Report, build, train
from lausch.training.losses import LOSSES
from lausch.training.start import take_over
from lausch.training.teacher import taught, within

LICENCE = "MIT"


def run(
    system: System,
    corpora: Sequence[Corpus],
    *,
    cache: Path,
    folder: Path,
    out: Path,
    seed: int = 0,
    epochs: int | None = None,
    resume: bool = False,
    start: bytes | None = None,
    unlabelled: Sequence[Corpus] = (),
    teacher: bytes | None = None,
    jobs: int = 2,
    command: str = "",
    report: Report = lambda row: None,
) -> Progress:
    """Train `system` on the training splits of `corpora` and export it to `out`.

    A recipe with `unlabelled` also needs those corpora, and the exported `teacher`.

    Raises CorpusError when a corpus may not be used for weights that ship, or is empty.
    """
    check(system)
    if epochs is not None:
        system = replace(system, recipe=replace(system.recipe, epochs=epochs))
    for corpus in (*corpora, *unlabelled):
        if corpus.use != "ship":
            raise CorpusError(
                f"{corpus.name} is for evaluation only ({corpus.licence}): weights trained on it "
                "could not be shipped; leave it out"
            )
    training, validation = (
        [track for corpus in corpora for track in corpus.split(split) if system.task.admits(track)]
        for split in ("train", "validation")
    )
    if not training or not validation:
        raise CorpusError(
            f"training needs tracks in both splits, but there are {len(training)} for training "
            f"and {len(validation)} for validation; render more hours"
        )
    if start is not None:
        take_over(build(system), start)  # weights that do not fit are refused before hours of work
    store = Cache(cache, system.representation)
    held_out = _examples(system.task, store, validation, jobs)
    labelled = _examples(system.task, store, training, jobs)
    more = [track for corpus in unlabelled for track in corpus.split("train")]
    more = [track for track in more if system.task.admits(track)]
    if (settings := system.recipe.unlabelled) is not None:
        if teacher is None or not more:
            raise CorpusError(
                f"{system.name} learns from {settings.teacher} and its labels of "
                f"{', '.join(settings.corpora)}: give the teacher's weights and those corpora"
            )
        more = within(more, settings.hours)
        labelled += taught(system, Model(teacher), more, store, jobs=jobs)
    trained = [
        train(
            system,
            labelled,
            held_out,
            folder / f"{system.name}-{each}",
            seed=each,
            resume=resume,
            start=start,
            report=report,
        )
        for each in range(seed, seed + system.members)
    ]
    network = joined([member for member, _ in trained], system)
    progress = trained[0][1]
    whole = with_head(network, system)
    task, calibration = calibrate(whole, system, held_out)
    system = replace(system, task=task)
    card = Card(
        name=system.name,
        title=system.title,
        paper=system.paper,
        representation=to_card(system.representation),
        task=task_to_card(system.task),
        chunk_frames=system.chunk_frames,
        context_frames=system.context_frames,
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        recipe=asdict(system.recipe),
        training={
            **_training(progress, training, command),
            **({"teacher": before(teacher), "unlabelled": _unlabelled(more)} if teacher else {}),
            "members": [_member(each) for _, each in trained[1:]],
            "before": before(start) if start else [],
            "calibration": calibration,
        },
        data=[_bill(corpus, training) for corpus in corpora]
        + [_bill(corpus, more) | {"labels": "a teacher's"} for corpus in unlabelled],
        licence=LICENCE,
        probe=probe_record(probe_activations(whole, system)),
        deviations=list(system.deviations),
        published=[asdict(figure) for figure in system.published],
        lausch_version=__version__,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    export(network, system, card, out)
    return progress


def check(system: System) -> None:
    """Raise ModelError, before hours of work, for what no weights file could hold."""
    for noun, name, names in (
        ("head", system.head, HEADS),
        ("loss", system.recipe.loss, LOSSES),
    ):
        if name not in names:
            raise ModelError(f"{system.name} names the {noun} {name!r}; there are {list(names)}")
    task_from_card(task_to_card(system.task))
    from_card(to_card(system.representation))


def _unlabelled(tracks: Sequence[Track]) -> dict[str, Any]:
    return {"tracks": len(tracks), "hours": sum(track.duration for track in tracks) / 3600}


def before(start: bytes) -> list[dict[str, Any]]:
    """The runs that led to the weights a run begins with, the first one first."""
    model = Model(start)
    training = model.card.training
    kept = ("command", "seed", "epochs", "seconds", "tracks", "hours")
    earlier = training.get("before", [])
    if origin := training.get("started_from"):  # cards of the first lausch say no more
        earlier = [{"sha256": origin}]
    return [*earlier, {"sha256": model.digest} | {name: training[name] for name in kept}]


def _examples(task: Task, store: Cache, tracks: Sequence[Track], jobs: int) -> list[Example]:
    paths = store.fill(tracks, jobs=jobs)
    return [Example(path, task.read(track)) for path, track in zip(paths, tracks, strict=True)]


def joined(members: Sequence[nn.Module], system: System) -> nn.Module:
    """One network, rounded when its weights are stored small; of several the bag."""
    for member in members:
        if system.int4:
            round_weights(member)
    if len(members) == 1:
        return members[0]
    return Bag([nn.Sequential(member, HEADS[system.head]()) for member in members]).eval()


def _member(progress: Progress) -> dict[str, Any]:
    """A line of the card for each further member of a bag."""
    return {
        "seed": progress.seed,
        "epochs": progress.epoch,
        "best_epoch": progress.best_epoch,
        "validation_loss": progress.best_loss,
        "seconds": round(progress.seconds, 1),
    }


def _training(progress: Progress, tracks: Sequence[Track], command: str) -> dict[str, Any]:
    return {
        "seed": progress.seed,
        "epochs": progress.epoch,
        "best_epoch": progress.best_epoch,
        "validation_loss": progress.best_loss,
        "seconds": round(progress.seconds, 1),
        "tracks": len(tracks),
        "hours": sum(track.duration for track in tracks) / 3600,
        "command": command,
        "history": progress.history,
    }


def _bill(corpus: Corpus, used: Sequence[Track]) -> dict[str, Any]:
    """What a corpus gave: its licence, credit, and a hash of the used tracks' names."""
    given = {id(track) for track in used}
    tracks = [track for track in corpus.split("train") if id(track) in given]
    names = "\n".join(sorted(track.name for track in tracks))
    return {
        "name": corpus.name,
        "licence": corpus.licence,
        "credit": corpus.credit,
        "tracks": len(tracks),
        "hours": sum(track.duration for track in tracks) / 3600,
        "sha256": hashlib.sha256(names.encode()).hexdigest(),
    }
