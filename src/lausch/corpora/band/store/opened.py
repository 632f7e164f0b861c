"""A rendered folder as a corpus: its manifest, tracks and splits."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lausch.annotation import (
    Beats,
    Chords,
    Contour,
    Drums,
    Form,
    Key,
    Notes,
    Onsets,
    hertz,
)
from lausch.annotation.chords import chords_of_beats
from lausch.annotation.key import key_of_regions
from lausch.annotation.tags import Tags
from lausch.corpora.band.kind import Kind
from lausch.corpora.band.kinds import kind_named
from lausch.corpora.band.playing.harmony import Harmony
from lausch.corpora.band.playing.score import F0_STEP_SECONDS, SoundingPart, monophonic
from lausch.corpora.band.store.jamsfile import read_record
from lausch.corpora.band.store.record import Record
from lausch.corpora.band.store.sounding_chords import sounding_chords
from lausch.corpora.band.store.tagging import tags_of
from lausch.corpora.corpus import Corpus
from lausch.corpora.splits import UNSEEN_BASSES
from lausch.corpora.track import Track
from lausch.errors import CorpusError


def _beats(path: Path) -> Beats:
    return read_record(path).beats


def _roots(path: Path) -> NDArray[np.int64]:
    harmony = read_record(path).harmony
    return np.array(() if harmony is None else harmony.roots, dtype=np.int64)


def _form(path: Path) -> Form:
    form = read_record(path).form
    if form is None:
        raise CorpusError(f"{path} says nothing of the form of the piece; render it again")
    return form


def _chords(path: Path) -> Chords:
    """The chords, each up to the next one; after the last beat the last one goes on.

    Those that nobody plays are unknown.
    """
    record = read_record(path)
    times, harmony = record.beats.times, _harmony(record, path)
    written = chords_of_beats(times, harmony.chords, record.duration)
    return sounding_chords(written, record.parts)


def _key(path: Path) -> Key:
    """The regions of one key, and that which lasts longest; nothing where none is known."""
    record = read_record(path)
    times, harmony = record.beats.times, _harmony(record, path)
    edges = np.append(times, max(record.duration, *times[-1:]))
    return key_of_regions(np.stack([edges[:-1], edges[1:]], axis=1), harmony.keys)


def _harmony(record: Record, path: Path) -> Harmony:
    if record.harmony is None:
        raise CorpusError(
            f"{path} says nothing of chords: an older lausch wrote it; render it again"
        )
    return record.harmony


def _onsets(path: Path) -> Onsets:
    onsets = read_record(path).onsets
    if onsets is None:
        raise CorpusError(
            f"{path} says nothing of onsets: an older lausch wrote it; render it again"
        )
    return onsets


def _drums(path: Path) -> Drums:
    drums = read_record(path).drums
    if drums is None:
        raise CorpusError(
            f"{path} says nothing of drums: an older lausch wrote it; render it again"
        )
    return drums


def _tags(path: Path) -> Tags:
    return tags_of(read_record(path))


def _lead(path: Path, roles: Sequence[str]) -> SoundingPart | None:
    parts = read_record(path).parts
    leads = [part for role in roles for part in parts if part.role == role]
    return replace(leads[0], notes=monophonic(leads[0].notes)) if leads else None


def _notes(path: Path, roles: Sequence[str]) -> Notes:
    """The notes of the part that leads, at the pitches written, without its tuning."""
    lead = _lead(path, roles)
    if lead is None:
        return Notes()
    return Notes(lead.notes["start"], lead.notes["end"], lead.notes["pitch"])


def _contour(path: Path, roles: Sequence[str]) -> Contour:
    """The f0 in the file beside the annotation; without one, that of the notes at their tuning."""
    beside = path.with_suffix(".f0.npy")
    if beside.is_file():
        hz = np.load(beside)
    elif (lead := _lead(path, roles)) is None:
        return Contour()
    else:
        hz = _sounding_hz(_notes(path, roles), lead)
    return Contour(np.arange(len(hz)) * F0_STEP_SECONDS, hz)


def _lead_db(path: Path, roles: Sequence[str]) -> float:
    """The level of the part that leads over that of all other pitched parts; NaN without."""
    parts = read_record(path).parts
    lead = _lead(path, roles)
    others = sum(10 ** (part.level_db / 10) for part in parts if part.role not in roles)
    return lead.level_db - 10 * float(np.log10(others)) if lead and others else float("nan")


def _sounding_hz(notes: Notes, part: SoundingPart) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Equal temperament at the part's tuning, on the grid of f0; 0 in silence."""
    at = np.arange(int(notes.offsets.max(initial=0.0) / F0_STEP_SECONDS) + 1) * F0_STEP_SECONDS
    note = np.searchsorted(notes.onsets, at, side="right") - 1
    sounds = (note >= 0) & (at < notes.offsets[note])
    return np.where(sounds, hertz(notes.pitches[note] + part.tuning_semitones), 0.0)


