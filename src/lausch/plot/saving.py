"""Figures into files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lausch.errors import MissingExtraError, OptionError
from lausch.files import printable, replacing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".pdf", ".svg")
PIXELS_PER_INCH = 100


def checked_suffix(path: str | os.PathLike[str]) -> str:
    """The suffix of a picture that can be written, or an OptionError."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise OptionError(f"a plot ends in one of {', '.join(SUFFIXES)}, not {printable(path)!r}")
    return suffix


def new_figure(width: float = 6.4, height: float = 4.8) -> Figure:
    """A figure of so many inches; raises MissingExtraError when matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plots need matplotlib: `pip install 'lausch[plot]'`") from error
    return Figure(figsize=(width, height))


@contextmanager
def drawing(path: str | os.PathLike[str], dpi: int = PIXELS_PER_INCH) -> Iterator[Figure]:
    """A matplotlib figure, written to `path` when the block ends.

    Raises OptionError for a suffix that is none of `SUFFIXES`, MissingExtraError when matplotlib is
    not installed, and OSError when the file cannot be written.
    """
    checked_suffix(path)
    figure = new_figure()
    figure.set_layout_engine("constrained")
    yield figure
    save([figure], path, dpi)


def save(
    figures: Iterable[Figure], path: str | os.PathLike[str], dpi: int = PIXELS_PER_INCH
) -> None:
    """Write one figure, or the pages of a PDF; an existing file is replaced."""
    suffix = checked_suffix(path)
    with replacing(path) as temporary:
        if suffix == ".pdf":
            from matplotlib.backends.backend_pdf import PdfPages

            with PdfPages(temporary) as pages:
                for figure in figures:
                    pages.savefig(figure)
        else:
            for figure in figures:
                figure.savefig(temporary, format=suffix[1:], dpi=dpi)
