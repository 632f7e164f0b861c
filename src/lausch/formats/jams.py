"""JAMS, the JSON of music annotation (Humphrey et al., ISMIR 2014), written without its library.

Importing jams takes a second and brings pandas; the tests validate against it instead.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from lausch.annotation.analysis import Analysis, ModelRef, attributes
from lausch.errors import FormatError
from lausch.files import printable
from lausch.formats.content import json_of
from lausch.formats.jamslayers import CODECS
from lausch.formats.jsontext import json_text

JAMS_VERSION = "0.3.4"
LEADS = ("solo", "vocal", "melody")
"""Roles of parts, as rendered recordings name them in the sandbox, that are the solo."""


def encode(analysis: Analysis) -> str:
    """Namespaces `beat` (value = number in the bar), `tempo`, `pitch_contour` and `note_midi`.

    Onsets are `onset`. Strokes of drums are `note_midi` whose role is "drums", with General MIDI
    percussion keys, and velocities as confidence. Sections are a `segment_open` for each scale,
    coarse first, and where there are two scales one `multi_segment` of both. What is of the bass
    says so by the role in its sandbox; its pitches on the beats, 0 for a rest, are a `blob`.
    Provenance and models stand in the sandboxes.
    """
    codecs = {layer: codec for layer, codec in CODECS.items() if analysis.read(layer) is not None}
    duration = analysis.duration
    if duration is None:  # JAMS needs one: the last event is the best that is known
        ends = [times for codec in codecs.values() for times in codec.times(analysis)]
        duration = max((times.max() for times in ends if len(times)), default=0.0)
    duration = float(duration)
    annotations = [
        _annotation(namespace, rows, analysis, duration, layer)
        for layer, codec in codecs.items()
        for namespace, rows in codec.write(analysis, duration)
    ]
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
        "sandbox": {"lausch": _making(analysis)},
    }
    return json_text(document)


def _making(analysis: Analysis) -> dict[str, Any]:
    """What made it, for `origins`: at the end of the file, however long the annotations are."""
    audio = analysis.provenance
    return {
        **({} if audio is None else {"audio": asdict(audio)}),
        "models": [{"sha256": each.digest, "layers": each.layers} for each in analysis.makers],
        "options": dict(analysis.options),
    }


def _annotation(
    namespace: str, rows: list[dict[str, Any]], analysis: Analysis, duration: float, layer: str
) -> dict[str, Any]:
    owners = [maker for maker in analysis.makers if layer in maker.layers]
    # Where it was not noted who found the layer, it is the first model.
    maker = next(iter((*owners, *analysis.makers)), ModelRef(""))
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
            **({"model_followed": maker.followed} if maker.followed else {}),
            "options": dict(analysis.options),
            **({"role": CODECS[layer].role} if CODECS[layer].role else {}),
            **CODECS[layer].more(analysis),
        },
        "time": 0,
        "duration": duration,
    }


def decode(text: str, name: str) -> Analysis:
    """The first annotation with data of each namespace that is understood, in any JAMS file.

    Other annotations, such as those of further annotators, are left aside; of the parts of a
    rendered recording the one in the lead is read, and the bass.
    """
    document = json_of(text, name)
    annotations = document.get("annotations") if isinstance(document, dict) else None
    if not isinstance(annotations, list):
        raise FormatError(f"{name}: JSON, but not JAMS: it has no list of annotations")
    read = ""
    try:
        roles: dict[str, dict[str, dict[str, Any]]] = {codec.role: {} for codec in CODECS.values()}
        for annotation in annotations:
            own = roles.get(str(_role(annotation)), roles[""])
            known = own.setdefault(annotation["namespace"], annotation)
            if known is not annotation and _rank(annotation) > _rank(known):
                own[annotation["namespace"]] = annotation
        values: dict[str, Any] = {}
        sources: list[dict[str, Any]] = []
        for codec in CODECS.values():
            own = roles[codec.role]
            data = {each: own[each] for each in codec.namespaces if each in own}
            if data:
                read = f" of {' and '.join(map(printable, data))}"
                rows = {each: _rows(annotation) for each, annotation in data.items()}
                values.update(codec.read(rows, name))
                sources += data.values()
        read = ""
        first = sources[0] if sources else {}
        version = str((first.get("annotation_metadata") or {}).get("version", ""))
        duration = (document.get("file_metadata") or {}).get("duration")
        return Analysis(
            **attributes(values),
            duration=None if duration is None else float(duration),
            makers=_makers(sources),
            version=version if "model_sha256" in (first.get("sandbox") or {}) else "",
        )
    except FormatError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise FormatError(f"{name}: not valid JAMS: an entry{read} {_fault(error)}") from error


def _fault(error: Exception) -> str:
    """What is wrong with an entry, in words of the file."""
    if isinstance(error, KeyError):
        return f"misses {error}"
    if isinstance(error, (TypeError, AttributeError)):
        return "has a value of another type than JAMS says: a number, a text, a list or an object"
    return f"cannot be read: {error}"


def _role(annotation: dict[str, Any]) -> Any:
    return (annotation.get("sandbox") or {}).get("role")


def _rank(annotation: dict[str, Any]) -> tuple[bool, bool]:
    """Annotations with data come first, then those of the part in the lead."""
    data = annotation["data"]
    filled = any(map(bool, data.values())) if isinstance(data, dict) else bool(data)
    return filled, _role(annotation) in LEADS


def _makers(annotations: list[dict[str, Any]]) -> tuple[ModelRef, ...]:
    """The models that the sandboxes name, each once."""
    models: dict[tuple[str, str], ModelRef] = {}
    for annotation in annotations:
        sandbox = annotation.get("sandbox") or {}
        name, digest = str(sandbox.get("model", "")), str(sandbox.get("model_sha256", ""))
        layers = tuple(str(layer) for layer in sandbox.get("model_layers", ()))
        if name:
            followed = str(sandbox.get("model_followed", ""))
            models.setdefault((name, digest), ModelRef(name, digest, layers, followed))
    return tuple(models.values())


def _rows(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows as a list; older JAMS files keep one list for each column."""
    data = annotation["data"] or []
    if isinstance(data, dict):
        keys = list(data)
        return [dict(zip(keys, row, strict=True)) for row in zip(*data.values(), strict=True)]
    return list(data)
