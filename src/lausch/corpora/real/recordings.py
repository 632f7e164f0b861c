"""A folder of recordings, each with its annotation beside it, as a corpus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import soundfile

from lausch.corpora.corpus import Corpus, Use
from lausch.corpora.track import Track
from lausch.errors import CorpusError


def recorded(
    folder: Path,
    pattern: str,
    details: Callable[[Path], dict[str, Any]],
    *,
    licence: str,
    credit: str,
    use: Use = "eval",
    beside: str = "",
) -> Corpus:
    """The corpus named like the folder; its recordings in the order of their names.

    `details` gives what else is known of the track of a recording; the name of the file is the song
    and its name unless `details` has others. Each recording must have an annotation with the ending
    `beside` next to it. Raises CorpusError when there is no such recording.
    """
    paths = sorted(folder.glob(pattern))
    if beside:
        paths = [path for path in paths if path.with_suffix(beside).is_file()]
    if not paths:
        also = f" with a {beside} beside it" if beside else ""
        raise CorpusError(
            f"there is no {pattern}{also} in {folder}; is the data folder the one with real/ in it?"
        )
    tracks = tuple(_track(path, details(path)) for path in paths)
    return Corpus(folder.name, licence, credit, use, tracks, recorded=True)


def _track(audio: Path, details: dict[str, Any]) -> Track:
    names = {"name": audio.stem, "song": audio.stem}
    return Track(audio=audio, duration=soundfile.info(audio).duration, **{**names, **details})
