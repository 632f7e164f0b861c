"""`.lab`: start, tab, end, tab, label, as MIREX, SALAMI and mir_eval have sections."""

from __future__ import annotations

from lausch.annotation import Sections
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.parts import parts, word
from lausch.formats.regions import decode as decode
from lausch.formats.rows import seconds


def encode(analysis: Analysis) -> str:
    """One line for each coarse section; a label that is not known is `-`."""
    if analysis.sections is None:
        raise FormatError("lab holds sections, but the analysis has none")
    return _encoded(analysis.sections.coarse)


def encode_fine(analysis: Analysis) -> str:
    """One line for each fine section."""
    if analysis.sections is None or analysis.sections.fine is None:
        raise FormatError(
            "finelab holds the fine sections, but the analysis has none; choose lab, or a model "
            "of two levels"
        )
    return _encoded(analysis.sections.fine)


def _encoded(sections: Sections) -> str:
    return "".join(
        f"{seconds(start)}\t{seconds(end)}\t{word(label)}\n"
        for start, end, label, _ in parts(sections)
    )
