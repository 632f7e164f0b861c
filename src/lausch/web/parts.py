"""The parts of a page beside its document: sound and pictures, each under a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lausch.audio import AudioSource
from lausch.web.pictures import spectrogram
from lausch.web.sound import Sound

NAME = re.compile(r"(sound|(waveform|spectrum)/\d{1,2})/\d{1,6}")
"""What parts are called: `sound/0`, `spectrum/2/14`."""


def write_parts(
    source: AudioSource,
    write: Callable[[str, bytes], object],
    most_seconds: float = float("inf"),
) -> dict[str, Any]:
    """Sound and pictures of a recording, part by part; returns what a document says of them.

    Raises AudioError when the recording cannot be read, or lasts longer than `most_seconds`.
    """
    sound = Sound(source, most_seconds)
    for name, data in sound.pieces():
        write(name, data)
    pictures = (sound.waveform, spectrogram(source))
    for picture in pictures:
        for name, data in picture.tiles():
            write(name, data)
    return {
        "sound": sound.entry(),
        "pictures": {picture.name: picture.entry() for picture in pictures},
    }
