"""MDB Drums (Southall et al., ISMIR late-breaking 2017): real rock with beats and downbeats.

Onsets are those of the drums, as annotated by class: other instruments' are not annotated. The
melody is MedleyDB's second definition: the f0 of whatever leads, voice or instrument, with silence
between.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from lausch.annotation import Contour, Drums, Onsets
from lausch.annotation.onsets import joined
from lausch.annotation.tags import known
from lausch.corpora.corpus import Corpus
from lausch.corpora.folder import beats_of
from lausch.corpora.real.recordings import recorded

CLASSES = {"KD": "kick", "SD": "snare", "HH": "hi-hat", "TT": "tom", "CY": "cymbal"}
INSTRUMENTAL = ("MusicDelta_Zeppelin",)
"""The songs without a singer; users of MedleyDB list the others among those with voices."""


def _strokes(path: Path) -> Onsets:
    """Times of strokes, those within 30 ms joined, of lines such as `0.508163 <tab> SD`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return Onsets(joined([float(line.split()[0]) for line in lines if line.strip()]))


def _drums(path: Path) -> Drums:
    """The strokes of the classes that are instruments of the kit; side sticks are of none."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = sorted({(float(time), CLASSES[word]) for time, word in lines if word in CLASSES})
    return Drums([time for time, _ in rows], [name for _, name in rows])


def _melody(path: Path) -> dict[str, Callable[[], Contour]]:
    return {"contour": partial(read_melody, path)} if path.is_file() else {}


def read_melody(path: Path) -> Contour:
    """The f0 of the lead, of lines `seconds,hz` with 0 in silence."""
    values = np.loadtxt(path, delimiter=",", ndmin=2)
    return Contour(values[:, 0], values[:, 1])


def mdb_drums(data: Path) -> Corpus:
    """The songs in `data/real/mdb_drums` (*.flac with *.beats and *.drums.txt beside them).

    The melody is annotated where there is a *.melody2.csv.
    """
    return recorded(
        data / "real" / "mdb_drums",
        "*.flac",
        lambda audio: {
            "style": audio.stem.removeprefix("MusicDelta_").rstrip("0123456789").lower(),
            "truth": {
                "beats": partial(beats_of, audio.with_suffix(".beats")),
                "onsets": partial(_strokes, audio.with_suffix(".drums.txt")),
                "drums": partial(_drums, audio.with_suffix(".drums.txt")),
                **_melody(audio.with_suffix(".melody2.csv")),
                "tags": partial(known, {"drums": True, "voice": audio.stem not in INSTRUMENTAL}),
            },
        },
        licence="CC BY-NC-SA 4.0",
        credit="MDB Drums (Southall, Wu, Lerch, Hockman) on MedleyDB (Bittner et al.)",
        beside=".beats",
    )
