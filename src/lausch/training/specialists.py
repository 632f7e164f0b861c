"""A reference network and its specialists (Böck, Krebs and Widmer, ISMIR 2014).

The reference is trained on all corpora. Each specialist starts from it, with its statistics of the
features, and is trained further on one corpus. All of them then stand side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from torch import nn

from lausch.errors import CorpusError
from lausch.networks.branches import Beside
from lausch.system import System
from lausch.training.checkpoint import Progress
from lausch.training.excerpts import Example
from lausch.training.loop import Report, Step, build, train
from lausch.training.start import take_over


def alone(system: System) -> System:
    """The system with the first of its networks; itself if it has no specialists."""
    if system.recipe.specialists is None:
        return system
    recipe = replace(system.recipe, specialists=None)

    def network(dropout: float) -> nn.Module:
        return _beside(system.network(dropout))[0]

    return replace(system, task=system.task.member, network=network, recipe=recipe)


def reference_in(system: System, start: bytes) -> nn.Module:
    """The reference of an exported file of the same system; raises ModelError for another one."""
    whole = build(system)
    take_over(whole, start)
    single = build(alone(system))
    single.get_submodule("0").load_state_dict(whole.get_submodule("0").state_dict())
    first = _beside(whole.get_submodule("1"))[0]
    single.get_submodule("1").load_state_dict(first.state_dict())
    return single


def check_corpora(system: System, tracks: Mapping[str, Sequence[object]]) -> None:
    """Raise CorpusError, before hours of work, if the corpus of a specialist has no tracks."""
    settings = system.recipe.specialists
    missing = [name for name in settings.corpora if not tracks.get(name)] if settings else []
    if missing:
        raise CorpusError(
            f"{system.name} has specialists for {', '.join(missing)}, of which there are no tracks "
            "for training or none for validation; render these kinds, or more hours of them"
        )


def specialised(
    system: System,
    reference: nn.Module,
    training: Mapping[str, Sequence[Example]],
    validation: Mapping[str, Sequence[Example]],
    folder: Path,
    *,
    seed: int,
    resume: bool,
    report: Report,
    step: Step,
    device: str,
) -> tuple[nn.Module, dict[str, Progress]]:
    """The reference and a specialist for each corpus as one network, and their progress by corpus.

    Checkpoints are in `folder`/NAME-SEED-CORPUS.
    """
    settings = system.recipe.specialists
    assert settings is not None
    single = alone(system)
    recipe = replace(
        single.recipe,
        corpora=(),
        excerpts_per_epoch=settings.excerpts_per_epoch,
        epochs=settings.epochs,
        patience=settings.epochs,
        learning_rate=settings.learning_rate,
    )
    whole = build(system)
    whole.get_submodule("0").load_state_dict(reference.get_submodule("0").state_dict())
    first, *others = _beside(whole.get_submodule("1"))
    first.load_state_dict(reference.get_submodule("1").state_dict())
    record = {}
    for corpus, place in zip(settings.corpora, others, strict=True):
        specialist, record[corpus] = train(
            replace(single, recipe=replace(recipe, corpora=(corpus,))),
            training[corpus],
            validation[corpus],
            folder / f"{system.name}-{seed}-{corpus}",
            seed=seed,
            resume=resume,
            first=reference,
            report=report,
            step=step,
            device=device,
        )
        place.load_state_dict(specialist.get_submodule("1").state_dict())
    return whole.eval(), record


def _beside(network: nn.Module) -> nn.ModuleList:
    if not isinstance(network, Beside):
        raise TypeError(f"specialists stand side by side, not in a {type(network).__name__}")
    return network.networks
