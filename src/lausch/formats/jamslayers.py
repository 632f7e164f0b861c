"""Each layer in JAMS: its namespaces, and how their rows are written and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lausch.annotation import Tempo
from lausch.annotation.analysis import Analysis
from lausch.annotation.tags import Tags
from lausch.annotation.times import Times
from lausch.formats import harmony, observations, parts
from lausch.formats.observations import Rows, known


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


def _tempo_rows(analysis: Analysis, duration: float) -> Iterable[tuple[str, Rows]]:
    """The tempi of the whole, which are read, and after them those of the beats, which are not."""
    tempo: Tempo = analysis.read("tempo")
    yield "tempo", observations.tempo_rows(tempo, duration)
    if tempo.curve is not None and len(tempo.curve):
        yield "tempo", observations.local_tempo_rows(tempo.curve, duration)


def _tag_rows(analysis: Analysis, duration: float) -> Iterable[tuple[str, Rows]]:
    """The tags of the whole, which are read, and after them who plays when, which is not."""
    tags: Tags = analysis.read("tags")
    yield "tag_open", observations.tag_rows(tags, duration)
    if stretches := observations.player_rows(tags):
        yield "tag_open", stretches


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
        _tempo_rows,
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
    "chords": Codec(
        ("chord", "chord_harte"),
        lambda each, _: [("chord", harmony.chord_rows(each.read("chords")))],
        lambda rows, name: {"chords": harmony.chords_in(rows, name)},
        lambda each: [each.read("chords").ends],
    ),
    "key": Codec(
        ("key_mode",),
        lambda each, end: [("key_mode", harmony.key_rows(each.read("key"), end))],
        lambda rows, name: {"key": harmony.key_in(rows["key_mode"], name)},
        lambda each: [each.read("key").intervals[:, 1]],
    ),
    "sections": Codec(
        parts.NAMESPACES,
        lambda each, _: parts.form_rows(each.read("sections")),
        lambda rows, name: {"sections": parts.form_of(rows, name)},
        lambda each: [each.read("sections").coarse.boundaries],
    ),
    "tags": Codec(
        ("tag_open",),
        _tag_rows,
        lambda rows, _: {"tags": observations.tags_of(rows["tag_open"])},
    ),
}
"""For each layer how it is written and read, in the order in which they stand in a file."""
