"""`.svl`: one layer of Sonic Visualiser, which is XML: of notes, of a contour, or of regions.

Times are whole samples of a rate that the layer names (Sonic Visualiser, SVFileReader).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np

from lausch.annotation import Contour, Form, Notes, Sections
from lausch.annotation.analysis import Analysis
from lausch.annotation.melody import midi
from lausch.annotation.pitch import note_name
from lausch.errors import AnnotationError, FormatError
from lausch.formats.content import check_elements
from lausch.formats.parts import Part, sections_of

RATE = 44100
READ = (("2", ""), ("3", "note"), ("3", "flexinote"))
"""Dimensions and subtypes: values, notes, and notes as Tony has them."""
REGIONS = ("3", "region")
DISCRETE_CURVES = 6  # Sonic Visualiser's number for lines that part where nothing sounds


@dataclass(frozen=True)
class _Kind:
    layer: str
    dimensions: int
    units: str
    subtype: str
    extra: str = ""
    what: str = "solo"


_NOTES = _Kind("notes", 3, "MIDI", ' subtype="note"')
_CONTOUR = _Kind("timevalues", 2, "Hz", "", f' plotStyle="{DISCRETE_CURVES}"')
_REGIONS = _Kind("regions", 3, "", ' subtype="region"', what="sections")


def encode_notes(analysis: Analysis, what: str = "solo") -> str:
    """A layer of notes, named and as bright as they are sure; `what` they are is its name."""
    notes = analysis.solo
    if notes is None:
        raise FormatError("svl holds notes, but the analysis has none; choose f0svl")
    rate = _rate(analysis)
    columns = (notes.onsets, notes.offsets, notes.pitches, notes.confidence)
    points = []
    for onset, offset, pitch, sure in zip(*(c.tolist() for c in columns), strict=True):
        frame = round(onset * rate)
        length = max(1, round(offset * rate) - frame)
        points.append(
            f'<point frame="{frame}" value="{round(pitch, 4):g}" duration="{length}" '
            f'level="{sure:.4f}" label="{note_name(round(pitch))}"/>'
        )
    return _layer(replace(_NOTES, what=what), points, notes.pitches.tolist(), rate, analysis)


def encode_contour(analysis: Analysis, what: str = "solo") -> str:
    """A layer of values where the line sounds: what is silent in between is left out."""
    contour = analysis.contour
    if contour is None:
        raise FormatError("f0svl holds a contour, but the analysis has none; choose svl")
    rate = _rate(analysis)
    hz = contour.hz[contour.voiced].tolist()
    points = [
        f'<point frame="{round(time * rate)}" value="{value:.4f}" label=""/>'
        for time, value in zip(contour.times[contour.voiced].tolist(), hz, strict=True)
    ]
    return _layer(replace(_CONTOUR, what=what), points, hz, rate, analysis)


def encode_sections(analysis: Analysis) -> str:
    """A layer of regions with the coarse sections: equal labels stand at equal heights."""
    if analysis.sections is None:
        raise FormatError("sectionsvl holds sections, but the analysis has none; choose svl")
    return _regions(analysis.sections.coarse, analysis)


def encode_fine(analysis: Analysis) -> str:
    """The same of the fine sections."""
    if analysis.sections is None or analysis.sections.fine is None:
        raise FormatError(
            "finesvl holds the fine sections, but the analysis has none; choose sectionsvl, or a "
            "model of two levels"
        )
    return _regions(analysis.sections.fine, analysis)


def _regions(sections: Sections, analysis: Analysis) -> str:
    rate = _rate(analysis)
    heights = {label: float(at) for at, label in enumerate(dict.fromkeys(sections.labels), 1)}
    frames = np.round(sections.boundaries * rate).astype(np.int64).tolist()
    points = [
        f'<point frame="{frame}" value="{heights[label]:g}" duration="{max(1, end - frame)}" '
        f"label={quoteattr(label)}/>"
        for frame, end, label in zip(frames, frames[1:], sections.labels, strict=False)
    ]
    return _layer(_REGIONS, points, list(heights.values()), rate, analysis)


def _rate(analysis: Analysis) -> int:
    """The recording's own, so that the layer lies on it sample by sample."""
    return RATE if analysis.provenance is None else analysis.provenance.original_rate


