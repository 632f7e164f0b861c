"""JAMS, the JSON of music annotation (Humphrey et al., ISMIR 2014), written without its library.

Importing jams takes a second and brings pandas; the tests validate against it instead.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from lausch.annotation import Beats, Tempo
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.errors import FormatError
from lausch.formats.content import check_items
from lausch.formats.observations import (
    OF_BASS,
    Rows,
    bass_of,
    bass_rows,
    contour_of,
    contour_rows,
    note_rows,
    notes_of,
)
from lausch.formats.parts import SALAMI, TUT, form_of, level_rows, segment_rows
from lausch.formats.rows import made_beats

JAMS_VERSION = "0.3.4"
LAYER_OF = {
    "beat": "beats",
    "beat_position": "beats",
    "tempo": "tempo",
    "pitch_contour": "solo",
    "note_midi": "solo",
    "multi_segment": "sections",
    "segment_open": "sections",
    **dict.fromkeys((TUT, *SALAMI), "sections"),
}
"""The namespaces that are understood, each with its layer of an analysis."""
BASS = "bass"
"""The role of the part that is the bass, likewise."""
LEADS = ("solo", "vocal", "melody")
"""Roles of parts, as rendered recordings name them in the sandbox, that are the solo."""


def encode(analysis: Analysis) -> str:
    """Namespaces `beat` (value = number in the bar), `tempo`, `pitch_contour` and `note_midi`.

    Sections are a `segment_open` for each level, coarse first, and where there are two levels one
    `multi_segment` of both. What is of the bass says so by the role in its sandbox; its pitches on
    the beats, 0 for a rest, are a `blob`. Provenance and models stand in the sandboxes.
    """
    duration = _duration(analysis)
    annotations = []
    if analysis.beats is not None:
        positions = analysis.beats.positions
        values = [None] * len(analysis.beats) if positions is None else positions.tolist()
        rows = [
            {"time": time, "duration": 0.0, "value": value, "confidence": None}
            for time, value in zip(analysis.beats.times.tolist(), values, strict=True)
        ]
        annotations.append(_annotation("beat", rows, analysis, duration))
    if analysis.tempo is not None:
        rows = [
            {"time": 0.0, "duration": duration, "value": bpm, "confidence": weight}
            for bpm, weight in zip(analysis.tempo.bpm, analysis.tempo.weights, strict=True)
        ]
        annotations.append(_annotation("tempo", rows, analysis, duration))
    if analysis.contour is not None:
        rows = contour_rows(analysis.contour)
        annotations.append(_annotation("pitch_contour", rows, analysis, duration))
    if analysis.solo is not None:
        rows = note_rows(analysis.solo)
        annotations.append(_annotation("note_midi", rows, analysis, duration))
    if analysis.bass is not None:
        for namespace, rows in bass_rows(analysis.bass).items():
            annotations.append(_annotation(namespace, rows, analysis, duration, role=BASS))
    if analysis.sections is not None:
        levels = analysis.sections.levels
        for level in levels.values():
            rows = segment_rows(level)
            annotations.append(_annotation("segment_open", rows, analysis, duration))
        if len(levels) > 1:
            rows = level_rows(analysis.sections)
            annotations.append(_annotation("multi_segment", rows, analysis, duration))
    audio = analysis.provenance
    document = {
        "annotations": annotations,
        "file_metadata": {
            "title": "" if audio is None else PurePath(audio.name).stem,
            "artist": "",
            "release": "",
            "duration": duration,
            "identifiers": {},
            "jams_version": JAMS_VERSION,
        },
        "sandbox": {} if audio is None else {"lausch": {"audio": asdict(audio)}},
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _duration(analysis: Analysis) -> float:
    """JAMS needs one; of an analysis that has none, the last event is the best that is known."""
    if analysis.duration is not None:
        return float(analysis.duration)
    ends = [analysis.beat_times]
    if analysis.contour is not None:
        ends.append(analysis.contour.times)
    if analysis.solo is not None:
        ends.append(analysis.solo.offsets)
    if analysis.bass is not None:
        ends += [analysis.bass.notes.offsets, analysis.bass.contour.times]
    if analysis.sections is not None:
        ends.append(analysis.sections.coarse.boundaries)
    return max((float(times.max()) for times in ends if len(times)), default=0.0)


def _annotation(
    namespace: str,
    rows: list[dict[str, Any]],
    analysis: Analysis,
    duration: float,
    *,
    role: str = "",
) -> dict[str, Any]:
    maker = _maker(analysis, role or LAYER_OF[namespace])
    dense = namespace == "pitch_contour"  # the schema's word: one list for each column
    columns = ("time", "duration", "value", "confidence")
    return {
        "namespace": namespace,
        "data": {name: [row[name] for row in rows] for name in columns} if dense else rows,
        "annotation_metadata": {
            "annotation_tools": f"lausch {analysis.version}".strip(),
            "annotator": {},
            "annotation_rules": "",
            "validation": "",
            "corpus": "",
            "curator": {"name": "", "email": ""},
            "data_source": f"model {maker.name}" if maker.name else "",
            "version": analysis.version,
        },
        "sandbox": {
            "model": maker.name,
            "model_sha256": maker.digest,
            "model_layers": maker.layers,
            "options": dict(analysis.options),
            **({"role": role} if role else {}),
        },
        "time": 0,
        "duration": duration,
    }


def _maker(analysis: Analysis, layer: str) -> ModelRef:
    """The model that found a layer; the first one where that was not noted."""
    owners = [maker for maker in analysis.makers if layer in maker.layers]
    return next(iter((*owners, *analysis.makers)), ModelRef(""))


def decode(text: str, name: str) -> Analysis:
    """The first annotation with data of each namespace that is understood, in any JAMS file.

    Other annotations, such as those of further annotators, are left aside; of the parts of a
    rendered recording the one in the lead is read, and the bass.
    """
    check_items(text, name)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{name}: not JSON ({error}); was it cut off?") from error
    annotations = document.get("annotations") if isinstance(document, dict) else None
    if not isinstance(annotations, list):
        raise FormatError(f"{name}: JSON, but not JAMS: it has no list of annotations")
    try:
        found: dict[str, dict[str, Any]] = {}
        low: dict[str, dict[str, Any]] = {}
        for annotation in annotations:
            namespace = annotation["namespace"]
            if _role(annotation) == BASS:
                low.setdefault(namespace, annotation)
            elif namespace not in found or _rank(annotation) > _rank(found[namespace]):
                found[namespace] = annotation
        known = [found[namespace] for namespace in LAYER_OF if namespace in found]
        known += [low[namespace] for namespace in OF_BASS if namespace in low]
        first = known[0] if known else {}
        version = str((first.get("annotation_metadata") or {}).get("version", ""))
        duration = (document.get("file_metadata") or {}).get("duration")
        beat, tempo = _beat(found), found.get("tempo")
        contour, notes = found.get("pitch_contour"), found.get("note_midi")
        form = form_of({namespace: _rows(each) for namespace, each in found.items()}, name)
        return Analysis(
            beats=None if beat is None else _beats(beat, name),
            tempo=None if tempo is None else _tempo(_rows(tempo)),
            contour=None if contour is None else contour_of(_rows(contour)),
            solo=None if notes is None else notes_of(_rows(notes)),
            bass=bass_of({namespace: _rows(each) for namespace, each in low.items()}),
            sections=form,
            duration=None if duration is None else float(duration),
            makers=_makers(known),
            version=version if "model_sha256" in (first.get("sandbox") or {}) else "",
        )
    except FormatError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        what = f"an entry misses {error}" if isinstance(error, KeyError) else str(error)
        raise FormatError(f"{name}: not valid JAMS: {what}") from error


def _role(annotation: dict[str, Any]) -> Any:
    return (annotation.get("sandbox") or {}).get("role")


def _rank(annotation: dict[str, Any]) -> tuple[bool, bool]:
    """Annotations with data come first, then those of the part in the lead."""
    data = annotation["data"]
    filled = any(map(bool, data.values())) if isinstance(data, dict) else bool(data)
    return filled, _role(annotation) in LEADS


def _beat(found: dict[str, dict[str, Any]]) -> Rows | None:
    """Rows of `beat`, or of `beat_position`, whose values hold more than the number in the bar."""
    rows = _rows(found["beat"]) if "beat" in found else None
    if rows or "beat_position" not in found:
        return rows
    placed = _rows(found["beat_position"])
    return [{**row, "value": row["value"]["position"]} for row in placed]


def _makers(annotations: list[dict[str, Any]]) -> tuple[ModelRef, ...]:
    """The models that the sandboxes name, each once."""
    found: dict[tuple[str, str], ModelRef] = {}
    for annotation in annotations:
        sandbox = annotation.get("sandbox") or {}
        name, digest = str(sandbox.get("model", "")), str(sandbox.get("model_sha256", ""))
        layers = tuple(str(layer) for layer in sandbox.get("model_layers", ()))
        if name:
            found.setdefault((name, digest), ModelRef(name, digest, layers))
    return tuple(found.values())


def _rows(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows as a list; older JAMS files keep one list for each column."""
    data = annotation["data"] or []
    if isinstance(data, dict):
        keys = list(data)
        return [dict(zip(keys, row, strict=True)) for row in zip(*data.values(), strict=True)]
    return list(data)


def _beats(rows: list[dict[str, Any]], name: str) -> Beats:
    times = [float(row["time"]) for row in rows]
    values = [row["value"] for row in rows]
    numbered = bool(values) and all(
        isinstance(value, (int, float)) and value == int(value) and value >= 1 for value in values
    )
    positions = [int(value) for value in values] if numbered else None
    return made_beats(times, positions, list(range(1, len(times) + 1)), f"{name}, beats")


def _tempo(rows: list[dict[str, Any]]) -> Tempo:
    weights = [row.get("confidence") for row in rows]
    shares = [1 / len(rows) if weight is None else float(weight) for weight in weights]
    return Tempo([float(row["value"]) for row in rows], shares)
