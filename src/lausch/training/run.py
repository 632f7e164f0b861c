"""A whole training run, from corpora to a weights file with its card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

from torch import nn

from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Split, Track
from lausch.errors import CorpusError, ModelError
from lausch.models.model import Model
from lausch.models.probe import probe_record
from lausch.networks.ends import Bag
from lausch.representations import from_card, to_card
from lausch.system import CHOICES, System
from lausch.tasks import Task, task_from_card
from lausch.tasks import to_card as task_to_card
from lausch.training.adopt import adopted
from lausch.training.cache import Cache
from lausch.training.calibrate import calibrate
from lausch.training.checkpoint import Progress
from lausch.training.components import learnt
from lausch.training.excerpts import Example
from lausch.training.export import HEADS, export, probe_activations, with_head
from lausch.training.int4 import round_weights
from lausch.training.loop import LOG, Report, Step, build, train
from lausch.training.losses import LOSSES
from lausch.training.record import (
    Record,
    bill,
    card_of,
    runs_before,
    specialists_record,
    teacher_record,
    training_record,
)
from lausch.training.specialists import alone, check_corpora, reference_in, specialised
from lausch.training.start import take_over
from lausch.training.teacher import pseudo_labelled, within

Item = TypeVar("Item")


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
    tell: Callable[[str], None] = lambda line: None,
    measured: Step = lambda done, total: None,
    step: Step = lambda done, total: None,
    device: str = "cpu",
) -> Progress:
    """Train `system` on the training splits of `corpora` and export it to `out`.

    Without epochs the weights of `start` are taken as they are, and no corpus is read. One with
    `unlabelled` also needs those corpora and the exported `teacher`.

    `tell` is told the amount of data, `measured` how many recordings have their features, `step`
    how many steps of training are done, and `report` the losses of each epoch.

    Raises CorpusError when a corpus is empty, or may not be used for weights that ship.
    """
    check(system)
    if epochs:
        system = replace(system, recipe=replace(system.recipe, epochs=epochs))
    if not system.recipe.epochs or epochs == 0:
        own = adopted(system, start, seed, command)
        _write(system, own.network, [], own.training, own.data, out)
        return Progress(asdict(system.recipe), seed, learning_rate=0.0)
    training, validation = splits(system, corpora)
    check_corpora(system, _by_corpus(corpora, training, training))
    check_corpora(system, _by_corpus(corpora, validation, validation))
    system = learnt(system, training, cache, jobs=jobs)
    single = alone(system)
    more = _unlabelled(system, unlabelled, teacher)
    first = None
    # Weights of another shape are refused before hours of work.
    if start is not None and system.recipe.specialists is not None:
        first = reference_in(system, start)
    elif start is not None:
        take_over(build(system), start)
    store = Cache(cache, system.representation)
    hours = sum(track.duration for track in training) / 3600
    tell(
        f"{len(training)} tracks ({hours:.2f} h) for training, {len(validation)} for validation; "
        f"losses go to {folder / f'{system.name}-{seed}' / LOG}"
    )
    store.fill([*validation, *training], jobs=jobs, step=measured)
    held_out = examples_of(system.task, store, validation, jobs)
    labelled = examples_of(system.task, store, training, jobs)
    if teacher is not None and more:
        labelled += pseudo_labelled(system, Model(teacher), more, store, jobs=jobs)
    members = [
        train(
            single,
            labelled,
            held_out,
            folder / f"{system.name}-{each}",
            seed=each,
            resume=resume,
            start=start if first is None else None,
            first=first,
            report=report,
            step=step,
            device=device,
        )
        for each in range(seed, seed + system.members)
    ]
    record = {
        **training_record([progress for _, progress in members], training, command),
        **teacher_record(teacher, more),
        "before": runs_before(start) if start else [],
        **({} if device == "cpu" else {"device": device}),
    }
    data = [bill(corpus, training) for corpus in corpora]
    data += [bill(corpus, more) | {"labels": "a teacher's"} for corpus in unlabelled]
    network = joined([member for member, _ in members], system)
    if system.recipe.specialists is not None:
        network, others = specialised(
            system,
            network,
            _by_corpus(corpora, training, labelled),
            _by_corpus(corpora, validation, held_out),
            folder,
            seed=seed,
            resume=resume,
            report=report,
            step=step,
            device=device,
        )
        record["specialists"] = specialists_record(others)
    _write(system, network, held_out, record, data, out)
    return members[0][1]


def _by_corpus(
    corpora: Sequence[Corpus], tracks: Sequence[Track], items: Sequence[Item]
) -> dict[str, list[Item]]:
    """What belongs to each of the tracks, by the name of its corpus."""
    names = {id(track): corpus.name for corpus in corpora for track in corpus.tracks}
    by_corpus: dict[str, list[Item]] = {}
    for track, item in zip(tracks, items, strict=True):
        by_corpus.setdefault(names[id(track)], []).append(item)
    return by_corpus


def _write(
    system: System,
    network: nn.Module,
    held_out: Sequence[Example],
    training: Record,
    data: list[Record],
    out: Path,
) -> None:
    """Calibrate the decoder, if there are validation tracks, and export with a card."""
    whole = with_head(network, system)
    tensors = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    system = replace(system, task=system.task.completed(tensors))
    task, calibration = calibrate(whole, system, held_out) if held_out else (system.task, [])
    system = replace(system, task=task)
    card = card_of(
        system,
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        probe=probe_record(probe_activations(whole, system)),
        training=training | {"calibration": calibration},
        data=data,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    export(network, system, card, out)


def splits(system: System, corpora: Sequence[Corpus]) -> tuple[list[Track], list[Track]]:
    """The tracks for training and for validation that the task admits."""
    training, validation = (_admitted(system, corpora, split) for split in ("train", "validation"))
    if not training or not validation:
        raise CorpusError(
            f"training needs tracks in both splits, but there are {len(training)} for training "
            f"and {len(validation)} for validation; render more hours"
        )
    return training, validation


def _unlabelled(system: System, corpora: Sequence[Corpus], teacher: bytes | None) -> list[Track]:
    """The tracks for a teacher to label, of the recipe's number of hours."""
    settings = system.recipe.unlabelled
    if settings is None:
        return []
    tracks = _admitted(system, corpora, "train")
    if teacher is None or not tracks:
        raise CorpusError(
            f"{system.name} learns from {settings.teacher} and its labels of "
            f"{', '.join(settings.corpora)}: give the teacher's weights and those corpora"
        )
    return within(tracks, settings.hours)


