"""Beats, tempi and lines as the observations of JAMS: time, duration, value, confidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from lausch.annotation import (
    BassLine,
    BeatPitches,
    Beats,
    Contour,
    Drums,
    Notes,
    Onsets,
    Tempo,
    TempoCurve,
)
from lausch.annotation.drums import INSTRUMENT_OF, KEYS
from lausch.annotation.tags import VOCABULARY, Tags
from lausch.formats.rows import by_rows, made_beats

Rows = list[dict[str, Any]]

OF_BASS = ("pitch_contour", "note_midi", "blob")
"""The namespaces in which a bass line stands."""


def beat_rows(beats: Beats) -> Rows:
    """Namespace `beat`: the value is the number in the bar."""
    unknown = [None] * len(beats)
    values = unknown if beats.positions is None else beats.positions.tolist()
    sure = unknown if beats.confidence is None else np.round(beats.confidence, 4).tolist()
    return [
        {"time": time, "duration": 0.0, "value": value, "confidence": confidence}
        for time, value, confidence in zip(beats.times.tolist(), values, sure, strict=True)
    ]


def known(**facts: Any) -> dict[str, Any]:
    """The facts that are not None."""
    return {name: fact for name, fact in facts.items() if fact is not None}


def beat_doubts(beats: Beats) -> dict[str, Any]:
    """How sure downbeats and the metre are, and the stretches of doubtful beats."""
    sure = beats.downbeat_confidence
    return known(
        downbeat_confidence=None if sure is None else np.round(sure, 4).tolist(),
        metre_confidence=beats.metre_confidence,
        doubtful=None if beats.confidence is None else beats.doubtful.tolist(),
    )


def beats_of(namespaces: Mapping[str, Rows], name: str) -> Beats:
    """The inverse; also of `beat_position`, whose values hold more than the number in the bar."""
    rows = namespaces.get("beat", [])
    if not rows and "beat_position" in namespaces:
        rows = [{**row, "value": row["value"]["position"]} for row in namespaces["beat_position"]]
    values = [row["value"] for row in rows]
    numbered = bool(values) and all(
        isinstance(value, (int, float)) and value == int(value) and value >= 1 for value in values
    )
    positions = [int(value) for value in values] if numbered else None
    times = [float(row["time"]) for row in rows]
    sure = None if any(row.get("confidence") is None for row in rows) else _confidences(rows)
    where = list(range(1, len(times) + 1))
    return made_beats(times, positions, where, f"{name}, beats", sure)


def tempo_rows(tempo: Tempo, duration: float) -> Rows:
    """Namespace `tempo`: the value is beats per minute, the confidence the weight."""
    return [
        {"time": 0.0, "duration": duration, "value": bpm, "confidence": weight}
        for bpm, weight in zip(tempo.bpm, tempo.weights, strict=True)
    ]


def local_tempo_rows(curve: TempoCurve, duration: float) -> Rows:
    """Namespace `tempo`: each value holds from its beat up to the next."""
    lengths = np.diff(curve.times, append=max(duration, float(curve.times[-1])))
    columns = (curve.times.tolist(), lengths.tolist(), np.round(curve.bpm, 3).tolist())
    return [
        {"time": time, "duration": length, "value": bpm, "confidence": 1.0}
        for time, length, bpm in zip(*columns, strict=True)
    ]


def tempo_of(rows: Rows) -> Tempo:
    """The inverse; without weights all count alike."""
    weights = [row.get("confidence") for row in rows]
    shares = [1 / len(rows) if weight is None else float(weight) for weight in weights]
    return Tempo([float(row["value"]) for row in rows], shares)


def onset_rows(onsets: Onsets) -> Rows:
    """Namespace `onset`, which has no value."""
    return [
        {"time": time, "duration": 0.0, "value": None, "confidence": round(sure, 4)}
        for time, sure in zip(onsets.times.tolist(), onsets.confidence.tolist(), strict=True)
    ]


def onsets_of(rows: Rows) -> Onsets:
    """The inverse; of onsets at one time the first counts."""
    rows = sorted(rows, key=lambda row: float(row["time"]))
    new = np.diff([float(row["time"]) for row in rows], prepend=-1.0) > 0
    kept = [row for row, is_new in zip(rows, new, strict=True) if is_new]
    return Onsets([float(row["time"]) for row in kept], _confidences(kept))


def stroke_rows(drums: Drums) -> Rows:
    """Namespace `note_midi`: the value is a percussion key, the confidence the velocity."""
    rows = zip(drums.times.tolist(), drums.instruments, drums.velocities.tolist(), strict=True)
    return [
        {"time": time, "duration": 0.0, "value": KEYS[name][0], "confidence": round(force, 4)}
        for time, name, force in rows
    ]


def drums_of(rows: Rows) -> Drums:
    """The inverse; strokes of other keys are left out, and repetitions of one at the same time."""
    strokes: dict[tuple[float, str], float] = {}
    for row, force in zip(rows, _confidences(rows), strict=True):
        name = INSTRUMENT_OF.get(round(float(row["value"])))
        if name is not None:
            strokes.setdefault((float(row["time"]), name), force)
    return Drums([time for time, _ in strokes], [name for _, name in strokes], [*strokes.values()])


def contour_rows(contour: Contour) -> Rows:
    """Namespace `pitch_contour`: the value is a contour's number, a frequency, a voicing."""
    hz = np.round(contour.hz, 4)
    return [
        {
            "time": time,
            "duration": 0.0,
            "value": {"index": 0, "frequency": hz, "voiced": voiced},
            "confidence": round(confidence, 4),
        }
        for time, hz, voiced, confidence in by_rows(
            contour.times, hz, contour.voiced, contour.confidence
        )
    ]


