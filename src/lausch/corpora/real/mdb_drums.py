"""MDB Drums (Southall et al., ISMIR late-breaking 2017): real rock with beats and downbeats."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lausch.corpora.corpus import Corpus
from lausch.corpora.folder import beats_of
from lausch.corpora.real.recordings import recorded


def mdb_drums(data: Path) -> Corpus:
    """The songs in `data/real/mdb_drums` (*.flac with *.beats beside them)."""
    return recorded(
        data / "real" / "mdb_drums",
        "*.flac",
        lambda audio: {
            "style": audio.stem.removeprefix("MusicDelta_").rstrip("0123456789").lower(),
            "truth": {"beats": partial(beats_of, audio.with_suffix(".beats"))},
        },
        licence="CC BY-NC-SA 4.0",
        credit="MDB Drums (Southall, Wu, Lerch, Hockman) on MedleyDB (Bittner et al.)",
        beside=".beats",
    )