def open_rendered(folder: Path, *, sealed: bool = False) -> Corpus:
    """The corpus in a folder that `lausch corpus render` wrote (OUT/KIND).

    Tracks that belong to no split are left out. Raises CorpusError when there is no manifest, it
    cannot be read, it is of an unknown kind, a file it names is missing, or it is sealed and
    `sealed` is not asked for, or the other way round.
    """
    manifest = _manifest(folder, sealed)
    kind = kind_named(manifest["kind"])
    tracks = tuple(
        _track(folder, kind, entry) for entry in manifest["tracks"] if entry["split"] is not None
    )
    credit = f"{kind.source.credit}. Sound: {'; '.join(manifest['credits'])}"
    return Corpus(kind.name, kind.source.licence, credit, "ship", tracks)


def every_rendered(folder: Path) -> list[Track]:
    """All tracks of a folder, to be listened to: also those of no split, which say `train`."""
    manifest = _manifest(folder)
    kind = kind_named(manifest["kind"])
    return [_track(folder, kind, entry) for entry in manifest["tracks"]]


def _manifest(folder: Path, sealed: bool = False) -> dict[str, Any]:
    path = folder / "manifest.json"
    if not path.is_file():
        raise CorpusError(
            f"{folder} has no manifest.json: it was not rendered, or rendering was stopped; "
            "run the same `lausch corpus render` again, it continues where it stopped"
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        entries = {name: manifest[name] for name in ("kind", "credits", "tracks")}
        shut = bool(manifest.get("sealed"))
    except (AttributeError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{path} is damaged ({error}); render again, which is quick") from error
    if shut and not sealed:
        raise CorpusError(
            f"{folder} is a sealed test set, to be opened once for each released model: only "
            "`lausch evaluate MODEL --on FOLDER --sealed` does that, and logs it"
        )
    if sealed and not shut:
        raise CorpusError(
            f"{folder} is not sealed: leave --sealed out, or render a sealed set with "
            "`lausch corpus render --sealed`"
        )
    return entries


def _track(folder: Path, kind: Kind, entry: dict[str, Any]) -> Track:
    flac, jams = (folder / f"{entry['name']}{ending}" for ending in (".flac", ".jams"))
    if not (flac.is_file() and jams.is_file()):
        raise CorpusError(
            f"{folder / 'manifest.json'} names {entry['name']}, but its .flac or .jams is missing; "
            "render again"
        )
    players = [label for role, _, label in (each.partition("=") for each in entry["cast"])
               if role == "bass"]  # fmt: skip
    # Only test pieces may have these basses; through an amplifier it is the same one.
    unseen = any(player.removesuffix("+amp") in UNSEEN_BASSES for player in players)
    truth: dict[str, Callable[[], Any]] = {
        "beats": partial(_beats, jams),
        "onsets": partial(_onsets, jams),
        "drums": partial(_drums, jams),
        "tags": partial(_tags, jams),
    }
    facts: dict[str, Callable[[], Any]] = {"roots": partial(_roots, jams)}
    if kind.leads:
        truth["contour"] = partial(_contour, jams, kind.leads)
        truth["notes"] = partial(_notes, jams, kind.leads)
        facts["lead_db"] = partial(_lead_db, jams, kind.leads)
    if players:
        facts["bassist"] = partial(str, players[0])
        facts["bass_db"] = partial(_lead_db, jams, ("bass",))
        if entry["split"] == "test" or not unseen:
            truth["bass"] = partial(_notes, jams, ("bass",))
    if kind.has_harmony:
        truth["chords"] = partial(_chords, jams)
        truth["key"] = partial(_key, jams)
    if kind.has_form:
        truth["sections"] = partial(_form, jams)
    return Track(
        name=entry["name"],
        audio=flac,
        duration=entry["duration"],
        song=entry["song"],
        performer=entry["performer"],
        style=entry["style"],
        split=entry["split"] or "train",
        pcm_sha256=entry["pcm_sha256"],
        truth=truth,
        facts=facts,
    )
