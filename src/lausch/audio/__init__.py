"""Sound from any source as mono float32 samples at one rate; no other room decodes."""

from __future__ import annotations

from lausch.audio.opening import AudioSource, load_audio, open_again, open_audio
from lausch.audio.provenance import Provenance
from lausch.audio.recording import Audio, Recording

__all__ = [
    "Audio",
    "AudioSource",
    "Provenance",
    "Recording",
    "load_audio",
    "open_again",
    "open_audio",
]
