"""The figure of a sweep: means over seeds with their intervals, and every seed as a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lausch.plot.saving import new_figure, save
from lausch.sweep.axes import DECADE
from lausch.sweep.outcome import LOSS, Outcome
from lausch.sweep.seeds import over_seeds
from lausch.sweep.summary import label, names_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#1b4f72", "#c0392b", "#7d6608", "#117a65", "#6c3483", "#555555")
MOST_PANELS = 4


def draw(outcomes: Sequence[Outcome], path: Path, *, drawn: Sequence[str] = ()) -> None:
    """One panel with the first axis that is varied, and a colour for each setting of the others.

    With `drawn`, names of ranges, one panel for each axis, and a point for each setting.

    Raises MissingExtraError without matplotlib, OptionError for a suffix of no picture.
    """
    names = names_of(outcomes)[:MOST_PANELS] or ["system"]
    measures = (LOSS, *dict.fromkeys(name for each in outcomes for name in each.scores))
    columns = names if drawn else measures[:MOST_PANELS]
    figure = new_figure(1.6 + 3.0 * len(columns), 3.2)
    figure.set_layout_engine("constrained")
    panels = figure.subplots(1, len(columns), squeeze=False)[0]
    for panel, column in zip(panels, columns, strict=True):
        if drawn:
            _scatter(panel, outcomes, column)
        else:
            _means(panel, outcomes, names, column)
    if len(names) > 1 and not drawn:
        panels[-1].legend(fontsize="x-small", frameon=False)
    save([figure], path)


def _means(panel: Axes, outcomes: Sequence[Outcome], names: Sequence[str], measure: str) -> None:
    first, *others = names
    texts = list(dict.fromkeys(_text(each, first) for each in outcomes))
    places = _places(panel, texts)
    series = list(dict.fromkeys(label(each, others) if others else "" for each in outcomes))
    for number, title in enumerate(series):
        own = [each for each in outcomes if not others or label(each, others) == title]
        colour = COLOURS[number % len(COLOURS)]
        groups = [[each for each in own if _text(each, first) == text] for text in texts]
        means = [over_seeds(group, measure) for group in groups]
        panel.errorbar(
            places,
            [each.value for each in means],
            yerr=[0 if each.half != each.half else each.half for each in means],
            color=colour,
            label=title,
            marker="o",
            markersize=4,
            linewidth=1,
            capsize=3,
        )
        for place, group in zip(places, groups, strict=True):
            values = [each.value(measure) for each in group]
            panel.plot([place] * len(values), values, ".", color=colour, alpha=0.5, markersize=3)
    _name(panel, first, measure)


def _places(panel: Axes, texts: Sequence[str]) -> list[float]:
    """Numbers stand at their place, on a logarithmic axis if they span decades; words in a row."""
    numbers = _numbers(texts)
    if numbers is None:
        panel.set_xticks(range(len(texts)), texts, rotation=20 if len(texts) > 3 else 0)
        panel.set_xlim(-0.5, len(texts) - 0.5)
        return [float(place) for place in range(len(texts))]
    if min(numbers) > 0 and max(numbers) / min(numbers) >= DECADE:
        panel.set_xscale("log")
        # Room for all: a single point, where the others have diverged, makes matplotlib fail.
        panel.set_xlim(min(numbers) / 1.3, max(numbers) * 1.3)
    return numbers


def _scatter(panel: Axes, outcomes: Sequence[Outcome], name: str) -> None:
    texts = [_text(each, name) for each in outcomes]
    places = _places(panel, list(dict.fromkeys(texts)))
    order: Callable[[str], float] = dict(zip(dict.fromkeys(texts), places, strict=True)).__getitem__
    panel.plot(
        [order(text) for text in texts],
        [each.validation_loss for each in outcomes],
        ".",
        color=COLOURS[0],
    )
    _name(panel, name, LOSS)


def _name(panel: Axes, name: str, measure: str) -> None:
    panel.set_xlabel(name.replace("_", " "))
    panel.set_ylabel(measure.replace("_", " "))
    panel.grid(axis="y", color="#eeeeee")
    panel.spines[["top", "right"]].set_visible(False)


def _text(outcome: Outcome, name: str) -> str:
    return outcome.system if name == "system" else outcome.setting[name]


def _numbers(texts: Sequence[str]) -> list[float] | None:
    try:
        return [float(text) for text in texts]
    except ValueError:
        return None
