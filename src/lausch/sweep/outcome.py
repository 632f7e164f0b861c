"""What came of one training in a sweep, and the tables of all."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lausch.errors import OptionError
from lausch.files import replacing

LOSS = "validation_loss"
FINISHED, PRUNED, DIVERGED = "finished", "pruned", "diverged"
_NUMBERS = ("last_epoch", "best_epoch", "training_loss", LOSS, "parameters", "seconds")


@dataclass(frozen=True)
class Outcome:
    """One training.

    Parameters
    ----------
    system : name of the system.
    setting : values by the names of the axes, as texts.
    seed : of the first weights, and of the order of the data.
    state : 'finished', 'pruned' (stopped for being worse than others) or 'diverged'.
    last_epoch, best_epoch : numbers of the last one, and of that with the least validation loss.
    training_loss, validation_loss : of the best epoch; NaN if there is none.
    parameters : number of parameters of the network.
    seconds : of all epochs.
    scores : measures of the task on validation tracks, by name.
    history : the losses of each epoch.
    """

    system: str
    setting: Mapping[str, str]
    seed: int
    state: str
    last_epoch: int
    best_epoch: int
    training_loss: float
    validation_loss: float
    parameters: int
    seconds: float
    scores: Mapping[str, float] = field(default_factory=dict)
    history: Sequence[Mapping[str, float]] = ()

    def value(self, measure: str) -> float:
        """The validation loss, or another number or score by its name; NaN if it has none."""
        if measure in _NUMBERS:
            return float(getattr(self, measure))
        return self.scores.get(measure, float("nan"))

    def to_json(self) -> dict[str, Any]:
        """Everything, for the storage of a sweep."""
        return asdict(self)


def write_table(outcomes: Sequence[Outcome], path: Path) -> None:
    """A row for each training."""
    settings = list(outcomes[0].setting) if outcomes else []
    measures = list(dict.fromkeys(name for each in outcomes for name in each.scores))
    rows = [
        {
            "system": each.system,
            **each.setting,
            "seed": each.seed,
            "state": each.state,
            **{name: _number(each.value(name)) for name in (*_NUMBERS, *measures)},
        }
        for each in outcomes
    ]
    _write(path, ["system", *settings, "seed", "state", *_NUMBERS, *measures], rows)


def write_curves(outcomes: Sequence[Outcome], path: Path) -> None:
    """A row for each epoch of each training."""
    settings = list(outcomes[0].setting) if outcomes else []
    columns = ("epoch", "training_loss", LOSS, "learning_rate")
    rows = [
        {
            "system": each.system,
            **each.setting,
            "seed": each.seed,
            **{name: _number(row[name]) for name in columns},
        }
        for each in outcomes
        for row in each.history
    ]
    _write(path, ["system", *settings, "seed", *columns], rows)


def read_table(path: Path) -> list[Outcome]:
    """The trainings of a table, without their epochs.

    Raises OptionError when it is no table of a sweep.
    """
    with path.open(newline="", encoding="utf-8") as file:
        table = csv.DictReader(file)
        names = list(table.fieldnames or ())
        if not {"system", "seed", "state", *_NUMBERS} <= set(names):
            raise OptionError(f"{path} is no table of `lausch sweep`: its columns are {names}")
        settings = names[1 : names.index("seed")]
        measures = names[names.index(_NUMBERS[-1]) + 1 :]
        return [
            Outcome(
                system=row["system"],
                setting={name: row[name] for name in settings},
                seed=int(row["seed"]),
                state=row["state"],
                last_epoch=int(row["last_epoch"]),
                best_epoch=int(row["best_epoch"]),
                training_loss=float(row["training_loss"] or "nan"),
                validation_loss=float(row[LOSS] or "nan"),
                parameters=int(row["parameters"]),
                seconds=float(row["seconds"]),
                scores={name: float(row[name]) for name in measures if row[name]},
            )
            for row in table
        ]


def _number(value: float) -> str:
    if value != value:
        return ""
    return f"{value:.0f}" if value == int(value) else f"{value:.5g}"


def _write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(columns), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
