"""JAMS, the JSON of music annotation (Humphrey et al., ISMIR 2014), written without its library.

Importing jams takes a second and brings pandas; the tests validate against it instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from lausch.annotation.analysis import Analysis, ModelRef, attributes
from lausch.annotation.times import Times
from lausch.errors import FormatError
from lausch.formats import observations, parts
from lausch.formats.content import json_of
from lausch.formats.observations import Rows, known

JAMS_VERSION = "0.3.4"
LEADS = ("solo", "vocal", "melody")
"""Roles of parts, as rendered recordings name them in the sandbox, that are the solo."""


@dataclass(frozen=True)
class Codec:
    """How a layer is written in JAMS.

    Parameters
    ----------
    namespaces : of its annotations; what the first of them says of models and versions counts.
    write : namespaces and rows of an analysis and its duration in seconds.
    read : the inverse: annotations by name, from rows by namespace and a name for errors.
    times : of the analysis, of which the last may end a recording of unknown duration.
    role : of its part, by which the sandbox tells it from others of the same namespaces.
    more : what else the sandbox says, for which the namespace has no room; it is not read.
    """

    namespaces: tuple[str, ...]
    write: Callable[[Analysis, float], Iterable[tuple[str, Rows]]]
    read: Callable[[Mapping[str, Rows], str], Mapping[str, Any]]
    times: Callable[[Analysis], Iterable[Times]] = lambda _: ()
    role: str = ""
    more: Callable[[Analysis], Mapping[str, Any]] = lambda _: {}


def encode(analysis: Analysis) -> str:
    """Namespaces `beat` (value = number in the bar), `tempo`, `pitch_contour` and `note_midi`.

    Onsets are `onset`. Strokes of drums are `note_midi` whose role is "drums", with General MIDI
    percussion keys, and velocities as confidence. Sections are a `segment_open` for each scale,
    coarse first, and where there are two scales one `multi_segment` of both. What is of the bass
    says so by the role in its sandbox; its pitches on the beats, 0 for a rest, are a `blob`.
    Provenance and models stand in the sandboxes.
    """
    held = {layer: codec for layer, codec in CODECS.items() if analysis.read(layer) is not None}
    duration = analysis.duration
    if duration is None:  # JAMS needs one: the last event is the best that is known
        ends = [times for codec in held.values() for times in codec.times(analysis)]
        duration = max((times.max() for times in ends if len(times)), default=0.0)
    duration = float(duration)
    annotations = [
        _annotation(namespace, rows, analysis, duration, layer)
        for layer, codec in held.items()
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
        "sandbox": {} if audio is None else {"lausch": {"audio": asdict(audio)}},
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


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
            filled = {each: own[each] for each in codec.namespaces if each in own}
            if filled:
                rows = {each: _rows(annotation) for each, annotation in filled.items()}
                values.update(codec.read(rows, name))
                sources += filled.values()
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
        what = f"an entry misses {error}" if isinstance(error, KeyError) else str(error)
        raise FormatError(f"{name}: not valid JAMS: {what}") from error


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
            models.setdefault((name, digest), ModelRef(name, digest, layers))
    return tuple(models.values())


def _rows(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows as a list; older JAMS files keep one list for each column."""
    data = annotation["data"] or []
    if isinstance(data, dict):
        keys = list(data)
        return [dict(zip(keys, row, strict=True)) for row in zip(*data.values(), strict=True)]
    return list(data)


def _solo_rows(analysis: Analysis, _: float) -> Iterable[tuple[str, Rows]]:
    if analysis.contour is not None:
        yield "pitch_contour", observations.contour_rows(analysis.contour)
    if analysis.solo is not None:
        yield "note_midi", observations.note_rows(analysis.solo)


def _solo(rows: Mapping[str, Rows], _: str) -> dict[str, Any]:
    contour, notes = rows.get("pitch_contour"), rows.get("note_midi")
    return {
        "contour": None if contour is None else observations.contour_of(contour),
        "solo": None if notes is None else observations.notes_of(notes),
    }


CODECS: dict[str, Codec] = {
    "beats": Codec(
        ("beat", "beat_position"),
        lambda each, _: [("beat", observations.beat_rows(each.read("beats")))],
        lambda rows, name: {"beats": observations.beats_of(rows, name)},
        lambda each: [each.beat_times],
        more=lambda each: observations.beat_doubts(each.read("beats")),
    ),
    "tempo": Codec(
        ("tempo",),
        lambda each, duration: [("tempo", observations.tempo_rows(each.read("tempo"), duration))],
        lambda rows, _: {"tempo": observations.tempo_of(rows["tempo"])},
        more=lambda each: known(confidence=each.read("tempo").confidence),
    ),
    "onsets": Codec(
        ("onset",),
        lambda each, _: [("onset", observations.onset_rows(each.read("onsets")))],
        lambda rows, _: {"onsets": observations.onsets_of(rows["onset"])},
        lambda each: [each.read("onsets").times],
    ),
    "drums": Codec(
        ("note_midi",),
        lambda each, _: [("note_midi", observations.stroke_rows(each.read("drums")))],
        lambda rows, _: {"drums": observations.drums_of(rows["note_midi"])},
        lambda each: [each.read("drums").times],
        role="drums",
        more=lambda each: known(confidence=each.read("drums").confidence.round(4).tolist()),
    ),
    "solo": Codec(
        ("pitch_contour", "note_midi"),
        _solo_rows,
        _solo,
        lambda each: [
            *(() if each.contour is None else [each.contour.times]),
            *(() if each.solo is None else [each.solo.offsets]),
        ],
    ),
    "bass": Codec(
        observations.OF_BASS,
        lambda each, _: observations.bass_rows(each.read("bass")).items(),
        lambda rows, _: {"bass": observations.bass_of(rows)},
        lambda each: [each.read("bass").notes.offsets, each.read("bass").contour.times],
        role="bass",
    ),
    "sections": Codec(
        parts.NAMESPACES,
        lambda each, _: parts.form_rows(each.read("sections")),
        lambda rows, name: {"sections": parts.form_of(rows, name)},
        lambda each: [each.read("sections").coarse.boundaries],
    ),
}
"""For each layer how it is written and read, in the order in which they stand in a file."""
