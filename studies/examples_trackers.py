"""The trackers that the examples are given to."""

from __future__ import annotations

from collections.abc import Callable

import lausch
from lausch.annotation import Beats
from lausch.corpora.band.sounding.synth import RATE
from lausch.errors import MissingExtraError
from lausch.frames import FloatArray

START_BPM = 120


LIBROSA = f"librosa, started at {START_BPM}"


NETWORK, DEFAULT = "boeck2011", "lausch2026"


PEAKS = f"{NETWORK}, peaks"


COLOURS = {LIBROSA: "#7f8c8d", PEAKS: "#e69f00", NETWORK: "#2471a3"}


def librosa_beats(samples: FloatArray) -> Beats:
    """Ellis's dynamic programming, with the tempo expected at `START_BPM`."""
    try:
        import librosa
    except ImportError as error:
        raise MissingExtraError("the study's rival is missing: pip install librosa") from error
    _, times = librosa.beat.beat_track(y=samples, sr=RATE, start_bpm=START_BPM, units="time")
    return Beats(times)


def ours(model: str, **options: str) -> Callable[[FloatArray], Beats]:
    """The beats of a shipped model."""

    def beats(samples: FloatArray) -> Beats:
        return lausch.analyze((samples, RATE), only="beats", model=model, **options).beats

    return beats


TRACKERS: dict[str, Callable[[FloatArray], Beats]] = {
    LIBROSA: librosa_beats,
    PEAKS: ours(NETWORK, decoder="peaks"),
    NETWORK: ours(NETWORK),
    DEFAULT: ours(DEFAULT),
}