def _layer(
    kind: _Kind, points: list[str], values: list[float], rate: int, analysis: Analysis
) -> str:
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    end = round((analysis.duration or 0.0) * rate)
    makers = [maker.name for maker in analysis.makers if kind.what in maker.layers]
    name = quoteattr(f"{kind.what} ({', '.join(makers)})" if makers else kind.what)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE sonic-visualiser>\n<sv>\n  <data>\n'
        f'    <model id="1" name={name} sampleRate="{rate}" start="0" end="{end}" '
        f'type="sparse" dimensions="{kind.dimensions}" resolution="1" notifyOnAdd="true" '
        f'dataset="0"{kind.subtype} valueQuantization="0" minimum="{low:g}" maximum="{high:g}" '
        f'units="{kind.units}"/>\n    <dataset id="0" dimensions="{kind.dimensions}">\n'
        + "".join(f"      {point}\n" for point in points)
        + f'    </dataset>\n  </data>\n  <display>\n    <layer id="2" type="{kind.layer}" '
        f'name={name} model="1"{kind.extra}/>\n  </display>\n</sv>\n'
    )


def decode(text: str, name: str) -> Analysis:
    """The first layer of notes, of values in Hz or of regions, in any SVL file."""
    from xml.etree import ElementTree

    check_elements(text, name)
    if "<!ENTITY" in text:
        raise FormatError(f"{name}: it defines entities, which no layer of Sonic Visualiser does")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise FormatError(f"{name}: not XML ({error}); was it cut off?") from error
    if root.tag != "sv":
        raise FormatError(
            f"{name}: XML, but no layer of Sonic Visualiser: it begins with {root.tag}"
        )
    datasets = {each.get("id"): each for each in root.iter("dataset")}
    try:
        for model in root.iter("model"):
            points = datasets.get(model.get("dataset"))
            kind = (model.get("dimensions"), model.get("subtype", ""))
            if points is not None and kind in READ:
                return _line(model, list(points.iter("point")), name)
            if points is not None and kind == REGIONS:
                return _form(model, list(points.iter("point")), name)
    except AnnotationError as error:
        raise FormatError(f"{name}: {error}") from error
    raise FormatError(
        f"{name}: no layer of notes, values or regions in it; was another one exported?"
    )


def _form(model: Any, points: list[Any], name: str) -> Analysis:
    rate = _number(model, "sampleRate", name)
    if rate <= 0:
        raise FormatError(f"{name}: a sample rate is positive, not {rate:g}")
    rows: list[Part] = []
    for point in points:
        start = _number(point, "frame", name) / rate
        end = start + _number(point, "duration", name) / rate
        rows.append((start, end, str(point.get("label", "")), 1.0))
    return Analysis(sections=Form(sections_of(rows, name)))


def _line(model: Any, points: list[Any], name: str) -> Analysis:
    rate = _number(model, "sampleRate", name)
    if rate <= 0:
        raise FormatError(f"{name}: a sample rate is positive, not {rate:g}")
    points.sort(key=lambda point: _number(point, "frame", name))
    times = np.array([_number(point, "frame", name) for point in points]) / rate
    values = np.array([_number(point, "value", name) for point in points])
    in_hz = model.get("units", "").lower() == "hz"
    if model.get("dimensions") == "2":
        if not in_hz:
            raise FormatError(
                f"{name}: its values are in {model.get('units') or 'no unit'!r}, and no f0 in Hz"
            )
        return Analysis(contour=Contour(times, np.abs(values), values > 0))
    lengths = np.array([_number(point, "duration", name) for point in points]) / rate
    sure = np.array([_number(point, "level", name, 1.0) for point in points])
    kept = (lengths > 0) & ((values > 0) | (not in_hz))
    pitches = midi(values[kept]) if in_hz else values[kept]
    offsets = times[kept] + lengths[kept]
    return Analysis(solo=Notes(times[kept], offsets, pitches, np.clip(sure[kept], 0, 1)))


def _number(element: Any, key: str, name: str, default: float = math.nan) -> float:
    try:
        value = float(element.get(key, default))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise FormatError(f"{name}: {key} of a {element.tag} is a number, not {element.get(key)!r}")
    return value
