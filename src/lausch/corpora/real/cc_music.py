"""Freely licensed pieces of many styles, to listen to: nobody has annotated their beats."""

from __future__ import annotations

from pathlib import Path

import soundfile

from lausch.corpora.corpus import Corpus
from lausch.corpora.real.recordings import recordings
from lausch.corpora.track import Track


def cc_music(data: Path) -> Corpus:
    """The pieces in `data/real/cc_music` (*.ogg, each with its licence in a .txt)."""
    folder = data / "real" / "cc_music"
    tracks = tuple(
        Track(
            name=audio.stem,
            audio=audio,
            duration=soundfile.info(audio).duration,
            song=audio.stem,
        )
        for audio in recordings(folder, "*.ogg")
    )
    return Corpus(
        "cc_music",
        "CC BY 3.0, CC BY-NC 3.0 or public domain, piece by piece: see the .txt beside each",
        "the authors named in the .txt beside each piece",
        "eval",
        tracks,
    )
