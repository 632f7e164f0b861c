"""Stems to one recording: balance, rooms, desk, carrier. Seeded; nothing moves in time."""

from __future__ import annotations

import io

import numpy as np
import soundfile

from lausch.corpora.band.sounding.effects import (
    amplifier,
    band_limit,
    compress,
    decibels,
    equalise,
    peak,
    plate,
    reverberate,
    room,
    shelf,
)
from lausch.corpora.band.sounding.sounds import Sounds
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


# Level of a part in dB when all play equally loud stems; drums are balanced by group first.
ROLE_DB = {
    "drums": 0.0, "bass": -2.0, "solo": 0.0, "melody": 0.0, "vocal": 1.0, "lead": 0.0,
    "comping": -6.0, "guitar": -4.0, "pad": -10.0, "click": -8.0,
}  # fmt: skip
ORDINARY_DB = -5.0


def loudness(stem: FloatArray) -> float:
    """RMS over the 46 ms cells within 30 dB of the loudest one; 0 for silence."""
    cells = len(stem) // 2048
    if cells == 0:
        return float(np.sqrt(np.mean(stem**2))) if len(stem) else 0.0
    power = np.mean(stem[: cells * 2048].reshape(cells, 2048) ** 2, axis=1)
    active = power[power > power.max() * 1e-3]
    return float(np.sqrt(active.mean())) if active.size else 0.0


def level(stem: FloatArray, db: float) -> FloatArray:
    """The stem scaled to a loudness of `db` re full scale; silence stays silence."""
    now = loudness(stem)
    return stem * (decibels(db) / np.float32(now)) if now > 1e-7 else stem


def part_gain(role: str, rng: np.random.Generator) -> float:
    """The level of one part in dB: its role's, varied by hand, sometimes quite wrong."""
    gain = ROLE_DB.get(role, ORDINARY_DB) + float(np.clip(rng.normal(0, 3), -7, 7))
    if rng.random() < 0.05:
        gain -= 16  # nearly absent
    elif role == "drums":
        gain += float(rng.choice([0, 0, 0, 0, 5, -8]))
    elif role == "bass" and rng.random() < 0.12:
        gain += 6
    return gain


def _tone(rng: np.random.Generator, spread_db: float) -> list[list[float]]:
    """Random shelves and peaks."""
    sections = []
    if rng.random() < 0.7:
        sections.append(shelf(rng.uniform(80, 400), rng.normal(0, spread_db), high=False))
    if rng.random() < 0.7:
        sections.append(shelf(rng.uniform(2000, 9000), rng.normal(0, spread_db), high=True))
    for _ in range(int(rng.integers(0, 3))):
        hz = 200 * 2 ** rng.uniform(0, 4.5)
        sections.append(peak(hz, rng.normal(0, spread_db), rng.uniform(0.5, 2)))
    return sections


def _response(sounds: Sounds, rng: np.random.Generator) -> FloatArray:
    if sounds.plates and rng.random() < 0.4:
        return plate(sounds.plates[int(rng.integers(len(sounds.plates)))])
    return room(float(0.2 * 2 ** rng.uniform(0, 3.3)), rng)


def sum_stems(
    stems: list[tuple[str, float, FloatArray]],
    sounds: Sounds,
    rng: np.random.Generator,
    *,
    solo_db: float | None = None,
) -> tuple[FloatArray, list[float]]:
    """Parts as (role, gain in dB, levelled stem) to one dry-and-wet sum, shape (n,).

    Also the gain in dB that each part got. With `solo_db` the part "solo", which comes last, is
    that much louder than the sum of all before it.
    """
    dry = np.zeros(len(stems[0][2]), dtype=np.float32)
    send = np.zeros_like(dry)
    wetness = float(rng.uniform(0.0, 0.35)) if rng.random() < 0.85 else float(rng.uniform(0.4, 1))
    gains = []
    for role, gain_db, stem in stems:
        part = equalise(stem, _tone(rng, 3.0)) if rng.random() < 0.5 else stem
        gains.append(gain_db + part_gain(role, rng))
        others = loudness(dry) if solo_db is not None and role == "solo" else 0.0
        if solo_db is not None and others > 0:
            now = max(loudness(part), 1e-9)
            gains[-1] = solo_db + float(20 * np.log10(others / now))
        part = part * decibels(gains[-1])
        dry += part
        send += part * np.float32(rng.uniform(0.1, 0.5) if role == "bass" else rng.uniform(0.4, 1))
    if wetness > 0.03:
        wet = reverberate(send, _response(sounds, rng))
        dry += wet * np.float32(wetness)
    return dry, gains


def master(mix: FloatArray, rng: np.random.Generator) -> FloatArray:
    """The desk and the carrier: tone, saturation, compression, noise, band limits, codec, gain.

    Returns
    -------
    mono, shape (n,), float32 within -1..1; peaks lie between -30 and 0 dB, 1 in 20 clips.
    """
    mix = equalise(mix, _tone(rng, 3.5))
    mix = mix / np.float32(max(float(np.abs(mix).max(initial=0.0)), 1e-9))
    if rng.random() < 0.5:
        mix = compress(mix, float(rng.uniform(-30, -8)), float(rng.choice([2, 3, 4, 10])))
        mix = mix / np.float32(max(float(np.abs(mix).max(initial=0.0)), 1e-9))
    if rng.random() < 0.4:
        mix = np.tanh(mix * decibels(float(rng.uniform(3, 15))))
    if rng.random() < 0.03:
        mix = amplifier(mix, float(rng.uniform(3, 14)), rng)
    if rng.random() < 0.45:
        kind = str(rng.choice(["white", "pink", "pink", "hum", "crackle"]))
        depth = float(rng.uniform(-65, -25))
        mix = mix + noise(kind, len(mix), rng) * (decibels(depth))
    old = rng.random()
    if old < 0.08:
        mix = band_limit(mix, float(rng.uniform(80, 350)), float(rng.uniform(3000, 5500)))
    elif old < 0.25:
        mix = band_limit(mix, float(rng.uniform(20, 120)), float(rng.uniform(5500, 12000)))
    mix = mix / np.float32(max(float(np.abs(mix).max(initial=0.0)), 1e-9))
    if rng.random() < 0.05:
        mix = np.clip(mix * decibels(float(rng.uniform(3, 10))), -1, 1)
    carrier = rng.random()
    if carrier < 0.25:
        codec = "OGG" if carrier < 0.12 else "MP3"
        mix = np.clip(
            through_codec(mix * np.float32(0.9), codec, float(rng.uniform(0.2, 0.95))), -1, 1
        )
    quiet = -abs(float(rng.normal(0, 5))) if rng.random() < 0.85 else float(rng.uniform(-30, -8))
    gained: FloatArray = (mix * decibels(max(quiet, -30.0))).astype(np.float32)
    return gained


def lead_in(rng: np.random.Generator) -> int:
    """Samples of silence before the music: none for 19 tracks in 20, else up to 5 s."""
    return int(rng.uniform(0.3, 5.0) * RATE) if rng.random() < 0.05 else 0
