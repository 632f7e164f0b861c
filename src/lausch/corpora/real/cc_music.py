"""Freely licensed pieces of many styles, without annotations, to listen to."""

from __future__ import annotations

from pathlib import Path

from lausch.corpora.corpus import Corpus
from lausch.corpora.real.recordings import recorded


def cc_music(data: Path) -> Corpus:
    """The pieces in `data/real/cc_music` (*.ogg, each with its licence in a .txt)."""
    return recorded(
        data / "real" / "cc_music",
        "*.ogg",
        lambda _: {},
        licence="CC BY 3.0, CC BY-NC 3.0 or public domain, piece by piece: "
        "see the .txt beside each",
        credit="the authors named in the .txt beside each piece",
    )
