"""A folder of recordings with files of beats beside them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import soundfile

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError
from lausch.formats import read

ANNOTATIONS = (".beats", ".jams")
"""What is read, the first where a recording has both."""


def side_by_side(folder: Path) -> Corpus:
    """Every SONG.beats or SONG.jams with a recording SONG.* beside it, in subfolders too.

    Each recording is a song of its own, and all are test tracks. Nothing is opened yet but headers:
    what cannot be read is reported when it is used. Raises CorpusError when there is no such pair.
    """
    tracks = []
    annotations = [path for path in folder.rglob("*") if path.suffix.lower() in ANNOTATIONS]
    tables = {path.with_suffix("") for path in annotations if _is_table(path)}
    for path in sorted(annotations):
        if path.with_suffix("") in tables and not _is_table(path):
            continue
        audio = _recording(path)
        if audio is not None:
            name = path.relative_to(folder).with_suffix("").as_posix()
            tracks.append(
                Track(
                    name=name,
                    audio=audio,
                    duration=sound_seconds(audio),
                    song=name,
                    truth={"beats": partial(beats_of, path)},
                )
            )
    if not tracks:
        raise CorpusError(
            f"{folder} holds no recording with beats beside it: SONG.flac and SONG.beats "
            f"(or {ANNOTATIONS[1]}), with the same name up to the last dot"
        )
    return Corpus(folder.resolve().name, "unknown", "", "eval", tuple(tracks))


def _is_table(path: Path) -> bool:
    return path.suffix.lower() == ANNOTATIONS[0]


def _recording(annotation: Path) -> Path | None:
    """The file of the same name that sounds; formats soundfile knows come first."""
    known = {f".{name.lower()}" for name in soundfile.available_formats()} | {".aif", ".opus"}
    others = {".m4a", ".mp4", ".aac", ".wma", ".webm", ".mka"}
    beside = sorted(
        path
        for path in annotation.parent.iterdir()
        if path.stem == annotation.stem and path.suffix.lower() in known | others
    )
    return min(beside, key=lambda path: path.suffix.lower() in others, default=None)


def sound_seconds(audio: Path) -> float:
    """How long a recording lasts by its header; 0 where soundfile cannot tell."""
    try:
        return float(soundfile.info(audio).duration)
    except (soundfile.LibsndfileError, OSError):
        return 0.0  # a container soundfile does not know, or damage: reading it will tell


def beats_of(path: Path) -> Beats:
    """The beats of a file of annotations; raises CorpusError when it holds none."""
    beats = read(path).beats
    if beats is None:
        raise CorpusError(f"{path} holds no beats")
    return beats
