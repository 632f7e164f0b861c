"""Audacity labels: start, tab, end, tab, label. Beats and onsets are points, strokes of drums are
points with the name of the instrument, notes are regions with names.

Sections are regions called `section A`, fine ones `phrase A`; chords are regions called as in
Harte's syntax, and keys `key Bb:maj`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import gt
from typing import Any, NamedTuple

from lausch.annotation import Beats, Chords, Drums, Form, Key, Notes, Onsets
from lausch.annotation.analysis import Analysis, attributes
from lausch.annotation.drums import INSTRUMENTS
from lausch.annotation.harte import NO_CHORD, UNKNOWN
from lausch.annotation.pitch import note_name, pitch_of
from lausch.errors import AnnotationError, FormatError
from lausch.formats.beats import beats_of, positions_of
from lausch.formats.chords import chords_of
from lausch.formats.key import key_of, rows_of
from lausch.formats.parts import Part, harmonic_parts, parts, sections_of, word
from lausch.formats.rows import by_rows, format_errors, made_beats, seconds
from lausch.formats.tables import table

UNNUMBERED = "beat"
ONSET = "onset"
KEY = "key"
FORMS = "a label's start, end and text"
SCALES = {"section": "coarse", "phrase": "fine"}


class Label(NamedTuple):
    """Start and end in seconds, text, and the number of its line in a file."""

    start: float
    end: float
    text: str
    line: int = 0


class Codec(NamedTuple):
    """How a layer is written, which labels are its own, and how they are read."""

    write: Callable[[Analysis], Iterable[Label]]
    owns: Callable[[str], bool]
    read: Callable[[list[Label], str], Any]


def encode(analysis: Analysis) -> str:
    """One point for each beat, named by its number in the bar, and one region for each note
    and for each section.

    Pitches are named in whole cents.
    """
    rows = [label for codec in CODECS.values() for label in codec.write(analysis)]
    rows.sort(key=lambda label: label.start)
    return "".join(f"{seconds(row.start)}\t{seconds(row.end)}\t{row.text}\n" for row in rows)


def decode(text: str, name: str) -> Analysis:
    """A number in the bar, `beat` or nothing is a beat; a pitch is a note.

    Of sections the first word says the scale. Tables of two columns or one are beats.
    """
    # Audacity's second line of a label, its range of frequencies, begins with a backslash.
    plain = "\n".join("#" if line.startswith("\\") else line for line in text.splitlines())
    rows = table(plain, name, FORMS, one_column=True)
    if rows.words or rows.width < 3:
        return Analysis(beats=beats_of(rows))
    starts = rows.seconds(rows.column(0), "a label's start in seconds").tolist()
    ends = rows.seconds(rows.column(1), "a label's end in seconds").tolist()
    texts = [" ".join(cells[2:]) for _, cells in rows.rows]
    owners = {
        each: next(layer for layer, codec in CODECS.items() if codec.owns(each))
        for each in set(texts)
    }
    if set(owners.values()) == {LAST} and any(map(gt, starts, ends)):
        return Analysis(beats=beats_of(rows))  # the second column is no end
    labels: dict[str, list[Label]] = {layer: [] for layer in CODECS}
    for label in zip(starts, ends, texts, rows.where, strict=True):
        labels[owners[label[2]]].append(Label._make(label))
    read = {layer: CODECS[layer].read(own, name) for layer, own in labels.items() if own}
    return Analysis(**attributes(read))


def _noun(text: str) -> str:
    return text.partition(" ")[0]


def _note_labels(analysis: Analysis) -> Iterable[Label]:
    notes = analysis.solo or Notes()
    for onset, offset, pitch in by_rows(notes.onsets, notes.offsets, notes.pitches):
        yield Label(onset, offset, note_name(round(pitch, 2)))


def _is_note(text: str) -> bool:
    return text[:1].isalpha() and text not in (UNNUMBERED, ONSET) and _noun(text) not in SCALES


def _notes(labels: list[Label], name: str) -> Notes:
    rows = sorted((label.start, label.end, _pitch(label, name)) for label in labels)
    with format_errors(name):
        return Notes(*zip(*rows, strict=True))


def _pitch(label: Label, name: str) -> float:
    try:
        return pitch_of(label.text)
    except AnnotationError as error:
        raise FormatError(
            f"{name}, line {label.line}: {error}; a beat's label is a number or {UNNUMBERED!r}"
        ) from error


def _onset_labels(analysis: Analysis) -> Iterable[Label]:
    onsets: Onsets = analysis.read("onsets") or Onsets()
    for time in onsets.times.tolist():
        yield Label(time, time, ONSET)


def _onsets(labels: list[Label], name: str) -> Onsets:
    with format_errors(name):
        return Onsets([label.start for label in labels])


def _stroke_labels(analysis: Analysis) -> Iterable[Label]:
    drums: Drums = analysis.read("drums") or Drums()
    for time, instrument in zip(drums.times.tolist(), drums.instruments, strict=True):
        yield Label(time, time, instrument)


def _drums(labels: list[Label], name: str) -> Drums:
    with format_errors(name):
        return Drums([label.start for label in labels], [label.text for label in labels])


def _section_labels(analysis: Analysis) -> Iterable[Label]:
    scales = {} if analysis.sections is None else analysis.sections.scales
    for noun, scale in SCALES.items():
        for start, end, label, _ in parts(scales[scale]) if scale in scales else ():
            yield Label(start, end, f"{noun} {word(label)}")


def _form(labels: list[Label], name: str) -> Form:
    scales: dict[str, list[Part]] = {noun: [] for noun in SCALES}
    for label in labels:
        noun, _, rest = label.text.partition(" ")
        scales[noun].append((label.start, label.end, rest, 1.0))
    return Form(*(sections_of(rows, name) for rows in scales.values() if rows))


def _beat_labels(analysis: Analysis) -> Iterable[Label]:
    beats = analysis.beats
    positions = None if beats is None else beats.positions
    texts = [UNNUMBERED] * len(analysis.beat_times) if positions is None else positions.tolist()
    for time, text in zip(analysis.beat_times.tolist(), texts, strict=True):
        yield Label(time, time, str(text))


def _beats(labels: list[Label], name: str) -> Beats:
    cells = [(label.line, "" if label.text == UNNUMBERED else label.text) for label in labels]
    positions = positions_of(cells, name)
    return made_beats([each.start for each in labels], positions, [line for line, _ in cells], name)


def _chord_labels(analysis: Analysis) -> Iterable[Label]:
    chords: Chords = analysis.read("chords") or Chords()
    for start, end, label, _ in harmonic_parts(chords):
        yield Label(start, end, label)


def _is_chord(text: str) -> bool:
    return (":" in text or text in (NO_CHORD, UNKNOWN)) and _noun(text) == text


def _chords(labels: list[Label], name: str) -> Chords:
    return chords_of([(label.start, label.end, label.text, 1.0) for label in labels], name)


def _key_labels(analysis: Analysis) -> Iterable[Label]:
    key: Key = analysis.read("key") or Key()
    for start, end, label, _ in rows_of(key, analysis.duration):
        yield Label(start, end, f"{KEY} {label}")


def _key(labels: list[Label], name: str) -> Key:
    return key_of(
        [(label.start, label.end, label.text.removeprefix(KEY), 1.0) for label in labels], name
    )


CODECS: dict[str, Codec] = {
    "key": Codec(_key_labels, lambda text: _noun(text) == KEY, _key),
    "chords": Codec(_chord_labels, _is_chord, _chords),
    "drums": Codec(_stroke_labels, lambda text: text in INSTRUMENTS, _drums),
    "solo": Codec(_note_labels, _is_note, _notes),
    "sections": Codec(_section_labels, lambda text: _noun(text) in SCALES, _form),
    "onsets": Codec(_onset_labels, lambda text: text == ONSET, _onsets),
    "beats": Codec(_beat_labels, lambda _: True, _beats),
}
LAST = [*CODECS][-1]
"""What no other layer owns is read as this one: beats."""
"""For each layer how it is written and read: the first that owns a label reads it.

Of labels that begin together the first of these stands first.
"""
