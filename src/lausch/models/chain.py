"""The commands that make a model anew, from its card: each makes what a later one reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lausch.models.card import Card

_READ = re.compile(r"--(?:start|teacher) (\S+)")


def chain(card: Card, runs: Sequence[str] = ()) -> list[str]:
    """Commands in order: corpora, runs that led to a teacher or to first weights, the last run.

    Parameters
    ----------
    card : of the model.
    runs : the runs, where those on the card cannot be typed as they stand.

    Returns
    -------
    none if a run is not known by its command. DATA stands for the folder with symbolic/ and
    sounds/, RENDERED for any folder.
    """
    training = card.training
    known = [*training.get("teacher", []), *training.get("before", []), training]
    commands = list(runs) or [str(run.get("command", "")) for run in known]
    if not all(commands):
        return []
    kinds = ",".join(entry["name"] for entry in card.data)
    rendering = f"lausch corpus render --data DATA --out RENDERED --kinds {kinds}"
    return [rendering, *(_writing(commands, at, card.name) for at in range(len(commands)))]


def _writing(commands: Sequence[str], at: int, name: str) -> str:
    """A command with the name of the file that it writes: the one that the next command reads."""
    if "--out" in commands[at].split():
        return commands[at]
    read = _READ.findall(commands[at + 1]) if at + 1 < len(commands) else [f"{name}.onnx"]
    return f"{commands[at]} --out {read[-1]}"
