"""MDB Drums (Southall et al., ISMIR late-breaking 2017): real rock with beats and downbeats."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import soundfile

from lausch.corpora.corpus import Corpus
from lausch.corpora.folder import beats_of
from lausch.corpora.real.recordings import recordings
from lausch.corpora.track import Track


def mdb_drums(data: Path) -> Corpus:
    """The songs in `data/real/mdb_drums` (*.flac with *.beats beside them)."""
    folder = data / "real" / "mdb_drums"
    tracks = tuple(
        Track(
            name=audio.stem,
            audio=audio,
            duration=soundfile.info(audio).duration,
            song=audio.stem,
            style=audio.stem.removeprefix("MusicDelta_").rstrip("0123456789").lower(),
            truth={"beats": partial(beats_of, audio.with_suffix(".beats"))},
        )
        for audio in recordings(folder, "*.flac", ".beats")
    )
    return Corpus(
        "mdb_drums",
        "CC BY-NC-SA 4.0",
        "MDB Drums (Southall, Wu, Lerch, Hockman) on MedleyDB (Bittner et al.)",
        "eval",
        tracks,
    )
