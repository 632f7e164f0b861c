"""Samples as a player in a notebook."""

from __future__ import annotations

import io
from base64 import b64encode
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lausch.audio.recording import Audio

LARGEST_BYTES = 5_000_000
"""Of FLAC; a notebook keeps all of it as text."""


def player(audio: Audio) -> str:
    """HTML with the sound in it, 16 bits at its own rate and clipped at full scale.

    Where that would be too much, a sentence says so.
    """
    import soundfile

    file = io.BytesIO()
    samples = np.clip(audio.samples, -1, 1)
    soundfile.write(file, samples, audio.rate, format="FLAC", subtype="PCM_16")
    if len(file.getvalue()) > LARGEST_BYTES:
        return f"<p>{audio.duration:.0f} s of sound are too much for a player in a notebook.</p>"
    data = b64encode(file.getvalue()).decode("ascii")
    return f'<audio controls src="data:audio/flac;base64,{data}"></audio>'
