"""Panels on figures: long music stands in rows, and what shows all of it stands below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lausch.annotation import Beats
from lausch.annotation.times import clock_time
from lausch.plot.draw import draw_bar_numbers, name_pitches
from lausch.plot.panel import Panel, Picture, View
from lausch.plot.saving import new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCHES_PER_SECOND = 0.25
WIDTHS = (10.0, 15.0)
"""Inches of the axes of time, at least and at most."""
ONE_ROW_SECONDS = 75.0
ROW_SECONDS = (60, 120, 300, 600, 1200, 1800, 3600, 7200)
MOST_ROWS = 30
ROW_HEIGHT = 0.6
"""Height of a panel in rows, as a part of its height where there is one row."""
SQUARE_INCHES = 9.0
"""Width of what shows the whole recording where there is something square in it."""
LEFT, RIGHT, TOP, BOTTOM = 0.9, 0.2, 0.55, 0.55
PANEL_GAP, ROW_GAP = 0.08, 0.5
PAGE_INCHES = 22.0
"""Height of a page at most, unless a single row is higher."""
TICK_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600)
TICK_INCHES = 0.8
LEAST_SECONDS = 0.01


@dataclass(frozen=True)
class Row:
    """Panels that stand below each other, and the stretch that they show."""

    panels: tuple[tuple[Panel, Picture | None], ...]
    view: View
    width: float
    scale: float = 1.0
    decorated: bool = False

    @property
    def heights(self) -> list[float]:
        """Of the panels, in inches."""
        return [
            self.width if panel.square else panel.inches * self.scale for panel, _ in self.panels
        ]

    @property
    def inches(self) -> float:
        """Of all of it, with what stands below."""
        return sum(self.heights) + PANEL_GAP * (len(self.panels) - 1) + ROW_GAP


def rows_of(panels: Sequence[Panel], seconds: float | None) -> list[Row]:
    """The rows of a recording: panels in stretches of time, then those that show all of it.

    Parameters
    ----------
    panels : merged already.
    seconds : length of the recording; None if unknown.
    """
    pairs = [(panel, panel.picture() if panel.picture else None) for panel in panels]
    lengths = [picture.seconds for _, picture in pairs if picture is not None]
    total = max(LEAST_SECONDS, seconds if seconds is not None else max(lengths, default=0.0))
    in_rows = tuple(each for each in pairs if not each[0].whole)
    at_once = tuple(each for each in pairs if each[0].whole)
    rows: list[Row] = []
    if in_rows:
        fits = (each for each in ROW_SECONDS if total <= each * MOST_ROWS)
        length = total if total <= ONE_ROW_SECONDS else next(fits, ROW_SECONDS[-1])
        count = max(1, int(np.ceil(total / length - 1e-6)))
        width = float(np.clip(length * INCHES_PER_SECOND, *WIDTHS))
        scale = ROW_HEIGHT if count > 1 else 1.0
        for at in range(count):
            shown = min(length, total - at * length)
            own = width * shown / length
            rows.append(Row(in_rows, _view(at * length, shown, own), own, scale, at == 0))
    if at_once:
        square = any(panel.square for panel, _ in at_once)
        width = SQUARE_INCHES if square else float(np.clip(total * INCHES_PER_SECOND, *WIDTHS))
        rows.append(Row(at_once, _view(0.0, total, width), width, 1.0, True))
    return rows


def figures(rows: Sequence[Row], title: str, beats: Beats, *, paged: bool) -> Iterator[Figure]:
    """One figure of all rows, or one for each page.

    Parameters
    ----------
    rows : by `rows_of`.
    title : stands above the first row.
    beats : whose bars are numbered above each row.
    paged : whether rows are parted into pages of at most `PAGE_INCHES`.
    """
    pages: list[list[Row]] = [[]]
    for row in rows:
        used = sum(each.inches for each in pages[-1])
        if paged and pages[-1] and used + row.inches > PAGE_INCHES:
            pages.append([])
        pages[-1].append(row)
    for at, page in enumerate(pages):
        yield _figure(page, title if at == 0 else "", beats)


def _figure(rows: Sequence[Row], title: str, beats: Beats) -> Figure:
    width = LEFT + max(row.width for row in rows) + RIGHT
    height = TOP + sum(row.inches for row in rows) + BOTTOM - ROW_GAP
    figure = new_figure(width, height)
    figure.text(LEFT / width, 1 - 0.2 / height, title, va="top", fontsize="large")
    top = height - TOP
    for row in rows:
        upper = top
        for number, ((panel, picture), inches) in enumerate(
            zip(row.panels, row.heights, strict=True)
        ):
            box = (LEFT / width, (upper - inches) / height, row.width / width, inches / height)
            axes = figure.add_axes(box)
            _fill(axes, panel, picture, row, last=number == len(row.panels) - 1)
            if number == 0:
                draw_bar_numbers(axes, beats, row.view)
            upper -= inches + PANEL_GAP
        top -= row.inches
    return figure


def _fill(axes: Axes, panel: Panel, picture: Picture | None, row: Row, *, last: bool) -> None:
    view = row.view
    axes.set_xlim(view.start, view.stop)
    if picture is not None:
        picture.draw(axes, view)
    panel.draw(axes, view)
    if panel.pitches is not None:
        name_pitches(axes, *panel.pitches)
    axes.set_xlim(view.start, view.stop)
    axes.set_ylabel(panel.label)
    _mark_time(axes.set_xticks, view, row.width)
    if panel.square:
        axes.set_ylim(view.start, view.stop)
        _mark_time(axes.set_yticks, view, row.width)
    if not last:
        axes.tick_params(labelbottom=False)
    if row.decorated and axes.get_legend_handles_labels()[1]:
        dark = {} if picture is None else {"facecolor": "0.2", "labelcolor": "white"}
        axes.legend(loc="upper right", fontsize="x-small", framealpha=0.8, **dark).set_zorder(5)


def _view(start: float, seconds: float, width: float) -> View:
    return View(start, start + seconds, width / seconds)


def _mark_time(
    set_ticks: Callable[[list[float], list[str]], object], view: View, width: float
) -> None:
    seconds = view.stop - view.start
    most = width / TICK_INCHES
    step = next((each for each in TICK_SECONDS if seconds <= each * most), TICK_SECONDS[-1])
    ticks = [
        step * n
        for n in range(int(np.ceil(view.start / step - 1e-6)), int(view.stop / step + 1e-6) + 1)
    ]
    set_ticks(ticks, [clock_time(tick, step) for tick in ticks])