def contour_of(rows: Rows) -> Contour:
    """The inverse, also for files with several contours: of two at one time the later is left."""
    rows = sorted(rows, key=lambda row: float(row["time"]))
    times = np.array([float(row["time"]) for row in rows])
    first = np.diff(times, prepend=-1.0) > 0
    unique = [row for row, new in zip(rows, first, strict=True) if new]
    values = [row["value"] for row in unique]
    return Contour(
        times[first],
        [abs(float(value["frequency"])) for value in values],
        [bool(value.get("voiced", True)) and float(value["frequency"]) > 0 for value in values],
        _confidences(unique),
    )


def note_rows(notes: Notes) -> Rows:
    """Namespace `note_midi`: the value is a MIDI pitch."""
    lengths = notes.offsets - notes.onsets
    return [
        {"time": time, "duration": length, "value": pitch, "confidence": round(confidence, 4)}
        for time, length, pitch, confidence in by_rows(
            notes.onsets, lengths, notes.pitches, notes.confidence
        )
    ]


def notes_of(rows: Rows) -> Notes:
    """The inverse; notes of no length, which JAMS allows, are left out."""
    notes = [row for row in rows if float(row["duration"]) > 0]
    notes.sort(key=lambda row: float(row["time"]))
    onsets = np.array([float(row["time"]) for row in notes])
    lengths = np.array([float(row["duration"]) for row in notes])
    return Notes(
        onsets, onsets + lengths, [float(row["value"]) for row in notes], _confidences(notes)
    )


def bass_rows(bass: BassLine) -> dict[str, Rows]:
    """By namespace: the contour, the notes, and as `blob` the pitch of every beat."""
    beats = bass.beats
    blobs = [
        {"time": time, "duration": 0.0, "value": {"pitch": pitch}, "confidence": round(sure, 4)}
        for time, pitch, sure in by_rows(beats.times, beats.pitches, beats.confidence)
    ]
    rows = (contour_rows(bass.contour), note_rows(bass.notes), blobs)
    return dict(zip(OF_BASS, rows, strict=True))


def bass_of(rows: Mapping[str, Rows]) -> BassLine:
    """The inverse; what is missing is empty."""
    contour, notes, blobs = (rows.get(namespace, []) for namespace in OF_BASS)
    beats = BeatPitches(
        [float(row["time"]) for row in blobs],
        [float(row["value"]["pitch"]) for row in blobs],
        _confidences(blobs),
    )
    return BassLine(contour_of(contour), notes_of(notes), beats)


def _confidences(rows: Rows) -> list[float]:
    """JAMS leaves open what a confidence is: what is none of 0 to 1 is brought there."""
    values = (row.get("confidence") for row in rows)
    return [1.0 if each is None else min(1.0, max(0.0, float(each))) for each in values]


def tag_rows(tags: Tags, duration: float) -> Rows:
    """Namespace `tag_open`: each tag of the recording, its probability as confidence."""
    return [
        {"time": 0.0, "duration": duration, "value": name, "confidence": round(chance, 5)}
        for name, chance in tags.pairs.items()
    ]


def player_rows(tags: Tags) -> Rows:
    """Namespace `tag_open`: the stretches in which an instrument plays, with its mean there."""
    if tags.curve is None:
        return []
    clock, rows = tags.curve.clock, []
    for name in tags.curve.columns:
        values = tags.curve.column(name)
        for start, stop in tags.stretches(name).tolist():
            inside = values[int(clock.frames(start)) : max(int(clock.frames(stop)), 1)]
            mean = round(float(inside.mean()), 5) if inside.size else None
            row = {"time": start, "duration": stop - start, "value": name, "confidence": mean}
            rows.append(row)
    return sorted(rows, key=lambda row: (row["time"], VOCABULARY.index(row["value"])))


def tags_of(rows: Rows) -> Tags:
    """The inverse of `tag_rows`; words that are no tags of ours are left aside."""
    chances: dict[str, float] = {}
    for row in rows:
        if row["value"] in VOCABULARY:
            sure = row.get("confidence")
            chance = 1.0 if sure is None else float(sure)
            chances[row["value"]] = max(chance, chances.get(row["value"], 0.0))
    return Tags(list(chances), list(chances.values()))
