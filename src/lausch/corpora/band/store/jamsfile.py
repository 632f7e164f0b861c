"""The annotation beside a rendered recording: a JAMS file with beats, notes, how it was made."""

from __future__ import annotations

import json
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from lausch.annotation import Beats, Drums, Form, Onsets, Sections
from lausch.annotation.drums import INSTRUMENT_OF, KEYS
from lausch.corpora.band.playing.harmony import Harmony
from lausch.corpora.band.playing.score import NOTE, SoundingPart
from lausch.corpora.band.store.record import Record
from lausch.errors import CorpusError
from lausch.files import replacing

_MODES = {"maj": "major", "min": "minor"}
_LEAST = 1e-4
"""Seconds; times are rounded to a tenth of it."""
DRUMS = "drums"
"""The role of the kit."""
STROKE_SECONDS = 0.05
"""A stroke has no duration; a note of MIDI has."""


def write_record(path: Path, record: Record) -> None:
    """Write a JAMS 0.3 file, all or nothing.

    The namespace `beat` holds the numbers in the bar; one `note_midi` for each pitched part the
    pitches that sound, its role, player, level and tuning in the sandbox, and as confidence the
    MIDI velocity over 127; `multi_segment` the form, `level` 0 coarse and 1 fine;
    `chord` the chords beat by beat (in files of older versions their roots alone, "Bb:(1)"), "N"
    where none sounds and "X" where it is not known; `key_mode` the keys that are known; `onset`
    the audible onsets. A further `note_midi` whose role is "drums" has the audible strokes as
    General MIDI percussion keys.
    """
    positions = record.beats.positions
    assert positions is not None
    beats = [
        {"time": float(time), "duration": 0.0, "value": int(value), "confidence": 1.0}
        for time, value in zip(record.beats.times, positions, strict=True)
    ]
    forms = [] if record.form is None else [record.form]
    document = {
        "annotations": [
            _annotation(record, "beat", beats, {}),
            *(_annotation(record, "note_midi", _rows(part), _part(part)) for part in record.parts),
            *(_annotation(record, "multi_segment", _scales(form), {}) for form in forms),
            *(_annotation(record, name, rows, {}) for name, rows in _harmony(record)),
            *(
                []
                if record.onsets is None
                else [_annotation(record, "onset", _onsets(record.onsets), {})]
            ),
            *(
                []
                if record.drums is None
                else [_annotation(record, "note_midi", _strokes(record.drums), {"role": DRUMS})]
            ),
        ],
        "file_metadata": {
            "title": record.song,
            "artist": record.performer,
            "release": "",
            "duration": record.duration,
            "identifiers": {},
            "jams_version": "0.3.4",
        },
        "sandbox": {"lausch": record.entry()},
    }
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(document), encoding="utf-8")


def _annotation(
    record: Record, namespace: str, data: list[dict[str, Any]], sandbox: dict[str, Any]
) -> dict[str, Any]:
    return {
        "namespace": namespace,
        "data": data,
        "time": 0.0,
        "duration": record.duration,
        "annotation_metadata": {
            "curator": {"name": "", "email": ""},
            "annotator": {},
            "version": "",
            "corpus": f"lausch rendered {record.kind}",
            "annotation_tools": "",
            "annotation_rules": "as in the score that was rendered",
            "validation": "",
            "data_source": "program",
        },
        "sandbox": sandbox,
    }


def _row(start: float, stop: float, value: Any, confidence: float = 1.0) -> dict[str, Any]:
    """An observation, its times to a hundredth of a millisecond."""
    return {
        "time": round(float(start), 5),
        "duration": round(float(stop - start), 5),
        "value": value,
        "confidence": confidence,
    }


def _rows(part: SoundingPart) -> list[dict[str, Any]]:
    return [
        _row(start, end, float(pitch), round(float(velocity) / 127, 3))
        for start, end, pitch, velocity in part.notes
    ]


def _scales(form: Form) -> list[dict[str, Any]]:
    return [
        _row(start, stop, {"label": label, "level": number})
        for number, sections in enumerate(form.scales.values())
        for (start, stop), label in zip(sections.intervals, sections.labels, strict=True)
    ]


