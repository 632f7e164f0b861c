"""Data sets that mirdata has a loader for, in any folder of this machine.

mirdata (Bittner et al., ISMIR 2019) knows where each data set keeps its sound and how each of its
annotations is written; here its annotation types become ours. What a loader offers is asked by the
names its authors give properties of one meaning, never by the name of a data set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from lausch.annotation import Beats, Contour, Form, Notes, Sections, Tempo, hertz, midi
from lausch.corpora.corpus import Corpus
from lausch.corpora.folder import sound_seconds
from lausch.corpora.track import Track
from lausch.errors import AnnotationError, CorpusError, MissingExtraError

PREFIX = "mirdata:"
SECONDS = {"s": 1.0, "ms": 1e-3}
OVERLAP_SECONDS = 0.05
"""Notes of one line may overlap by so much, as legato is written."""
SOUND = ("audio_path", "audio_mix_path", "mix_path", "audio_path_mono", "audio_mic_path")
"""Properties that name the recording to be analysed, the first that a loader has."""


def _beats(data: Any) -> Beats:
    """Beats, counted where every one of them has its number in the bar (0 is outside of bars)."""
    numbers = data.positions
    counted = (
        data.position_unit == "bar_index"
        and numbers is not None
        and (np.asarray(numbers) >= 1).all()
    )
    return Beats(data.times * SECONDS[data.time_unit], numbers if counted else None)


def _form(data: Any) -> Form:
    """Sections side by side: each lasts until the next begins."""
    intervals = data.intervals * SECONDS[data.interval_unit]
    labels = data.labels or [""] * len(intervals)
    rows = sorted(
        (float(start), float(stop), label)
        for (start, stop), label in zip(intervals, labels, strict=True)
        if stop > start
    )
    return Form(Sections([*(row[0] for row in rows), rows[-1][1]], [row[2] for row in rows]))


def _contour(data: Any) -> Contour:
    frequencies = hertz(data.frequencies) if data.frequency_unit == "midi" else data.frequencies
    return Contour(data.times * SECONDS[data.time_unit], frequencies, data.voicing >= 0.5)


def _notes(data: Any) -> Notes | None:
    """The notes of one line; None where several sound at once."""
    rows = np.column_stack([data.intervals * SECONDS[data.interval_unit], data.pitches])
    rows = rows[rows[:, 1] > rows[:, 0]]
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    if (rows[1:, 0] < rows[:-1, 1] - OVERLAP_SECONDS).any():
        return None
    return Notes(
        rows[:, 0], rows[:, 1], midi(rows[:, 2]) if data.pitch_unit == "hz" else rows[:, 2]
    )


def _tempo(data: Any) -> Tempo:
    """All tempi alike, as one number or several."""
    tempi = [data] if isinstance(data, float) else list(data.tempos)
    return Tempo(tempi, [1 / len(tempi)] * len(tempi))


@dataclass(frozen=True)
class Reading:
    """How an annotation of mirdata becomes one of ours.

    `types` names the types that `convert` understands, and `properties` the places where loaders
    keep them, the first one first. `convert` gives None where the annotation is none of ours.
    """

    types: tuple[str, ...]
    properties: tuple[str, ...]
    convert: Callable[[Any], Any]


SECTIONS = ("sections", "sections_annotator_1_uppercase", "sections_annotator_2_uppercase")
READINGS = {
    "beats": Reading(("BeatData",), ("beats", "beat"), _beats),
    "sections": Reading(("SectionData",), SECTIONS, _form),
    "contour": Reading(("F0Data",), ("melody", "melody1", "f0", "f0_corrected", "pitch"), _contour),
    "notes": Reading(("NoteData",), ("notes", "notes_a1", "midi"), _notes),
    "tempo": Reading(("TempoData", "float", "float64"), ("tempo",), _tempo),
}


def open_mirdata(name: str) -> Corpus:
    """A data set on disk as a corpus for evaluation; all its tracks are test tracks.

    Tracks without sound on disk are left out, and counted in `Corpus.absent`. An annotation whose
    file is missing is unknown; a damaged one is reported when it is read. Raises MissingExtraError
    where mirdata is not installed, and CorpusError when mirdata has no such loader, its index is
    not there, or no track has its sound here.

    Parameters
    ----------
    name : "mirdata:beatles" for one in mirdata's own folder (~/mir_datasets/beatles), or
        "mirdata:beatles:FOLDER".
    """
    word, _, folder = name.removeprefix(PREFIX).partition(":")
    sources = _sources(name)
    sounds = {key: _sound(source) for key, source in sources.items()}
    tracks = tuple(_track(name, key, sound) for key, sound in sounds.items() if sound is not None)
    if not tracks:
        raise CorpusError(
            f"none of the {len(sources)} tracks of {word!r} has its sound in "
            f"{folder or '~/mir_datasets/' + word}; name its folder as {PREFIX}{word}:FOLDER"
        )
    return Corpus(
        f"{PREFIX}{word}",
        f"see mirdata.initialize({word!r}).license()",
        f"see mirdata.initialize({word!r}).cite()",
        "eval",
        tracks,
        absent=len(sources) - len(tracks),
    )


@lru_cache(maxsize=4)
def _sources(name: str) -> dict[str, Any]:
    """Every track of a data set as its loader has it, by mirdata's identifier."""
    try:
        import mirdata
    except ImportError as error:
        raise MissingExtraError(
            f"{name!r} is opened by mirdata ({error}): pip install 'lausch[eval]'"
        ) from error
    word, _, folder = name.removeprefix(PREFIX).partition(":")
    known = mirdata.list_datasets()
    if word not in known:
        raise CorpusError(f"mirdata has no data set {word!r}; it has {', '.join(known)}")
    try:
        return dict(mirdata.initialize(word, data_home=folder or None).load_tracks())
    except FileNotFoundError as error:
        raise CorpusError(
            f"mirdata lacks the index of {word!r}, a list of its files; get it once with "
            f"python -c \"import mirdata; mirdata.initialize('{word}').download(['index'])\""
        ) from error


