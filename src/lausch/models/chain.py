"""The commands that make a model anew, from its card: each makes what a later one reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lausch.models.card import Card

HOURS: dict[str, float] = {
    "09f795741b9e": 4,
    "a3e2ed60bf53": 11,  # jazz
    "63882abac13b": 13,  # solos
    "92b1def268c8": 8,
    "9bd10c89b357": 9,  # pop
    "f6cb1dea64e7": 7,  # charts
    "b5e87d70c123": 8,
    "6290670e9ac8": 9,  # drums
    "9171b4bbb56c": 9,  # bands
    "8cd2e76c44dc": 6,  # bands of boeck2011, boeck2015 and boeck2016
    "ec0451622a14": 9,  # popform
    "c8786f6ad909": 8,  # chartform
    "a071b2bbe21f": 5,  # jazzform
    "4152acf9def6": 0.8,  # drums, pop and jazz of eyben2010
    "86135cf5a3d1": 0.8,
    "24acc0584438": 0.8,
    "314a4b29ae39": 2.5,  # jazz, solos, pop, charts, drums, bands of boeck2014, 2016
    "681a3abe9882": 2.5,
    "3430d92a5e08": 2.5,
    "ba619bcf13de": 2.5,
    "3b15e8a1e622": 2.5,
    "7e834c45edb9": 4,  # meters and bands of holzapfel2016
    "78a9fb249b35": 2.5,
    "c236619e340e": 5,  # voices, sung, solos of solo2026
    "e564d12cc2af": 2.5,
    "e9cb1ecd6e2a": 5,
    "b6dca1e9ff57": 2,  # charts, drums, bands and voices of hamel2012
    "f08dd1a70d46": 2,
    "a29543e3638c": 2,
    "13ee1a453403": 2.5,
}
"""Hours of a kind that `lausch corpus render` has to make for the training tracks of a card, by the
hash of their list. They were found by arranging the pieces in its order; other lists are unknown.
"""
AS_THEY_ARE = frozenset({"groove", "everythingisfree"})
"""Corpora that are read from DATA, and rendered by nobody."""
_READ = re.compile(r"--(?:start|teacher) (\S+)")


def chain(card: Card, runs: Sequence[str] = ()) -> list[str]:
    """Commands in order: corpora, runs that led to a teacher or to first weights, the last run.

    Parameters
    ----------
    card : of the model.
    runs : the runs, where those on the card cannot be typed as they stand.

    Returns
    -------
    none if a run is not known by its command, or learnt from a user's own recordings. DATA stands
    for the folder with symbolic/ and sounds/, RENDERED for any folder. A comment stands before a
    rendering of unknown hours.
    """
    training = card.training
    if "adapted" in training:  # from recordings of a user, which nobody else has
        return []
    known = [*_runs(training.get("teacher")), *_runs(training.get("before")), training]
    commands = list(runs) or [str(run.get("command", "")) for run in known]
    if not all(commands):
        return []
    kinds: dict[float | None, list[str]] = {}
    for entry in card.data:
        if str(entry.get("name")) in AS_THEY_ARE:
            continue
        hours = HOURS.get(str(entry.get("sha256"))[:12])
        kinds.setdefault(hours, []).append(str(entry.get("name")))
    return [
        *(line for hours, names in kinds.items() for line in _rendering(names, hours)),
        *(_writing(commands, at, card.name) for at in range(len(commands))),
    ]


def _runs(value: object) -> list[Mapping[str, object]]:
    """Earlier runs; none for anything that no training writes."""
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def _rendering(kinds: Sequence[str], hours: float | None) -> list[str]:
    """The command that renders kinds; of unknown hours as many as it does by default."""
    command = f"lausch corpus render --data DATA --out RENDERED --kinds {','.join(kinds)}"
    if hours is not None:
        return [f"{command} --hours {hours}"]
    return [
        f"# how many hours hold the training tracks of {', '.join(kinds)} is not known: "
        "these will be others, and so will the weights",
        command,
    ]


def _writing(commands: Sequence[str], at: int, name: str) -> str:
    """A command with the name of the file that it writes: the one that the next command reads."""
    if "--out" in commands[at].split():
        return commands[at]
    read = _READ.findall(commands[at + 1]) if at + 1 < len(commands) else [f"{name}.onnx"]
    return f"{commands[at]} --out {read[-1]}"