def _admitted(system: System, corpora: Sequence[Corpus], split: Split) -> list[Track]:
    for corpus in corpora:
        if corpus.use != "ship":
            raise CorpusError(
                f"{corpus.name} is for evaluation only ({corpus.licence}): weights trained on it "
                "could not be shipped; leave it out"
            )
    return [
        track for corpus in corpora for track in corpus.split(split) if system.task.admits(track)
    ]


def check(system: System) -> None:
    """Raise ModelError, before hours of work, for settings that no weights file could hold."""
    for noun, name, names in (("head", system.head, HEADS), ("loss", system.recipe.loss, LOSSES)):
        if name not in names:
            raise ModelError(f"{system.name} names the {noun} {name!r}; there are {list(names)}")
    for noun, words in CHOICES.items():
        if (name := getattr(system.recipe, noun)) not in words:
            raise ModelError(f"{system.name} names the {noun} {name!r}; there are {list(words)}")
    task_from_card(task_to_card(system.task))
    from_card(to_card(system.representation))


def examples_of(task: Task, store: Cache, tracks: Sequence[Track], jobs: int) -> list[Example]:
    """Features and truths of tracks, whose features are computed where they are missing."""
    paths, clock = store.fill(tracks, jobs=jobs), store.representation.clock
    return [
        Example(path, task.learnt(task.read(track), clock))
        for path, track in zip(paths, tracks, strict=True)
    ]


def joined(members: Sequence[nn.Module], system: System) -> nn.Module:
    """The only network, or a bag of several, with rounded weights if the system is `int4`."""
    for member in members:
        if system.int4:
            round_weights(member)
    if len(members) == 1:
        return members[0]
    return Bag([nn.Sequential(member, HEADS[system.head]()) for member in members]).eval()