def _sound(source: Any) -> Path | None:
    """The recording, where it is on disk."""
    path = _first(source, SOUND)
    return Path(path) if path and Path(path).is_file() else None


def _first(source: Any, properties: Iterable[str]) -> Any:
    """The first property that the loader has and knows; None without one, or without its table."""
    try:
        values = (getattr(source, name, None) for name in properties)
        return next((value for value in values if value is not None), None)
    except OSError:
        return None


def _track(name: str, key: str, sound: Path) -> Track:
    source = _sources(name)[key]
    return Track(
        name=key.replace("/", "_"),
        audio=sound,
        duration=sound_seconds(sound),
        song=str(_first(source, ("title",)) or key),
        performer=str(_first(source, ("artist", "performer", "composer")) or ""),
        style=str(_first(source, ("genre",)) or ""),
        truth={
            layer: partial(_read, name, key, layer) for layer in READINGS if _has(source, layer)
        },
    )


def _annotation(source: Any, layer: str) -> Any:
    """What mirdata reads for a layer (once, as its properties are cached), as ours."""
    reading = READINGS[layer]
    for name in reading.properties:
        data = getattr(source, name, None)
        if type(data).__name__ in reading.types:
            return reading.convert(data)
    return None


def _has(source: Any, layer: str) -> bool:
    try:
        return _annotation(source, layer) is not None
    except OSError:
        return False
    except Exception:  # loaders raise whatever their parsers run into; reading it says so
        return True


def _read(name: str, key: str, layer: str) -> Any:
    """An annotation, by names alone, so that a track can be sent to another process."""
    try:
        return _annotation(_sources(name)[key], layer)
    except (AnnotationError, ValueError, LookupError, TypeError) as error:
        raise CorpusError(f"the {layer} of {key} cannot be read by mirdata: {error}") from error
