"""MIR-1K (Hsu & Jang, IEEE TASLP 18(2), 2010): karaoke clips with the singer's pitch by hand.

Left is the accompaniment, right the voice alone; the recording to be analysed is their mix at
equal gain. A NAME.pv has one MIDI pitch a line, 0 where the voice is silent or unvoiced, for
frames of 40 ms every 20 ms: the first is centred at 20 ms. Clips are named SINGER_SONG_CLIP.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from lausch.annotation import Contour
from lausch.annotation.melody import hertz
from lausch.annotation.tags import known
from lausch.corpora.corpus import Corpus
from lausch.corpora.real.recordings import recorded
from lausch.errors import CorpusError

HOP_SECONDS = 0.02
FIRST_SECONDS = 0.02


def read_pitch(path: Path) -> Contour:
    """The pitch in a .pv file, in Hz, 0 where nothing is voiced; raises CorpusError for others."""
    lines = path.read_text(encoding="ascii").split()
    try:
        pitches = np.array([float(line) for line in lines])
    except ValueError as error:
        raise CorpusError(f"{path} should hold one MIDI pitch a line: {error}") from error
    if ((pitches < 0) | (pitches > 127)).any():
        bad = int(np.flatnonzero((pitches < 0) | (pitches > 127))[0])
        raise CorpusError(
            f"{path}, line {bad + 1}: {pitches[bad]:g} is no MIDI pitch of 0 to 127; is it in Hz?"
        )
    times = FIRST_SECONDS + HOP_SECONDS * np.arange(len(pitches))
    return Contour(times, np.where(pitches > 0, hertz(pitches), 0.0))


def mir1k(data: Path) -> Corpus:
    """The clips in `data/real/mir1k` (*.ogg with *.pv beside them)."""
    return recorded(
        data / "real" / "mir1k",
        "*.ogg",
        lambda audio: {
            "song": audio.stem.rpartition("_")[0],
            "performer": audio.stem.partition("_")[0],
            "style": "karaoke",
            "truth": {
                "contour": partial(read_pitch, audio.with_suffix(".pv")),
                "tags": partial(known, {"voice": True}),
            },
        },
        licence="for research only",
        credit="MIR-1K (Hsu and Jang, Multimedia Information Retrieval lab, "
        "National Taiwan University)",
        beside=".pv",
    )
