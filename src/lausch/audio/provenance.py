"""The origin of samples and how they were decoded, recorded in every result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Provenance:
    """How a recording became the samples that were analysed.

    Parameters
    ----------
    name : the path as given, or a word for a source without one ("bytes", "array").
    decoder : decoding library, such as "libsndfile" or "FFmpeg"; "none" for arrays.
    decoder_version : its version.
    codec : container and coding in the decoder's words, such as "MP3 MPEG_LAYER_III".
    original_rate : sample rate of the file in Hz.
    original_samples : decoded samples per channel.
    channels : channels in the file.
    rate : sample rate of the result, in Hz.
    resampler : library, version and quality; "none" where the rates agree.
    offset_applied : seconds by which lausch moved the sound. Always 0: the decoder obeys gapless
        tags, and nothing else is guessed.
    sha256_pcm : SHA-256 of the decoded PCM after the mix to mono and before resampling, as
        little-endian float32 at `original_rate`.
    notes : remarks for the reader: damage, cancelled channels, invalid samples.
    """

    name: str
    decoder: str
    decoder_version: str
    codec: str
    original_rate: int
    original_samples: int
    channels: int
    rate: int
    resampler: str
    offset_applied: float
    sha256_pcm: str
    notes: tuple[str, ...] = ()

    @property
    def duration(self) -> float:
        """Seconds of sound in the recording."""
        return self.original_samples / self.original_rate
