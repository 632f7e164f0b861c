"""Sentences of the chapter that follow from its tables, whichever way the numbers fall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lausch.sweep.outcome import LOSS, Outcome
from lausch.sweep.seeds import Mean, difference, over_seeds, settings
from lausch.sweep.summary import label, names_of

Chooser = Callable[[Outcome], bool]


def at(**wanted: str) -> Chooser:
    """Outcomes with these values; `system` and names of axes, with _ for a dot."""

    def chosen(outcome: Outcome) -> bool:
        texts = {"system": outcome.system, **outcome.setting}
        own = {name.replace(".", "_"): text for name, text in texts.items()}
        return all(own[name] == text for name, text in wanted.items())

    return chosen


@dataclass(frozen=True)
class Claim:
    """A comparison of two settings by the loss, or by another measure of which more is better.

    Parameters
    ----------
    one, other : what the settings are called in the sentence.
    first, second : which outcomes they have.
    measure : validation loss, or the name of a score.
    """

    one: str
    other: str
    first: Chooser
    second: Chooser
    measure: str = LOSS

    def sentence(self, outcomes: Sequence[Outcome]) -> str:
        """What the seeds tell of the difference."""
        found = self.found(outcomes)
        noun = "loss" if self.measure == LOSS else self.measure
        if not found.clear:
            return (
                f"Between {self.one} and {self.other} three seeds tell no difference of the {noun} "
                f"({signed(found)})."
            )
        word = "lower" if found.value < 0 else "higher"
        size = Mean(abs(found.value), found.half, found.count)
        return f"With {self.one} the {noun} is {word} than with {self.other}, by {size}."

    def found(self, outcomes: Sequence[Outcome]) -> Mean:
        """The paired difference, `one` minus `other`."""
        first, second = ([each for each in outcomes if choose(each)] for choose in
                         (self.first, self.second))  # fmt: skip
        if not first or not second:
            raise ValueError(f"no outcomes of {self.one} or of {self.other}")
        return difference(first, second, self.measure)


def signed(found: Mean) -> str:
    """A difference with its sign."""
    return str(found) if found.value < 0 else f"+{found}"


def table(outcomes: Sequence[Outcome]) -> str:
    """A row for each setting: mean loss over seeds with its interval, and scores."""
    shown = names_of(outcomes)
    measures = list(dict.fromkeys(name for each in outcomes for name in each.scores))
    head = ["setting", "parameters", "validation loss", *measures, "best epoch"]
    rows = [head, ["---"] * len(head)]
    for own in settings(outcomes).values():
        cells = [label(own[0], shown), f"{own[0].parameters:,}", str(over_seeds(own))]
        cells += [str(over_seeds(own, name)) for name in measures]
        rows.append([*cells, f"{over_seeds(own, 'best_epoch').value:.1f}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
