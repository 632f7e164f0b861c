"""The origin of samples and how they were decoded, recorded in every result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Provenance:
    """The decoding of a recording to samples.

    Parameters
    ----------
    name : the path, or a word for a source without one ("bytes", "array").
    decoder, decoder_version : decoding library, such as "libsndfile"; "none" for arrays.
    codec : container and coding as named by the decoder, such as "MP3 MPEG_LAYER_III".
    original_rate : sample rate of the file in Hz.
    original_samples : decoded samples per channel.
    channels : channels in the file.
    rate : sample rate of the result, in Hz.
    resampler : library, version and quality; "none" for equal rates.
    offset_applied : shift of the sound in seconds, always 0: decoders apply gapless tags, and
        lausch guesses nothing else.
    sha256_pcm : SHA-256 of the decoded PCM after the mix to mono and before resampling, as
        little-endian float32 at `original_rate`.
    notes : remarks on damage, cancelled channels, invalid samples.
    encoder_delay : seconds that the decoder left out at the beginning, by the gapless tag of an
        MP3; players that do not read the tag have every event later by as much.
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
    encoder_delay: float = 0.0

    @property
    def duration(self) -> float:
        """Seconds of sound in the recording."""
        return self.original_samples / self.original_rate
