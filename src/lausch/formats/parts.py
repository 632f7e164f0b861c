"""Sections as rows: beginning, end, label; and as the observations of JAMS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lausch.annotation import Chords, Form, Key, Sections
from lausch.errors import FormatError
from lausch.formats.rows import format_errors

Rows = list[dict[str, Any]]
Part = tuple[float, float, str, float]
"""Beginning and end in seconds, label, and confidence of the boundary at the beginning."""

SALAMI = ("segment_salami_upper", "segment_salami_function", "segment_salami_lower")
"""Namespaces of JAMS that are read: two of the coarse scale, and the fine one."""
TUT = "segment_tut"
"""Sections as those of the Beatles at Tampere: one scale, the value is the label."""
NAMESPACES = ("multi_segment", "segment_open", TUT, *SALAMI)
"""The namespaces of JAMS in which a form stands; of several the first that is filled counts."""
TOGETHER_SECONDS = 0.02
"""At most this far apart, the end of a section and the beginning of the next are one boundary."""
UNNAMED = "-"
"""The text for an unknown label, where files need one."""


def parts(sections: Sections) -> list[Part]:
    """One row for each section."""
    columns = (sections.boundaries[:-1], sections.boundaries[1:], sections.confidence[:-1])
    rows = zip(*(column.tolist() for column in columns), sections.labels, strict=True)
    return [(start, end, label, sure) for start, end, sure, label in rows]


def harmonic_parts(harmony: Chords | Key) -> list[Part]:
    """A row for each chord, or for each region of a key."""
    sure = harmony.region_confidence if isinstance(harmony, Key) else harmony.confidence
    spans = zip(harmony.intervals.tolist(), harmony.labels, sure.tolist(), strict=True)
    return [(start, end, label, share) for (start, end), label, share in spans]


def drawn(rows: Sequence[Part]) -> Sections:
    """Regions in order as adjacent sections, to be drawn; gaps have no label."""
    edges: list[float] = []
    labels: list[str] = []
    for start, end, label, _ in rows:
        if edges and start > edges[-1]:
            labels.append("")
            edges.append(start)
        edges = edges or [start]
        edges.append(end)
        labels.append(label)
    return Sections(edges, labels)


def word(label: str) -> str:
    """A label on one line, for files in which lines and tabs part the columns."""
    return " ".join(label.split()) or UNNAMED


def sections_of(rows: Sequence[Part], name: str) -> Sections:
    """The sections of rows in any order; gaps become sections without a label.

    Rows of no length are left out. Raises FormatError when two sections overlap, or one ends before
    it begins.
    """
    edges: list[float] = []
    labels: list[str] = []
    sure: list[float] = []
    for start, end, label, confidence in sorted(rows, key=lambda row: row[:2]):
        if end < start:
            raise FormatError(
                f"{name}: a section ends at {end:g} s, before it begins at {start:g} s; is the "
                "second column a duration?"
            )
        if end == start:
            continue
        if edges and start < edges[-1] - TOGETHER_SECONDS:
            raise FormatError(
                f"{name}: a section begins at {start:g} s, before the last one ends at "
                f"{edges[-1]:g} s; are two scales in one file?"
            )
        if not edges:
            edges, sure = [start], [confidence]
        elif start > edges[-1] + TOGETHER_SECONDS:
            labels.append("")
            edges.append(start)
            sure.append(confidence)
        else:
            sure[-1] = confidence
        edges.append(end)
        labels.append("" if label.strip() == UNNAMED else label.strip())
        sure.append(1.0)
    with format_errors(name):
        return Sections(edges, labels, [min(1.0, max(0.0, each)) for each in sure])


def form_rows(form: Form) -> Iterator[tuple[str, Rows]]:
    """A `segment_open` for each scale and, of two scales, one `multi_segment` of both."""
    for scale in form.scales.values():
        yield "segment_open", [_row(part, part[2]) for part in parts(scale)]
    if len(form.scales) > 1:
        yield (
            "multi_segment",
            [
                _row(part, {"label": part[2], "level": number})
                for number, scale in enumerate(form.scales.values())
                for part in parts(scale)
            ],
        )


def form_of(namespaces: Mapping[str, Rows], name: str) -> Form | None:
    """The form in the annotations of a JAMS file, by namespace; None when there is none."""
    if "multi_segment" in namespaces:
        rows = namespaces["multi_segment"]
        numbers = sorted({int(row["value"]["level"]) for row in rows})
        scales = [
            [
                _part(row, str(row["value"]["label"]))
                for row in rows
                if int(row["value"]["level"]) == number
            ]
            for number in numbers
        ]
        if scales:
            return Form(*(sections_of(scale, name) for scale in (scales[0], *scales[1:][-1:])))
    names = [each for each in NAMESPACES[1:] if each in namespaces]
    names = [each for each in names if namespaces[each]] or names
    if not names:
        return None
    fine = namespaces.get(SALAMI[-1]) if names[0] in SALAMI[:-1] else None
    both = [namespaces[names[0]]] if fine is None else [namespaces[names[0]], fine]
    return Form(
        *(sections_of([_part(row, str(row["value"])) for row in each], name) for each in both)
    )


def _row(part: Part, value: Any) -> dict[str, Any]:
    start, end, _, sure = part
    return {"time": start, "duration": end - start, "value": value, "confidence": round(sure, 4)}


def _part(row: dict[str, Any], label: str) -> Part:
    start, sure = float(row["time"]), row.get("confidence")
    return start, start + float(row["duration"]), label, 1.0 if sure is None else float(sure)
