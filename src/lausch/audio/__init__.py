"""Sound from any source as mono float32 samples at one rate; no other room decodes."""

from __future__ import annotations

from lausch.audio.provenance import Provenance
from lausch.audio.recording import Audio, AudioSource, Recording, load_audio, open_audio

__all__ = ["Audio", "AudioSource", "Provenance", "Recording", "load_audio", "open_audio"]
