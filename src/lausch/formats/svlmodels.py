"""Annotations as models of Sonic Visualiser: instants, values, notes and regions, in XML.

Times are whole samples of a rate that the model names (Sonic Visualiser, SVFileReader).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lausch.annotation import (
    Beats,
    Chords,
    Contour,
    Drums,
    Key,
    Notes,
    Onsets,
    Sections,
    TempoCurve,
)
from lausch.annotation.analysis import Analysis
from lausch.annotation.drums import KEYS
from lausch.annotation.pitch import note_name
from lausch.annotation.times import Times
from lausch.formats.markup import quoted
from lausch.formats.parts import drawn, harmonic_parts
from lausch.formats.rows import by_rows

RATE = 44100
STROKE_SECONDS = 0.05
BPM = "bpm"
"""The unit of a curve of tempo."""
DISCRETE_CURVES = 6  # Sonic Visualiser's number for lines that part where nothing sounds


@dataclass(frozen=True)
class Kind:
    """A kind of model: type of its layer, dimensions, unit of its values, further attributes."""

    layer: str
    dimensions: int
    units: str = ""
    attributes: str = ""
    extra: str = ""


NOTES = Kind("notes", 3, "MIDI", ' subtype="note"')
CONTOUR = Kind("timevalues", 2, "Hz", extra=f' plotStyle="{DISCRETE_CURVES}"')
TEMPI = Kind("timevalues", 2, BPM)
INSTANTS = Kind("timeinstants", 1)
REGIONS = Kind("regions", 3, attributes=' subtype="region"')


@dataclass(frozen=True)
class Drawing:
    """The points of a model, as XML, and all of their values."""

    kind: Kind
    points: Sequence[str]
    values: Sequence[float] = ()


def rate_of(analysis: Analysis) -> int:
    """The sample rate of the recording, so that the layer fits it exactly."""
    return RATE if analysis.provenance is None else analysis.provenance.original_rate


def drawing(view: Any, rate: int) -> Drawing:
    """Beats, onsets, drums, notes, a contour or sections, at a rate in Hz."""
    return DRAWN[type(view)](view, rate)


def model_text(picture: Drawing, analysis: Analysis, name: str, number: int, dataset: int) -> str:
    """A model and its dataset, called `name`, with these numbers."""
    kind, values = picture.kind, picture.values
    rate = rate_of(analysis)
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    end = round((analysis.duration or 0.0) * rate)
    return (
        f'    <model id="{number}" name={quoted(name)} sampleRate="{rate}" start="0" '
        f'end="{end}" type="sparse" dimensions="{kind.dimensions}" resolution="1" '
        f'notifyOnAdd="true" dataset="{dataset}"{kind.attributes} valueQuantization="0" '
        f'minimum="{low:g}" maximum="{high:g}" units="{kind.units}"/>\n'
        f'    <dataset id="{dataset}" dimensions="{kind.dimensions}">\n'
        + "".join(f"      {point}\n" for point in picture.points)
        + "    </dataset>\n"
    )


def layer_text(drawn: Drawing, name: str, number: int, model_number: int, colour: str = "") -> str:
    """The layer that shows a model; `colour` is further attributes of it."""
    kind = drawn.kind
    return (
        f'    <layer id="{number}" type="{kind.layer}" name={quoted(name)} '
        f'model="{model_number}"{kind.extra}{colour}/>\n'
    )


def _notes(notes: Notes, rate: int) -> Drawing:
    """Named, and as bright as they are sure."""
    points = []
    for onset, offset, pitch, confidence in by_rows(
        notes.onsets, notes.offsets, notes.pitches, notes.confidence
    ):
        frame = round(onset * rate)
        length = max(1, round(offset * rate) - frame)
        points.append(
            f'<point frame="{frame}" value="{round(pitch, 4):g}" duration="{length}" '
            f'level="{confidence:.4f}" label="{note_name(round(pitch))}"/>'
        )
    return Drawing(NOTES, points, notes.pitches.tolist())


def _contour(contour: Contour, rate: int) -> Drawing:
    """What is silent in between is left out."""
    hz = contour.hz[contour.voiced].tolist()
    points = [
        f'<point frame="{round(time * rate)}" value="{value:.4f}" label=""/>'
        for time, value in zip(contour.times[contour.voiced].tolist(), hz, strict=True)
    ]
    return Drawing(CONTOUR, points, hz)


def _tempi(curve: TempoCurve, rate: int) -> Drawing:
    pairs = zip(_frames(curve.times, rate), curve.bpm.tolist(), strict=True)
    points = [f'<point frame="{frame}" value="{bpm:.4f}" label=""/>' for frame, bpm in pairs]
    return Drawing(TEMPI, points, curve.bpm.tolist())


def _regions(sections: Sections, rate: int) -> Drawing:
    """Equal labels have equal heights."""
    heights = {label: float(at) for at, label in enumerate(dict.fromkeys(sections.labels), 1)}
    frames = _frames(sections.boundaries, rate)
    points = [
        f'<point frame="{frame}" value="{heights[label]:g}" duration="{max(1, end - frame)}" '
        f"label={quoted(label)}/>"
        for frame, end, label in zip(frames, frames[1:], sections.labels, strict=False)
    ]
    return Drawing(REGIONS, points, list(heights.values()))


def _harmony(harmony: Chords | Key, rate: int) -> Drawing:
    return _regions(drawn(harmonic_parts(harmony)), rate)


def _onsets(onsets: Onsets, rate: int) -> Drawing:
    points = [f'<point frame="{frame}" label=""/>' for frame in _frames(onsets.times, rate)]
    return Drawing(INSTANTS, points)


def _beats(beats: Beats, rate: int) -> Drawing:
    """Labelled with their numbers in the bar, if these are known."""
    labels: Sequence[int | str] = [""] * len(beats)
    if beats.positions is not None:
        labels = beats.positions.tolist()
    pairs = zip(_frames(beats.times, rate), labels, strict=True)
    return Drawing(INSTANTS, [f'<point frame="{frame}" label="{text}"/>' for frame, text in pairs])


def _strokes(drums: Drums, rate: int) -> Drawing:
    """Notes at General MIDI percussion keys, named by their instruments, as bright as hard."""
    keys = [KEYS[name][0] for name in drums.instruments]
    rows = zip(
        _frames(drums.times, rate), keys, drums.velocities.tolist(), drums.instruments, strict=True
    )
    points = [
        f'<point frame="{frame}" value="{key}" duration="{round(STROKE_SECONDS * rate)}" '
        f'level="{force:.4f}" label="{name}"/>'
        for frame, key, force, name in rows
    ]
    return Drawing(NOTES, points, keys)


def _frames(times: Times, rate: int) -> list[int]:
    frames: list[int] = np.round(times * rate).astype(np.int64).tolist()
    return frames


DRAWN: dict[type, Callable[[Any, int], Drawing]] = {
    Notes: _notes,
    Contour: _contour,
    Beats: _beats,
    Onsets: _onsets,
    TempoCurve: _tempi,
    Drums: _strokes,
    Sections: _regions,
    Chords: _harmony,
    Key: _harmony,
}
"""How each type of annotation is drawn."""
