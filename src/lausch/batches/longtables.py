"""Annotations as rows, for a table of each layer with all recordings in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from lausch.annotation import Notes, Sections
    from lausch.annotation.analysis import Analysis

Row: TypeAlias = "tuple[Any, ...]"
Columns: TypeAlias = "dict[str, type[str | int | float]]"


class Long(NamedTuple):
    """The table of a layer: types of its columns by name, and the rows of one recording."""

    columns: Columns
    rows: Callable[[Analysis], Iterable[Row]]


def _beats(analysis: Analysis) -> Iterator[Row]:
    beats = analysis.read("beats")
    count = len(beats)
    positions = [None] * count if beats.positions is None else beats.positions.tolist()
    sure = [None] * count if beats.confidence is None else beats.confidence.tolist()
    return zip(beats.times.tolist(), positions, sure, strict=True)


def _tempo(analysis: Analysis) -> Iterator[Row]:
    tempo = analysis.read("tempo")
    return zip(tempo.bpm, tempo.weights, strict=True)


def _onsets(analysis: Analysis) -> Iterator[Row]:
    onsets = analysis.read("onsets")
    return zip(onsets.times.tolist(), onsets.confidence.tolist(), strict=True)


def _drums(analysis: Analysis) -> Iterator[Row]:
    drums = analysis.read("drums")
    parts = (drums.times.tolist(), drums.instruments, drums.velocities.tolist())
    return zip(*parts, drums.confidence.tolist(), strict=True)


def _notes(notes: Notes | None) -> Iterator[Row]:
    if notes is None:
        return iter(())
    parts = (notes.onsets, notes.offsets, notes.pitches, notes.confidence)
    return zip(*(part.tolist() for part in parts), strict=True)


def _regions(intervals: Any, labels: Iterable[str], confidence: Any) -> Iterator[Row]:
    pairs = zip(intervals.tolist(), labels, confidence.tolist(), strict=True)
    return ((start, end, label, sure) for (start, end), label, sure in pairs)


def _chords(analysis: Analysis) -> Iterator[Row]:
    chords = analysis.read("chords")
    return _regions(chords.intervals, chords.labels, chords.confidence)


def _key(analysis: Analysis) -> Iterator[Row]:
    key = analysis.read("key")
    return _regions(key.intervals, key.labels, key.region_confidence)


def _sections(analysis: Analysis) -> Iterator[Row]:
    for name, scale in analysis.read("sections").scales.items():
        yield from ((name, *row) for row in _scale(scale))


def _scale(scale: Sections) -> Iterator[Row]:
    edges, sure = scale.boundaries.tolist(), scale.confidence.tolist()
    return zip(edges[:-1], edges[1:], scale.labels, sure[:-1], strict=True)


def _tags(analysis: Analysis) -> Iterator[Row]:
    tags = analysis.read("tags")
    return zip(tags.names, tags.probabilities.tolist(), strict=True)


_NOTES: Columns = {"start_s": float, "end_s": float, "pitch_midi": float, "confidence": float}
_REGIONS: Columns = {"start_s": float, "end_s": float, "label": str, "confidence": float}
LONG: dict[str, Long] = {
    "beats": Long({"time_s": float, "position": int, "confidence": float}, _beats),
    "tempo": Long({"bpm": float, "weight": float}, _tempo),
    "onsets": Long({"time_s": float, "confidence": float}, _onsets),
    "drums": Long(
        {"time_s": float, "instrument": str, "velocity": float, "confidence": float}, _drums
    ),
    "solo": Long(_NOTES, lambda analysis: _notes(analysis.solo)),
    "bass": Long(_NOTES, lambda analysis: _notes(analysis.read("bass").notes)),
    "chords": Long(_REGIONS, _chords),
    "key": Long(_REGIONS, _key),
    "sections": Long({"scale": str, **_REGIONS}, _sections),
    "tags": Long({"tag": str, "probability": float}, _tags),
}
"""The table of each layer. Downbeats are beats at position 1."""
