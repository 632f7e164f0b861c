"""`.svl`: one layer of Sonic Visualiser, which is XML: of notes, of a
contour, of regions or of instants.

Times are whole samples of a rate that the layer names (Sonic Visualiser, SVFileReader).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Contour, Form, Notes, Onsets, Sections
from lausch.annotation.analysis import Analysis
from lausch.annotation.melody import midi
from lausch.annotation.pitch import note_name
from lausch.annotation.times import Times
from lausch.errors import FormatError
from lausch.formats.content import xml_of
from lausch.formats.parts import Part, sections_of
from lausch.formats.rows import by_rows, format_errors, needed

RATE = 44100
DISCRETE_CURVES = 6  # Sonic Visualiser's number for lines that part where nothing sounds


@dataclass(frozen=True)
class _Kind:
    layer: str
    dimensions: int
    units: str
    attributes: str
    extra: str = ""


_NOTES = _Kind("notes", 3, "MIDI", ' subtype="note"')
_CONTOUR = _Kind("timevalues", 2, "Hz", "", f' plotStyle="{DISCRETE_CURVES}"')
_INSTANTS = _Kind("timeinstants", 1, "", "")
_REGIONS = _Kind("regions", 3, "", ' subtype="region"')


def encode(analysis: Analysis, layer: str, form: str) -> str:
    """One layer of Sonic Visualiser: of notes, of values where a line sounds, or of regions.

    `form` is one of those that `VIEWS` has of the layer; it is also the name for `--format`.
    """
    views = {} if analysis.read(layer) is None else VIEWS[layer](analysis)
    view = needed(views.get(form), form, *MISSING[form])
    return DRAWN[type(view)](view, layer, analysis)


def _notes(notes: Notes, layer: str, analysis: Analysis) -> str:
    """Named, and as bright as they are sure."""
    rate = _rate(analysis)
    points = []
    for onset, offset, pitch, sure in by_rows(
        notes.onsets, notes.offsets, notes.pitches, notes.confidence
    ):
        frame = round(onset * rate)
        length = max(1, round(offset * rate) - frame)
        points.append(
            f'<point frame="{frame}" value="{round(pitch, 4):g}" duration="{length}" '
            f'level="{sure:.4f}" label="{note_name(round(pitch))}"/>'
        )
    return _model(_NOTES, layer, points, notes.pitches.tolist(), analysis)


def _contour(contour: Contour, layer: str, analysis: Analysis) -> str:
    """What is silent in between is left out."""
    rate = _rate(analysis)
    hz = contour.hz[contour.voiced].tolist()
    points = [
        f'<point frame="{round(time * rate)}" value="{value:.4f}" label=""/>'
        for time, value in zip(contour.times[contour.voiced].tolist(), hz, strict=True)
    ]
    return _model(_CONTOUR, layer, points, hz, analysis)


def _regions(sections: Sections, layer: str, analysis: Analysis) -> str:
    """Equal labels have equal heights."""
    heights = {label: float(at) for at, label in enumerate(dict.fromkeys(sections.labels), 1)}
    frames = np.round(sections.boundaries * _rate(analysis)).astype(np.int64).tolist()
    points = [
        f'<point frame="{frame}" value="{heights[label]:g}" duration="{max(1, end - frame)}" '
        f"label={quoteattr(label)}/>"
        for frame, end, label in zip(frames, frames[1:], sections.labels, strict=False)
    ]
    return _model(_REGIONS, layer, points, list(heights.values()), analysis)


def _instants(onsets: Onsets, layer: str, analysis: Analysis) -> str:
    frames = np.round(onsets.times * _rate(analysis)).astype(np.int64).tolist()
    points = [f'<point frame="{frame}" label=""/>' for frame in frames]
    return _model(_INSTANTS, layer, points, [], analysis)


def _rate(analysis: Analysis) -> int:
    """The sample rate of the recording, so that the layer fits it exactly."""
    return RATE if analysis.provenance is None else analysis.provenance.original_rate


def _model(
    kind: _Kind, layer: str, points: list[str], values: list[float], analysis: Analysis
) -> str:
    rate = _rate(analysis)
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    end = round((analysis.duration or 0.0) * rate)
    makers = [maker.name for maker in analysis.makers if layer in maker.layers]
    name = quoteattr(f"{layer} ({', '.join(makers)})" if makers else layer)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE sonic-visualiser>\n<sv>\n  <data>\n'
        f'    <model id="1" name={name} sampleRate="{rate}" start="0" end="{end}" '
        f'type="sparse" dimensions="{kind.dimensions}" resolution="1" notifyOnAdd="true" '
        f'dataset="0"{kind.attributes} valueQuantization="0" minimum="{low:g}" maximum="{high:g}" '
        f'units="{kind.units}"/>\n    <dataset id="0" dimensions="{kind.dimensions}">\n'
        + "".join(f"      {point}\n" for point in points)
        + f'    </dataset>\n  </data>\n  <display>\n    <layer id="2" type="{kind.layer}" '
        f'name={name} model="1"{kind.extra}/>\n  </display>\n</sv>\n'
    )


def decode(text: str, name: str) -> Analysis:
    """The first layer of notes, of values in Hz, of regions or of instants, in any SVL file."""
    root = xml_of(text, name, "layer of Sonic Visualiser")
    if root.tag != "sv":
        raise FormatError(
            f"{name}: XML, but no layer of Sonic Visualiser: it begins with {root.tag}"
        )
    datasets = {each.get("id"): each for each in root.iter("dataset")}
    with format_errors(name):
        for model in root.iter("model"):
            points = datasets.get(model.get("dataset"))
            reader = READERS.get((model.get("dimensions"), model.get("subtype", "")))
            if points is not None and reader is not None:
                return reader(model, list(points.iter("point")), name)
    raise FormatError(
        f"{name}: no layer of notes, values, regions or instants in it; was another one exported?"
    )


def _read_regions(model: Any, points: list[Any], name: str) -> Analysis:
    rate = _sample_rate(model, name)
    rows: list[Part] = []
    for point in points:
        start = _number(point, "frame", name) / rate
        end = start + _number(point, "duration", name) / rate
        rows.append((start, end, str(point.get("label", "")), 1.0))
    return Analysis(sections=Form(sections_of(rows, name)))


def _read_instants(model: Any, points: list[Any], name: str) -> Analysis:
    frames = np.unique([_number(point, "frame", name) for point in points])
    return Analysis(others={"onsets": Onsets(frames / _sample_rate(model, name))})


def _points(model: Any, points: list[Any], name: str) -> tuple[Times, NDArray[np.float64]]:
    """Times in seconds and values of points, which are put in order."""
    points.sort(key=lambda point: _number(point, "frame", name))
    frames = np.array([_number(point, "frame", name) for point in points])
    values = np.array([_number(point, "value", name) for point in points])
    return frames / _sample_rate(model, name), values


def _read_contour(model: Any, points: list[Any], name: str) -> Analysis:
    times, values = _points(model, points, name)
    units = model.get("units", "")
    if units.lower() != "hz":
        raise FormatError(f"{name}: its values are in {units or 'no unit'!r}, and no f0 in Hz")
    return Analysis(contour=Contour(times, np.abs(values), values > 0))


def _read_notes(model: Any, points: list[Any], name: str) -> Analysis:
    times, values = _points(model, points, name)
    in_hz = model.get("units", "").lower() == "hz"
    lengths = np.array([_number(point, "duration", name) for point in points])
    lengths /= _sample_rate(model, name)
    sure = np.array([_number(point, "level", name, 1.0) for point in points])
    kept = (lengths > 0) & ((values > 0) | (not in_hz))
    pitches = midi(values[kept]) if in_hz else values[kept]
    offsets = times[kept] + lengths[kept]
    return Analysis(solo=Notes(times[kept], offsets, pitches, np.clip(sure[kept], 0, 1)))


def _sample_rate(model: Any, name: str) -> float:
    rate = _number(model, "sampleRate", name)
    if rate <= 0:
        raise FormatError(f"{name}: a sample rate is positive, not {rate:g}")
    return rate


def _number(element: Any, key: str, name: str, default: float = math.nan) -> float:
    try:
        value = float(element.get(key, default))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise FormatError(f"{name}: {key} of a {element.tag} is a number, not {element.get(key)!r}")
    return value


VIEWS: dict[str, Callable[[Analysis], Mapping[str, Any]]] = {
    "solo": lambda each: {"svl": each.solo, "f0svl": each.contour},
    "bass": lambda each: {
        "basssvl": each.read("bass").notes,
        "bassf0svl": each.read("bass").contour,
    },
    "onsets": lambda each: {"onsetsvl": each.read("onsets")},
    "sections": lambda each: {
        "sectionsvl": each.read("sections").coarse,
        "finesvl": each.read("sections").fine,
    },
}
"""For each layer of an analysis what can be drawn of it, by the name of the format."""
MISSING = {
    "svl": ("notes", "choose f0svl"),
    "f0svl": ("a contour", "choose svl"),
    "basssvl": ("a bass line", "add --only bass"),
    "bassf0svl": ("a bass line", "add --only bass"),
    "onsetsvl": ("onsets", "add --only onsets"),
    "sectionsvl": ("sections", "choose svl"),
    "finesvl": ("the fine sections", "choose sectionsvl, or a model of two levels"),
}
"""For each format its content, and the way out when an analysis has none of it."""
DRAWN: dict[type, Callable[[Any, str, Analysis], str]] = {
    Notes: _notes,
    Contour: _contour,
    Onsets: _instants,
    Sections: _regions,
}
READERS: dict[tuple[str | None, str], Callable[[Any, list[Any], str], Analysis]] = {
    ("1", ""): _read_instants,
    ("2", ""): _read_contour,
    ("3", "note"): _read_notes,
    ("3", "flexinote"): _read_notes,
    ("3", "region"): _read_regions,
}
"""By dimensions and subtype: instants, values, notes, notes as Tony has them, regions."""