def _harmony(record: Record) -> list[tuple[str, list[dict[str, Any]]]]:
    """By namespace: the chords beat by beat, and the stretches of one key."""
    if record.harmony is None:
        return []
    times = record.beats.times
    edges = [*times, max(record.duration, *times[-1:])]
    spans = list(pairwise(edges))
    chords = [
        _row(start, stop, label)
        for (start, stop), label in zip(spans, record.harmony.chords, strict=True)
    ]
    keys = []
    for label, beats in groupby(range(len(times)), record.harmony.keys.__getitem__):
        here = list(beats)
        if label:
            tonic, _, mode = label.partition(":")
            value = f"{tonic}:{_MODES[mode]}"
            keys.append(_row(edges[here[0]], edges[here[-1] + 1], value))
    return [("chord", chords), ("key_mode", keys)]


def _onsets(onsets: Onsets) -> list[dict[str, Any]]:
    return [_row(time, time, 1) for time in onsets.times]


def _strokes(drums: Drums) -> list[dict[str, Any]]:
    rows = zip(drums.times, drums.instruments, drums.velocities, strict=True)
    return [
        _row(at, at + STROKE_SECONDS, KEYS[name][0], round(float(force), 3))
        for at, name, force in rows
    ]


def _drums(rows: list[dict[str, Any]]) -> Drums:
    names = [INSTRUMENT_OF[row["value"]] for row in rows]
    return Drums([row["time"] for row in rows], names, [row["confidence"] for row in rows])


def _is_kit(annotation: dict[str, Any]) -> bool:
    return bool(annotation["namespace"] == "note_midi" and annotation["sandbox"]["role"] == DRUMS)


def _told(annotations: list[dict[str, Any]], beats: Beats) -> Harmony | None:
    """What `_harmony` wrote."""
    rows = {each["namespace"]: each["data"] for each in annotations}
    if "chord" not in rows:
        return None
    keys = [""] * len(beats)
    for row in rows.get("key_mode", ()):
        tonic, _, mode = row["value"].partition(":")
        span = [row["time"] - _LEAST, row["time"] + row["duration"] - _LEAST]
        first, last = np.searchsorted(beats.times, span)
        keys[first:last] = [f"{tonic}:{mode[:3]}"] * (last - first)
    return Harmony(tuple(row["value"] for row in rows["chord"]), tuple(keys))


def _form(annotation: dict[str, Any]) -> Form:
    scales = []
    for number in sorted({row["value"]["level"] for row in annotation["data"]}):
        rows = [row for row in annotation["data"] if row["value"]["level"] == number]
        end = rows[-1]["time"] + rows[-1]["duration"]
        labels = [row["value"]["label"] for row in rows]
        scales.append(Sections([*(row["time"] for row in rows), end], labels))
    return Form(*scales)


def _part(part: SoundingPart) -> dict[str, Any]:
    return {
        "role": part.role,
        "player": part.player,
        "level_db": round(part.level_db, 2),
        "tuning_semitones": round(part.tuning_semitones, 4),
    }


def _sounding(annotation: dict[str, Any]) -> SoundingPart:
    columns = ("time", "duration", "value", "confidence")
    cells = (tuple(row[name] for name in columns) for row in annotation["data"])
    rows = [(at, at + size, int(pitch), round(sure * 127)) for at, size, pitch, sure in cells]
    return SoundingPart(notes=np.array(rows, dtype=NOTE), **annotation["sandbox"])


def read_record(path: Path) -> Record:
    """Read what `write_record` wrote; raises CorpusError for any other file."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        entry = dict(document["sandbox"]["lausch"])
        first, *others = document["annotations"]
        rows = first["data"]
        beats = Beats([row["time"] for row in rows], [row["value"] for row in rows])
        kits = [each["data"] for each in others if _is_kit(each)]
        others = [each for each in others if not _is_kit(each)]
        parts = tuple(_sounding(each) for each in others if each["namespace"] == "note_midi")
        forms = [_form(each) for each in others if each["namespace"] == "multi_segment"]
        onsets = [each["data"] for each in others if each["namespace"] == "onset"]
        struck = Onsets([row["time"] for row in onsets[0]]) if onsets else None
        for name in ("tags", "cast"):
            entry[name] = tuple(entry[name])
        form = forms[0] if forms else None
        return Record(
            beats=beats,
            parts=parts,
            form=form,
            harmony=_told(others, beats),
            onsets=struck,
            drums=_drums(kits[0]) if kits else None,
            **entry,
        )
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise CorpusError(
            f"{path} is not an annotation written by `lausch corpus render` ({error}); "
            "delete it and render again"
        ) from error
