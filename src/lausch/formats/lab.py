"""`.lab`: start, tab, end, tab, label, as MIREX, SALAMI and mir_eval have sections."""

from __future__ import annotations

from lausch.annotation import Form, Sections
from lausch.annotation.analysis import Analysis
from lausch.errors import FormatError
from lausch.formats.parts import Part, parts, sections_of, word
from lausch.formats.rows import lines, number, seconds


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


def decode(text: str, name: str) -> Analysis:
    """Sections of one level; columns part at tabs or blanks, and labels may have blanks in them."""
    rows: list[Part] = []
    for line, content in lines(text):
        fields = content.split(None, 2)
        if len(fields) < 2:
            raise FormatError(
                f"{name}, line {line}: a section is its start, end and label, not "
                f"{content.strip()[:60]!r}"
            )
        start = number(fields[0], name, line, "a section's start in seconds")
        end = number(fields[1], name, line, "a section's end in seconds")
        if end < start:
            raise FormatError(
                f"{name}, line {line}: a section ends at {end:g} s, before it begins at "
                f"{start:g} s; is the second column a duration?"
            )
        rows.append((start, end, fields[2] if len(fields) > 2 else "", 1.0))
    return Analysis(sections=Form(sections_of(rows, name)))


def _encoded(sections: Sections) -> str:
    return "".join(
        f"{seconds(start)}\t{seconds(end)}\t{word(label)}\n"
        for start, end, label, _ in parts(sections)
    )
