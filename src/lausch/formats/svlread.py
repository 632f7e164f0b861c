"""Files of Sonic Visualiser as annotations: models of instants, values, notes and regions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import Beats, Contour, Form, Notes, Onsets, Tempo, TempoCurve
from lausch.annotation.melody import midi
from lausch.annotation.times import Times
from lausch.errors import FormatError
from lausch.formats.beats import positions_of
from lausch.formats.content import xml_of
from lausch.formats.parts import Part, sections_of
from lausch.formats.rows import format_errors, made_beats
from lausch.formats.svlmodels import BPM


@dataclass(frozen=True)
class Model:
    """A model in a file: the name of its layer, its kind, and its elements.

    `kind` is the type of annotation that it holds: `Onsets` for all instants, `Contour`,
    `TempoCurve`, `Notes` or `Form`; `shown` is the name of the file, for errors.
    """

    title: str
    kind: type
    element: Any
    points: list[Any]
    shown: str

    def read(self) -> Any:
        """The annotation."""
        with format_errors(self.shown):
            return READERS[self.kind](self.element, self.points, self.shown)

    def beats(self) -> Beats:
        """Instants as beats; labels are numbers in the bar, see `lausch.formats.beats.beats_of`."""
        self.points.sort(key=lambda point: _number(point, "frame", self.shown))
        rate = _sample_rate(self.element, self.shown)
        times = [_number(point, "frame", self.shown) / rate for point in self.points]
        cells = [(at, str(each.get("label", ""))) for at, each in enumerate(self.points, start=1)]
        where = [at for at, _ in cells]
        return made_beats(times, positions_of(cells, self.shown), where, self.shown)


def models_of(text: str, name: str) -> list[Model]:
    """The models of a layer or a session that are understood; raises FormatError for other XML."""
    root = xml_of(text, name, "layer of Sonic Visualiser")
    if root.tag != "sv":
        raise FormatError(
            f"{name}: XML, but no layer of Sonic Visualiser: it begins with {root.tag}"
        )
    return list(_models(root, name))


def _models(root: Any, name: str) -> Iterator[Model]:
    datasets = {each.get("id"): each for each in root.iter("dataset")}
    titles = {each.get("model"): each.get("name") for each in root.iter("layer")}
    for element in root.iter("model"):
        points = datasets.get(element.get("dataset"))
        kind = KINDS.get((element.get("dimensions"), element.get("subtype", "")))
        if kind is Contour and element.get("units", "").lower() == BPM:
            kind = TempoCurve
        if points is not None and kind is not None:
            title = titles.get(element.get("id")) or element.get("name") or ""
            yield Model(title, kind, element, list(points.iter("point")), name)


def _read_regions(model: Any, points: list[Any], name: str) -> Form:
    rate = _sample_rate(model, name)
    rows: list[Part] = []
    for point in points:
        start = _number(point, "frame", name) / rate
        end = start + _number(point, "duration", name) / rate
        rows.append((start, end, str(point.get("label", "")), 1.0))
    return Form(sections_of(rows, name))


def _read_instants(model: Any, points: list[Any], name: str) -> Onsets:
    frames = np.unique([_number(point, "frame", name) for point in points])
    return Onsets(frames / _sample_rate(model, name))


def _points(model: Any, points: list[Any], name: str) -> tuple[Times, NDArray[np.float64]]:
    """Times in seconds and values of points, which are put in order."""
    points.sort(key=lambda point: _number(point, "frame", name))
    frames = np.array([_number(point, "frame", name) for point in points])
    values = np.array([_number(point, "value", name) for point in points])
    return frames / _sample_rate(model, name), values


def _read_contour(model: Any, points: list[Any], name: str) -> Contour:
    times, values = _points(model, points, name)
    units = model.get("units", "")
    if units.lower() != "hz":
        raise FormatError(f"{name}: its values are in {units or 'no unit'!r}, and no f0 in Hz")
    return Contour(times, np.abs(values), values > 0)


def _read_tempi(model: Any, points: list[Any], name: str) -> Tempo:
    return Tempo(curve=TempoCurve(*_points(model, points, name)))


def _read_notes(model: Any, points: list[Any], name: str) -> Notes:
    times, values = _points(model, points, name)
    in_hz = model.get("units", "").lower() == "hz"
    lengths = np.array([_number(point, "duration", name) for point in points])
    lengths /= _sample_rate(model, name)
    confidence = np.array([_number(point, "level", name, 1.0) for point in points])
    kept = (lengths > 0) & ((values > 0) | (not in_hz))
    pitches = midi(values[kept]) if in_hz else values[kept]
    offsets = times[kept] + lengths[kept]
    return Notes(times[kept], offsets, pitches, np.clip(confidence[kept], 0, 1))


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


KINDS: dict[tuple[str | None, str], type] = {
    ("1", ""): Onsets,
    ("2", ""): Contour,
    ("3", "note"): Notes,
    ("3", "flexinote"): Notes,
    ("3", "region"): Form,
}
"""By dimensions and subtype: instants, values, notes, notes as Tony has them, regions.

Values in bpm are a curve of tempo.
"""
READERS: dict[type, Callable[[Any, list[Any], str], Any]] = {
    Onsets: _read_instants,
    Contour: _read_contour,
    TempoCurve: _read_tempi,
    Notes: _read_notes,
    Form: _read_regions,
}
