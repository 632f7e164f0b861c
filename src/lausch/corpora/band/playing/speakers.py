"""Speakers whose recordings are sung by a vocoder, and who of them sings to whom."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lausch.corpora.track import Split

SPEAKER = "speech"
"""What stands before the name of a speaker in the label of a player: "speech:thorsten"."""


@dataclass(frozen=True)
class Speaker:
    """Recordings in DATA/voices/`folder`: all of them, or those whose names begin with `name`.

    `weight` is that in the draw; speakers without any sing in validation and test pieces alone.
    """

    name: str
    folder: str
    licence: str
    credit: str
    weight: float
    address: str
    megabytes: float


_RHASSPY = "https://github.com/rhasspy/dataset-voice-"
_LIBRI = ("CC BY 4.0", "LibriSpeech (Panayotov, Chen, Povey and Khudanpur, 2015)")
_VCTK = ("CC BY 4.0", "CSTR VCTK 0.92 (Yamagishi, Veaux and MacDonald, 2019)")
_CLIPS = ("https://google.github.io/tacotron/publications/speaker_adaptation", 0.1)
SPEAKERS = (
    Speaker("kathleen", "kathleen", "CC0", "the voice kathleen", 3.0, f"{_RHASSPY}kathleen", 9),
    Speaker("kerstin", "kerstin", "CC0", "the voice kerstin", 3.0, f"{_RHASSPY}kerstin", 9),
    Speaker("thorsten", "thorsten", "CC0", "the voice Thorsten by Thorsten Müller", 4.0,
            "https://www.thorsten-voice.de", 0.3),
    Speaker("1320", "librispeech_vctk", *_LIBRI, 2.0, *_CLIPS),
    Speaker("8230", "librispeech_vctk", *_LIBRI, 2.0, *_CLIPS),
    Speaker("3575", "librispeech_vctk", *_LIBRI, 1.0, *_CLIPS),
    Speaker("6829", "librispeech_vctk", *_LIBRI, 1.0, *_CLIPS),
    Speaker("p240", "librispeech_vctk", *_VCTK, 0.0, *_CLIPS),
    Speaker("p260", "librispeech_vctk", *_VCTK, 0.0, *_CLIPS),
)  # fmt: skip


def speaker(split: Split | None, rng: Random) -> str:
    """The label of who sings in a piece of that split: nobody sings in training and elsewhere."""
    trains = split in (None, "train")
    able = [each for each in SPEAKERS if (each.weight > 0) == trains]
    chosen = rng.choices(able, [each.weight or 1.0 for each in able])[0]
    return f"{SPEAKER}:{chosen.name}"
