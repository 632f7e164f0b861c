"""The page of weights and the README's table of models, from the cards of the shipped models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lausch.models.chain import chain
from lausch.models.model import Model, default_models, load_model, shipped
from lausch.systems import named_since, runs_of

_HEAD = "| model | output | parameters | trained on | licence |\n|---|---|---|---|---|\n"


def models_table(*, all_models: bool = True) -> str:
    """One row for each shipped model, the defaults first, or for the defaults alone."""
    best = default_models()
    names = sorted(shipped(), key=lambda name: (name not in best, name))
    names = names if all_models else [name for name in names if name in best]
    return _HEAD + "".join(_row(load_model(name)) for name in names)


def weights_page() -> str:
    """The text of models/weights/README.md."""
    sections = []
    for name in shipped():
        model = load_model(name)
        sections.append(_section(model, named_since(name, model.card.deviations), runs_of(name)))
    return (
        "# Weights\n\nGenerated from the cards by `python tests/readme.py`; do not edit.\n\n"
        + models_table()
        + "\n"
        + "\n".join(sections)
    )


def _row(model: Model) -> str:
    card = model.card
    default = " (default)" if model.name in default_models() else ""
    hours = card.training["hours"]
    return (
        f"| `{card.name}`{default} | {model.task.output_summary} | {card.parameters:,} "
        f"| {hours:.1f} h of {', '.join(entry['name'] for entry in card.data)} | {card.licence} |\n"
    )


def _before(runs: list[dict[str, Any]]) -> list[str]:
    """A text line for each earlier run that the last one started from."""
    return [
        f"- went on from `{run['sha256'][:12]}`"
        + (
            f": {run['epochs']} epochs, {run['seconds'] / 60:.0f} minutes, {run['hours']:.1f} h "
            f"of sound, by `{run['command']}`"
            if "command" in run
            else ""
        )
        for run in reversed(runs)
    ]


def _members(others: list[dict[str, Any]]) -> list[str]:
    """A text line for each further network of a bag."""
    return [
        f"- in one bag with seed {each['seed']}: {each['epochs']} epochs (best: "
        f"{each['best_epoch']}), validation loss {each['validation_loss']:.4f}"
        for each in others
    ]


def _specialists(others: dict[str, dict[str, Any]]) -> list[str]:
    """A text line for each network that was trained further on one corpus."""
    return [
        f"- from there a specialist for {corpus}: {each['epochs']} epochs (best: "
        f"{each['best_epoch']}), validation loss {each['validation_loss']:.4f} on that corpus"
        for corpus, each in others.items()
    ]


def _section(model: Model, since: Sequence[str], runs: Sequence[str]) -> str:
    card = model.card
    lines = [f"## {card.name}", "", card.title + ".", ""]
    lines += [
        f"- sha256 `{model.digest}`",
        f"- {card.parameters:,} parameters, {card.training['epochs']} epochs "
        f"(best: {card.training['best_epoch']}), {card.training['seconds'] / 60:.0f} minutes of "
        f"training, seed {card.training['seed']}, validation loss "
        f"{card.training['validation_loss']:.4f}",
        f"- made by `{card.training['command']}`, lausch {card.lausch_version}",
        *_members(card.training.get("members", [])),
        *_specialists(card.training.get("specialists", {})),
        *_before(card.training.get("before", [])),
        f"- licence of the weights: {card.licence}",
        "",
        "| trained on | tracks | hours | licence | credit | hash of the list |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {entry['name']} | {entry['tracks']} | {entry['hours']:.1f} | {entry['licence']} "
        f"| {entry['credit']} | `{entry['sha256'][:16]}` |"
        for entry in card.data
    ]
    if card.deviations:
        lines += ["", "Deviations from the paper:", ""]
        lines += [f"- {deviation}" for deviation in card.deviations]
    if since:
        lines += ["", "Named after these weights were written, so not on their card:", ""]
        lines += [f"- {deviation}" for deviation in since]
    lines += ["", "To make it anew, with DATA the folder of scores and sounds:", "", "```text"]
    lines += [*chain(card, runs), "```"]
    return "\n".join(lines) + "\n"
