"""The carriers a recording survives: noise, hum, crackle, lossy codecs."""

from __future__ import annotations

import io

import numpy as np
import soundfile

from lausch.corpora.band.sounding.effects import band_limit
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray


def noise(kind: str, length: int, rng: np.random.Generator) -> FloatArray:
    """Noise of unit RMS: white, pink (hiss with a body), hum (mains) or crackle (a record)."""
    made: FloatArray = KINDS[kind](length, rng).astype(np.float32)
    return made / np.float32(np.sqrt(np.mean(made**2)) + 1e-9)


def _white(length: int, rng: np.random.Generator) -> FloatArray:
    return rng.standard_normal(length, dtype=np.float32)


def _pink(length: int, rng: np.random.Generator) -> FloatArray:
    # A sum of noises that are renewed every 2**k samples falls by 3 dB per octave (Voss).
    total = rng.standard_normal(length, dtype=np.float32)
    for k in range(1, 12):
        slow = rng.standard_normal(-(-length // 2**k), dtype=np.float32)
        total += np.repeat(slow, 2**k)[:length]
    return total


def _hum(length: int, rng: np.random.Generator) -> FloatArray:
    mains = rng.choice([50.0, 60.0])
    time = np.arange(length, dtype=np.float32) / RATE
    total = np.zeros(length, dtype=np.float32)
    for harmonic in (1, 2, 3, 5, 6):
        total += rng.uniform(0.1, 1) * np.sin(np.float32(2 * np.pi * mains * harmonic) * time)
    return total


def _crackle(length: int, rng: np.random.Generator) -> FloatArray:
    total = 0.15 * _pink(length, rng)
    count = int(length / RATE * rng.uniform(5, 60))
    total[rng.integers(0, length, count)] += (rng.standard_normal(count) * 40).astype(np.float32)
    return band_limit(total, 300, 7000)


KINDS = {"white": _white, "pink": _pink, "hum": _hum, "crackle": _crackle}


def through_codec(signal: FloatArray, codec: str, quality: float) -> FloatArray:
    """Encode and decode, aligned to the sample: Ogg Vorbis and MP3 both declare their delay.

    The signal is mono, 44.1 kHz, within -1..1; `codec` is OGG or MP3; `quality` is 0 for the best
    and 1 for the smallest.
    """
    store = io.BytesIO()
    subtype = {"OGG": "VORBIS", "MP3": "MPEG_LAYER_III"}[codec]
    with soundfile.SoundFile(
        store, "w", RATE, 1, subtype, format=codec, compression_level=quality
    ) as file:
        # libsndfile's Vorbis encoder overflows its stack on long single writes.
        for at in range(0, len(signal), 65536):
            file.write(signal[at : at + 65536])
    store.seek(0)
    decoded, _ = soundfile.read(store, dtype="float32")
    out = np.zeros(len(signal), dtype=np.float32)
    size = min(len(out), len(decoded))
    out[:size] = decoded[:size]
    return out
