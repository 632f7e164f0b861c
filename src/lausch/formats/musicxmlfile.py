"""Any MusicXML file as the notes of its bass part, or the strokes of its drums, in seconds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lausch.annotation import Beats, Drums, Notes
from lausch.annotation.drums import INSTRUMENT_OF
from lausch.annotation.pitch import LETTERS
from lausch.annotation.times import LONGEST_SECONDS
from lausch.errors import FormatError
from lausch.formats.content import xml_of
from lausch.formats.rows import format_errors

USUAL_BPM = 120.0
FORTE = 90
"""The velocity that is 100 % of MusicXML's dynamics."""
MOST_QUARTERS = 200_000
"""A day at 139 bpm."""
FIELD = "lausch-beats"
"""The miscellaneous field in which the seconds of the quarter notes stand."""
OTHER_STAVES = ("melody", "chords")
"""Parts of our own lead sheets that are no bass."""


Quarters = tuple[float, float, int]
"""Begin and end of a note in quarters, and its MIDI pitch."""


@dataclass
class _Part:
    """What has been read of a part; positions and lengths are in quarter notes."""

    rows: list[tuple[float, float, int]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    strokes: dict[tuple[float, str], float] = field(default_factory=dict)
    tied: dict[int, int] = field(default_factory=dict)
    bars: list[tuple[float, float, bool]] = field(default_factory=list)
    divisions: float = 1.0
    semitones: int = 0
    metre: float = 4.0
    bpm: float = 0.0


def score(text: str, name: str) -> tuple[Notes, Beats]:
    """Notes that sound and the quarters of a score, its bars counted from 1.

    Of several parts the one called bass is read, or else the first, unless it is called melody or
    chords: of these there are only the quarters. Without seconds in the file it
    is played at its first tempo, from 0 s on. Raises FormatError when it is no score in parts.
    """
    root = _root(text, name)
    titles = {
        each.get("id"): (each.findtext("part-name") or "").lower()
        for each in root.iter("score-part")
    }
    parts = list(root.iter("part"))
    if not parts:
        raise FormatError(f"{name}: a score without parts")
    chosen = next((part for part in parts if "bass" in titles.get(part.get("id"), "")), parts[0])
    read = _Part()
    start = _measures(chosen, read, name)
    if titles.get(chosen.get("id")) in OTHER_STAVES:
        read.rows.clear()
    with format_errors(name):
        return _timed(read, _seconds(root, name), start)


def voices(text: str, name: str) -> list[tuple[list[Quarters], list[tuple[float, float]]]]:
    """Notes of every part as (begin, end, MIDI pitch) in quarters, and begin and end of its bars.

    Raises FormatError when it is no score in parts.
    """
    read = []
    for part in _root(text, name).iter("part"):
        own = _Part()
        _measures(part, own, name)
        read.append((sorted(own.rows), [(first, last) for first, last, _ in own.bars]))
    return read


def drum_score(text: str, name: str) -> tuple[Drums, Beats]:
    """Strokes of the first part that has unpitched notes, and the quarters of the score.

    Instruments are told by the percussion keys of `midi-unpitched`; notes of others, of hand
    percussion for instance, are left out. Raises FormatError when no part is of drums.
    """
    root = _root(text, name)
    owners = [each for each in root.iter("score-part") if each.findtext(".//midi-unpitched")]
    owned = {each.get("id") for each in owners}
    parts = list(root.iter("part"))
    struck = (part for part in parts if part.find(".//unpitched") is not None)
    chosen = next(struck, next((part for part in parts if part.get("id") in owned), None))
    if chosen is None:
        raise FormatError(f"{name}: a score without unpitched notes, and so without drums")
    read = _Part()
    for each in root.iter("midi-instrument"):
        key = _number(each, "midi-unpitched", name, 0.0, (0, 128))
        if key:
            read.keys[str(each.get("id"))] = int(key) - 1
    start = _measures(chosen, read, name)
    with format_errors(name):
        _, beats = _timed(read, _seconds(root, name), start)
        places, names = zip(*read.strokes, strict=True) if read.strokes else ((), ())
        count = len(beats)
        step = float(np.diff(beats.times[-2:])[0]) if count > 1 else 60.0 / (read.bpm or USUAL_BPM)
        last = float(beats.times[-1]) if count else -step
        grid = np.append(beats.times, last + step * np.arange(1, 17))
        times = np.interp(np.array(places, dtype=np.float64), np.arange(len(grid)), grid)
        return Drums(times, names, list(read.strokes.values())), beats


def _root(text: str, name: str) -> Any:
    root = xml_of(text, name, "score", "was it cut off, or is it zipped (.mxl)?")
    if root.tag != "score-partwise":
        hint = "; save it in parts" if root.tag == "score-timewise" else ""
        raise FormatError(f"{name}: XML, but no score in parts: it begins with {root.tag}{hint}")
    return root


def _measures(part: Any, read: _Part, name: str) -> float:
    """Read all bars; the position of the end."""
    start = 0.0
    for measure in part.iter("measure"):
        end = _measure(measure, start, read, name)
        read.bars.append((start, end, measure.get("implicit") == "yes"))
        start = end
    return start


def _measure(measure: Any, start: float, read: _Part, name: str) -> float:
    """Read one bar; the position of its end."""
    at = end = last = start
    for element in measure:
        if element.tag == "attributes":
            read.divisions = _number(element, "divisions", name, read.divisions, (0, 1e6)) or 1.0
            if element.find("transpose") is not None:
                octaves = _number(element, "transpose/octave-change", name, 0.0, (-10, 10))
                read.semitones = int(
                    _number(element, "transpose/chromatic", name, 0.0, (-127, 127))
                )
                read.semitones += int(12 * octaves)
            beats = _number(element, "time/beats", name, 0.0, (0, 1000))
            if beats:
                kind = _number(element, "time/beat-type", name, 4.0, (0, 1024)) or 4.0
                read.metre = 4 * beats / kind
        sound = element if element.tag == "sound" else element.find("sound")
        if sound is not None and sound.get("tempo") and not read.bpm:
            read.bpm = _value(sound.get("tempo"), "a tempo", name, (1, 10_000))
        if element.tag not in ("note", "backup", "forward") or element.find("grace") is not None:
            continue
        length = _number(element, "duration", name, 0.0, (0, 1e12)) / read.divisions
        if element.tag == "backup":
            at -= length
        elif element.find("chord") is not None:
            _sounding(element, last, length, read, name)
        else:
            if element.tag == "note":
                _sounding(element, at, length, read, name)
            last, at = at, at + length
        end = max(end, at)
        if end > MOST_QUARTERS:
            raise FormatError(
                f"{name}: more than {MOST_QUARTERS:,} quarters long; are durations larger than "
                "divisions say?"
            )
    return end


def _sounding(note: Any, at: float, length: float, read: _Part, name: str) -> None:
    step = note.findtext("pitch/step")
    instrument = note.find("instrument")
    if instrument is not None and note.find("unpitched") is not None:
        key = read.keys.get(str(instrument.get("id")))
        if key in INSTRUMENT_OF:
            percent = _value(note.get("dynamics", "100"), "dynamics", name, (0, 10_000))
            force = min(1.0, percent / 100 * FORTE / 127)
            read.strokes.setdefault((at, INSTRUMENT_OF[key]), force)
    if step is None:
        return
    if step not in LETTERS:
        raise FormatError(f"{name}: a step is a letter from A to G, not {step!r}")
    octave = _number(note, "pitch/octave", name, 0.0, (-1, 10))
    alter = _number(note, "pitch/alter", name, 0.0, (-12, 12))
    pitch = int(12 * (octave + 1) + LETTERS[step] + alter) + read.semitones
    kinds = {tie.get("type") for tie in note.findall("tie")}
    if "stop" in kinds and pitch in read.tied:
        start = read.tied.pop(pitch)
        onset, _, _ = read.rows[start]
        read.rows[start] = (onset, at + length, pitch)
    else:
        start = len(read.rows)
        read.rows.append((at, at + length, pitch))
    if "start" in kinds:
        read.tied[pitch] = start


def _timed(read: _Part, seconds: list[float] | None, end: float) -> tuple[Notes, Beats]:
    rows = np.array(sorted(row for row in read.rows if row[1] > row[0]), dtype=np.float64)
    onsets, offsets, pitches = rows.reshape(-1, 3).T
    period = 60.0 / (read.bpm or USUAL_BPM)
    times = period * np.arange(math.ceil(end - 1e-6))
    if seconds is not None:
        times = np.array(seconds, dtype=np.float64)
    count = len(times)
    step = times[-1] - times[-2] if count > 1 else period
    grid = np.append(times, (times[-1] if count else -step) + step * np.arange(1, 17))
    quarters = np.arange(len(grid))
    positions = np.zeros(count, dtype=np.int64)
    for first, last, pickup in read.bars:
        inside = np.arange(round(first), min(round(last), count))
        missing = max(1, round(read.metre) - (round(last) - round(first))) if pickup else 0
        positions[inside] = 1 + missing + inside - round(first)
    beats = Beats(times, positions if (positions > 0).all() else None)
    begin, stop = (np.interp(each, quarters, grid) for each in (onsets, offsets))
    return Notes(begin, stop, pitches), beats


def _seconds(root: Any, name: str) -> list[float] | None:
    for each in root.iter("miscellaneous-field"):
        if each.get("name") == FIELD:
            words = (each.text or "").split()
            return [_value(word, "a beat", name, (0, LONGEST_SECONDS)) for word in words]
    return None


def _number(
    element: Any, path: str, name: str, default: float, within: tuple[float, float]
) -> float:
    text = element.findtext(path)
    return default if text is None else _value(text, path, name, within)


def _value(text: str, noun: str, name: str, within: tuple[float, float]) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    low, high = within
    if not low <= value <= high:
        raise FormatError(
            f"{name}: {noun} is a number of {low:g} to {high:g}, not {text.strip()[:60]!r}"
        )
    return value
