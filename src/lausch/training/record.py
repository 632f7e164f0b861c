"""The record of a training run on the card of its weights file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lausch import __version__
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.models.card import Card, digest_of_names
from lausch.models.model import Model
from lausch.representations import to_card
from lausch.system import System
from lausch.tasks import to_card as task_to_card
from lausch.training.checkpoint import Progress

LICENCE = "MIT"
Record = dict[str, Any]


def card_of(
    system: System, *, parameters: int, probe: Record, training: Record, data: list[Record]
) -> Card:
    """The card of a trained system with a calibrated task."""
    return Card(
        name=system.name,
        title=system.title,
        paper=system.paper,
        representation=to_card(system.representation),
        task=task_to_card(system.task),
        chunk_frames=system.chunk_frames,
        context_frames=system.context_frames,
        parameters=parameters,
        recipe=asdict(system.recipe),
        training=training,
        data=data,
        licence=LICENCE,
        probe=probe,
        deviations=list(system.deviations),
        published=[asdict(figure) for figure in system.published],
        lausch_version=__version__,
    )


def training_record(members: Sequence[Progress], tracks: Sequence[Track], command: str) -> Record:
    """The training of the first network, its data, and the progress of the others in a bag."""
    first, *others = members
    return {
        **_progress(first),
        **_amount(tracks),
        "command": command,
        "history": first.history,
        "members": [_progress(each) for each in others],
    }


def specialists_record(members: Mapping[str, Progress]) -> Record:
    """The progress of each specialist, by its corpus."""
    return {corpus: _progress(each) for corpus, each in members.items()}


def teacher_record(teacher: bytes | None, tracks: Sequence[Track]) -> Record:
    """The runs that led to a teacher, and the amount it labelled; empty without a teacher."""
    return {"teacher": runs_before(teacher), "unlabelled": _amount(tracks)} if teacher else {}


def runs_before(weights: bytes) -> list[Record]:
    """The runs that led to an exported file, the earliest first."""
    model = Model(weights)
    training = model.card.training
    names = ("command", "seed", "epochs", "seconds", "tracks", "hours")
    earlier = training.get("before", [])
    if origin := training.get("started_from"):  # the first cards have nothing else
        earlier = [{"sha256": origin}]
    return [*earlier, {"sha256": model.digest} | {name: training[name] for name in names}]


def bill(corpus: Corpus, used: Sequence[Track]) -> Record:
    """The entry of a corpus on the card: licence, credit, and a hash of the used tracks' names."""
    identities = {id(track) for track in used}
    tracks = [track for track in corpus.split("train") if id(track) in identities]
    return {
        "name": corpus.name,
        "licence": corpus.licence,
        "credit": corpus.credit,
        **_amount(tracks),
        "sha256": digest_of_names(track.name for track in tracks),
    }


def _progress(progress: Progress) -> Record:
    return {
        "seed": progress.seed,
        "epochs": progress.epoch,
        "best_epoch": progress.best_epoch,
        "validation_loss": progress.best_loss,
        "seconds": round(progress.seconds, 1),
    }


def _amount(tracks: Sequence[Track]) -> Record:
    return {"tracks": len(tracks), "hours": sum(track.duration for track in tracks) / 3600}
