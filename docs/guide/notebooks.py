"""Notebooks are Markdown with Python in it, as Jupytext opens them; the site shows their outputs.

A page in docs/notebooks/ is run when the site is written as HTML, and below each cell stand its
text, pictures and players. Jupyter opens the same file (`jupytext --to ipynb FILE.md`).
"""

from __future__ import annotations

import ast
import io
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CELL = re.compile(r"^```python\n(?P<code>.*?)^```\n", re.S | re.M)
FOLDER = "docs/notebooks/"
DPI = 80


@dataclass(frozen=True)
class Output:
    """What a cell gives: printed text, and HTML of its last value and of its figures."""

    text: str
    html: str


def setup(app: Sphinx) -> None:
    """Run the notebooks of a site that is written as HTML."""
    app.connect("source-read", _read)


def _read(app: Sphinx, page: str, source: list[str]) -> None:
    if page.startswith(FOLDER) and app.builder.format == "html" and CELL.search(source[0]):
        source[0] = with_outputs(source[0], Path(app.srcdir) / FOLDER)


def with_outputs(text: str, folder: Path) -> str:
    """The page with the outputs of each cell below it."""
    outputs = run(text, folder)
    return CELL.sub(lambda match: match.group() + _shown(next(outputs)), text)


def run(text: str, folder: Path) -> Iterator[Output]:
    """Run the cells of a page one after the other, in one namespace, inside of a folder."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for match in CELL.finditer(text):
        with chdir(folder):
            yield _of_cell(match["code"], names)


def _of_cell(code: str, names: dict[str, Any]) -> Output:
    """As Jupyter has it: the value of a last line that is an expression is shown."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    body = ast.parse(code).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with redirect_stdout(printed):
        exec(compile(ast.Module(body, []), "notebook", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "notebook", "eval"), names)
    figures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    if hasattr(value, "savefig"):
        figures.append(value)
        value = None
    html = "".join(_picture(figure) for figure in figures)
    pyplot.close("all")
    if value is not None and hasattr(value, "_repr_html_"):
        return Output(printed.getvalue(), value._repr_html_() + html)
    text = printed.getvalue() + (f"{value!r}\n" if value is not None else "")
    return Output(text, html)


def _picture(figure: Any) -> str:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI)
    return f'<img alt="what the cell draws" src="data:image/png;base64,{_text(file)}">'


def _text(file: io.BytesIO) -> str:
    return b64encode(file.getvalue()).decode("ascii")


def _shown(output: Output) -> str:
    text = f"<pre>{escape(output.text)}</pre>" if output.text else ""
    if not text + output.html:
        return ""
    return f'\n```{{raw}} html\n<div class="output">{text}{output.html}</div>\n```\n'
