"""A folder of recordings with their annotations beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import soundfile

from lausch.annotation import Beats, Contour, Form, Notes, Onsets, hertz
from lausch.annotation.analysis import Analysis
from lausch.corpora.corpus import Corpus, Use
from lausch.corpora.splits import split_names
from lausch.corpora.track import Track
from lausch.errors import CorpusError, LauschError
from lausch.formats import read
from lausch.formats.grids import read_beats
from lausch.formats.references import read_form

STEP_SECONDS = 0.01
"""Distance of the points of a contour that is made of notes."""
FOREIGN = frozenset({".m4a", ".mp4", ".aac", ".wma", ".webm", ".mka"})
SOUNDS = FOREIGN | {f".{name.lower()}" for name in soundfile.available_formats()}
SOUNDS |= {".aif", ".opus"}
"""Suffixes of recordings; those that soundfile does not know are taken if there is no other."""


def beats_of(path: Path) -> Beats:
    """The beats of a file of annotations; raises CorpusError when it holds none."""
    beats = _analysis(path).beats
    if beats is None:
        raise CorpusError(f"{path} holds no beats")
    return beats


def _analysis(path: Path) -> Analysis:
    return _read_once(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read_once(path: Path, changed_at: int) -> Analysis:
    return read(path, "midi" if path.suffix.lower() == ".midi" else None)


def _onsets(path: Path) -> Onsets | None:
    onsets: Onsets | None = _analysis(path).read("onsets")
    return onsets


def _form(path: Path) -> Form | None:
    return _analysis(path).sections


def _beats(path: Path) -> Beats | None:
    return _analysis(path).beats


def _notes(path: Path) -> Notes | None:
    return _analysis(path).solo


def _contour(path: Path) -> Contour | None:
    """The contour of a solo, or that of its notes in equal temperament."""
    analysis = _analysis(path)
    notes = analysis.solo
    if analysis.contour is not None or notes is None:
        return analysis.contour
    times = STEP_SECONDS * np.arange(int(notes.offsets.max(initial=0.0) / STEP_SECONDS) + 1)
    if not len(notes):
        return Contour(times, np.zeros(len(times)))
    note = np.searchsorted(notes.onsets, times, side="right") - 1
    sounds = (note >= 0) & (times < notes.offsets[note])
    return Contour(times, np.where(sounds, hertz(notes.pitches[note]), 0.0))


def _bass(path: Path) -> Notes | None:
    bass = _analysis(path).bass
    return None if bass is None or not len(bass.notes) else bass.notes


Readers: TypeAlias = "dict[str, Callable[[Path], Any]]"
_SOLO: Readers = {"notes": _notes, "contour": _contour}
_MELODIC: Readers = {**_SOLO, "bass": _bass}
ANNOTATIONS: dict[str, Readers] = {
    ".beats": {"beats": beats_of},
    ".lab": {"sections": read_form},
    ".sections.csv": {"sections": read_form},
    ".onsets": {"onsets": _onsets},
    ".onsets.csv": {"onsets": _onsets},
    ".f0.csv": {"contour": _contour},
    ".notes.csv": _SOLO,
    ".bass.notes.csv": {"bass": _bass},
    ".csv": {"beats": read_beats},
    ".mid": _MELODIC,
    ".midi": _MELODIC,
    ".jams": {**_MELODIC, "beats": _beats, "onsets": _onsets, "sections": _form},
}
"""What files are read for, by the end of their names; the first that has an annotation counts.

The tempo map of MIDI is no annotation of beats: there is one in every file, meant or not.
"""


def side_by_side(folder: Path, licence: str = "") -> Corpus:
    """Every recording SONG.* with SONG.beats, SONG.lab or the like beside it, in subfolders too.

    Each recording is a song of its own. Without a licence all are test tracks, for evaluation only.
    With the licence of the recordings and their annotations, weights may be trained on them, and
    `lausch.corpora.splits.split_names` puts each song into a split.

    What cannot be read is reported when it is used. Raises CorpusError when there is no such pair.
    """
    tracks = []
    for audio, beside in _pairs(folder):
        truth: dict[str, Callable[[], Any]] = {}
        for suffix, readers in ANNOTATIONS.items():
            for noun, reader in readers.items():
                path = beside.get(suffix)
                if path and noun not in truth and _has(path, reader, whole=len(readers) == 1):
                    truth[noun] = partial(reader, path)
        if truth:
            name = audio.relative_to(folder).with_suffix("").as_posix()
            tracks.append(Track(name, audio, sound_seconds(audio), song=name, truth=truth))
    if not tracks:
        raise CorpusError(
            f"{folder} holds no recording with an annotation beside it: SONG.flac and SONG.beats, "
            f"or {', '.join(list(ANNOTATIONS)[1:])}, with the same name up to that ending"
        )
    corpus = Corpus(folder.resolve().name, licence or "unknown", "", "eval", tuple(tracks))
    return divided(corpus, "ship") if licence else corpus


def divided(corpus: Corpus, use: Use = "eval") -> Corpus:
    """The same recordings in splits by their songs."""
    splits = split_names([track.song for track in corpus.tracks])
    tracks = tuple(replace(track, split=splits[track.song]) for track in corpus.tracks)
    return replace(corpus, use=use, tracks=tracks)


def _pairs(folder: Path) -> list[tuple[Path, dict[str, Path]]]:
    """Every recording with its annotations by the ending of their names."""
    folders: defaultdict[Path, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if not path.name.startswith("."):
            folders[path.parent].append(path)
    pairs = []
    for paths in folders.values():
        recordings: dict[str, Path] = {}
        for path in sorted(paths, key=lambda each: each.suffix.lower() in FOREIGN):
            if path.suffix.lower() in SOUNDS:
                recordings.setdefault(path.stem, path)
        beside: defaultdict[str, dict[str, Path]] = defaultdict(dict)
        for path in paths:
            parts = path.name.split(".")
            for dots in range(1, min(len(parts), 4)):
                stem, suffix = ".".join(parts[:-dots]), "." + ".".join(parts[-dots:]).lower()
                if stem in recordings and suffix in ANNOTATIONS:
                    beside[stem][suffix] = path
        pairs += [(audio, beside[stem]) for stem, audio in recordings.items()]
    return sorted(pairs)


def _has(path: Path, reader: Callable[[Path], Any], *, whole: bool) -> bool:
    """Whether a file has an annotation; a damaged one is reported when it is read."""
    try:
        return whole or reader(path) is not None
    except (LauschError, OSError):
        return True


def sound_seconds(audio: Path) -> float:
    """How long a recording lasts by its header; 0 where soundfile cannot tell."""
    if not audio.is_file():  # a pipe would not end
        return 0.0
    try:
        return float(soundfile.info(audio).duration)
    except (soundfile.LibsndfileError, OSError):
        return 0.0  # a container soundfile does not know, or damage: reading it will tell
