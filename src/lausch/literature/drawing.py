"""The survey as pictures: six figures of counts and three tables, alone or on one page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from lausch.errors import OptionError
from lausch.literature.bibliography import Bibliography, Table
from lausch.literature.counting import Count, counts
from lausch.literature.overview import COLUMNS, row
from lausch.literature.vocabulary import MARKS
from lausch.plot.saving import drawing

FIGURES = {
    "venue": "Publications by conference",
    "year": "Publications by year",
    "task": "Publications by task",
    "network": "Publications by network",
    "input": "Input representations",
    "preprocessing": "Feature pre-processing",
}
"""The figures of the tutorial in its order: the quantity counted, and the title."""
PRINTED, INFERRED = "#2471a3", "#a9cce3"
DPI = 120
WIDTHS = (0.07, 0.07, 0.3, 0.08, 0.16, 0.2, 0.12)
"""Widths of the columns of a table, as shares."""


def names(bibliography: Bibliography) -> tuple[str, ...]:
    """Names of all figures and tables that can be drawn."""
    return (*FIGURES, *(table.task for table in bibliography.tables))


def write_survey(
    bibliography: Bibliography,
    path: str | os.PathLike[str],
    *,
    what: Sequence[str] = (),
) -> None:
    """Draw figures and tables into one file.

    Inferred labels are the paler part of a bar. Numbers missing in print are not counted, and named
    at the foot.

    Parameters
    ----------
    bibliography : whole or filtered; tables show only its rows.
    path : file to write, .png, .pdf or .svg; replaced if it exists.
    what : some of `names`; by default all.

    Raises
    ------
    OptionError
        For another suffix or another name.
    MissingExtraError
        When matplotlib is not installed.
    """
    figures = names(bibliography)
    selection = list(what) or list(figures)
    for name in selection:
        if name not in figures:
            raise OptionError(f"there is no figure {name!r}; there are {', '.join(figures)}")
    tables = [table for table in bibliography.tables if table.task in selection]
    bars = [name for name in FIGURES if name in selection]
    lines = [list(bars[start : start + 3]) for start in range(0, len(bars), 3)]
    heights = [3.4] * len(lines) + [0.9 + 0.24 * len(table.rows) for table in tables]
    columns = max((len(line) for line in lines), default=1)
    size = (max(5.0 * columns, 9.5 if tables else 0.0), sum(heights) + 0.4)
    with drawing(path, DPI) as figure:
        figure.set_size_inches(size)
        grid = figure.add_gridspec(len(heights), columns, height_ratios=heights)
        for across, line in enumerate(lines):
            for down, name in enumerate(line):
                values = counts(bibliography.papers, name)
                _bars(figure.add_subplot(grid[across, down]), name, values)
        for across, table in enumerate(tables, start=len(lines)):
            _table(figure.add_subplot(grid[across, :]), bibliography, table)
        figure.supxlabel(_caption(bibliography), fontsize="x-small", color="0.35")


def _bars(axis: Any, name: str, values: Sequence[Count]) -> None:
    """A bar for each value, its printed part dark, the number at its end."""
    places = list(range(len(values)))
    dark = [count.printed for count in values]
    inferred = [count.inferred for count in values]
    axis.barh(places, dark, color=PRINTED, label="printed")
    if any(inferred):
        axis.barh(places, inferred, left=dark, color=INFERRED, label="inferred")
        axis.legend(loc="lower right", fontsize="small", frameon=False)
    axis.set_yticks(places, [count.value for count in values], fontsize="small")
    axis.invert_yaxis()
    most = max((count.papers for count in values), default=1)
    axis.set_xlim(0, 1.12 * most)
    for place, count in zip(places, values, strict=True):
        axis.text(
            count.papers + 0.01 * most, place, str(count.papers), va="center", fontsize="small"
        )
    axis.set_title(FIGURES[name])
    axis.spines[["top", "right"]].set_visible(False)


def _table(axis: Any, bibliography: Bibliography, table: Table) -> None:
    axis.set_axis_off()
    axis.set_title(table.title)
    rows = [row(paper) for paper in bibliography.rows(table)]
    if not rows:
        return
    cells = axis.table(
        cellText=rows,
        colLabels=COLUMNS,
        colWidths=WIDTHS,
        cellLoc="left",
        colLoc="left",
        bbox=(0, 0, 1, 1),
    )
    cells.auto_set_font_size(False)
    cells.set_fontsize(9)
    for (line, _), cell in cells.get_celld().items():
        cell.visible_edges = "B"
        cell.set_edgecolor("0.8")
        if line == 0:
            cell.set_text_props(weight="bold")


def _caption(bibliography: Bibliography) -> str:
    count = sum(paper.counted for paper in bibliography.papers)
    missing = "".join(
        f"; [{gap.number}] is missing in print and not counted" for gap in bibliography.missing
    )
    return f"{count} papers{missing}. {MARKS['corrected']} the tutorial prints it otherwise"
