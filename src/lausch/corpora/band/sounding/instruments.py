"""Instruments written down as formulas: cheap timbres that no sound set has."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfilt

from lausch.corpora.band.sounding.sampler import ToneMaker
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray


def _time(seconds: float) -> FloatArray:
    return np.arange(max(64, int(seconds * RATE)), dtype=np.float32) / np.float32(RATE)


def _low_pass(signal: FloatArray, hz: float) -> FloatArray:
    sos = butter(2, min(hz, 0.45 * RATE), fs=RATE, output="sos").astype(np.float32)
    filtered: FloatArray = sosfilt(sos, signal).astype(np.float32)
    return filtered


def _saw(hz: float, time: FloatArray, phase: float = 0.0) -> FloatArray:
    turns = time.astype(np.float64) * hz + phase
    wave: FloatArray = (2 * (turns - np.floor(turns)) - 1).astype(np.float32)
    return wave


def electric_piano(rng: np.random.Generator) -> ToneMaker:
    """Two FM pairs: a body (ratio 1:1) and a bell that dies fast (Chowning, JAES 21(7), 1973)."""
    body, bell = rng.uniform(0.6, 2.2), rng.uniform(0.1, 0.5)
    ratio, decay = rng.choice([7.0, 11.0, 14.0]), rng.uniform(0.5, 1.6)

    def tone(hz: float, seconds: float) -> tuple[FloatArray, FloatArray]:
        time = _time(seconds)
        omega = 2 * np.pi * hz * time
        fall = np.exp(-time / (decay * (220 / max(hz, 55)) ** 0.4))
        ping = bell * np.exp(-time / 0.12) * np.sin(ratio * omega)
        hard = fall * np.sin(omega + body * fall * np.sin(omega)) + ping * fall
        soft = fall * np.sin(omega + 0.3 * body * fall * np.sin(omega))
        return hard.astype(np.float32), soft.astype(np.float32)

    return tone


def synth_bass(rng: np.random.Generator) -> ToneMaker:
    """A saw or square through a low-pass that closes after the attack."""
    square, bright = bool(rng.random() < 0.4), rng.uniform(500, 2500)
    closing, sustain = rng.uniform(0.05, 0.3), rng.uniform(0.3, 1.0)

    def tone(hz: float, seconds: float) -> tuple[FloatArray, FloatArray]:
        time = _time(seconds)
        wave = np.sign(_saw(hz, time)).astype(np.float32) if square else _saw(hz, time)
        dark = _low_pass(wave, 250 + hz)
        share = np.exp(-time / closing)
        level = sustain + (1 - sustain) * np.exp(-time / 0.4)
        attack = np.minimum(1, time * 400)
        hard = (share * _low_pass(wave, bright + 2 * hz) + (1 - share) * dark) * level * attack
        return hard.astype(np.float32), (dark * level * attack).astype(np.float32)

    return tone


def plucked_string(rng: np.random.Generator) -> ToneMaker:
    """A string as a delay line that loses its highs (Karplus and Strong, CMJ 7(2), 1983).

    Computed one period at a time: a period needs only the one before it.
    """
    position, ring = rng.uniform(0.08, 0.4), rng.uniform(0.5, 1.0)
    bright = rng.uniform(2500, 9000)

    def tone(hz: float, seconds: float) -> tuple[FloatArray, FloatArray]:
        period = RATE / hz
        whole = max(2, int(period - 0.3))
        share = np.float32(np.clip(period - whole, 0.05, 0.95))
        loss = np.float32(0.5 ** (1 / (hz * ring * (220 / max(hz, 60)) ** 0.5)))
        burst = rng.standard_normal(whole + 1).astype(np.float32)
        burst -= np.roll(burst, max(1, int(position * whole)))
        burst = _low_pass(np.tile(burst, 2), bright)[whole + 1 :]
        delay = np.zeros(max(64, int(seconds * RATE)) + 2 * whole, dtype=np.float32)
        delay[: whole + 1] = burst - burst.mean()
        for at in range(whole + 1, len(delay), whole):
            size = min(whole, len(delay) - at)
            near = delay[at - whole : at - whole + size]
            far = delay[at - whole - 1 : at - whole - 1 + size]
            delay[at : at + size] = loss * ((1 - share) * near + share * far)
        hard = delay[: max(64, int(seconds * RATE))] / np.float32(np.abs(delay).max() + 1e-9)
        hard[:40] *= np.linspace(0, 1, 40, dtype=np.float32)
        return hard, _low_pass(hard, 1200 + hz)

    return tone


def organ(rng: np.random.Generator) -> ToneMaker:
    """Nine drawbars, a key click and a slow or fast tremolo."""
    bars = np.array([0.5, 1.5, 1, 2, 3, 4, 5, 6, 8])
    levels = rng.uniform(0, 1, 9) * np.array([1, 0.7, 1, 0.8, 0.5, 0.5, 0.2, 0.3, 0.3])
    speed, depth = rng.choice([0.8, 6.5]), rng.uniform(0.05, 0.35)

    def tone(hz: float, seconds: float) -> tuple[FloatArray, FloatArray]:
        time = _time(seconds)
        wave = np.zeros_like(time)
        for bar, level in zip(bars, levels, strict=True):
            if bar * hz < 9000:
                wave += np.float32(level) * np.sin(np.float32(2 * np.pi * bar * hz) * time)
        wave *= 1 + np.float32(depth) * np.sin(np.float32(2 * np.pi * speed) * time)
        wave *= np.minimum(1, time * 500) / np.float32(levels.sum())
        return wave, wave

    return tone


def synth_lead(rng: np.random.Generator) -> ToneMaker:
    """Two or three detuned saws through a low-pass."""
    cents = rng.uniform(4, 18) * np.array([-1.0, 0.0, 1.0])
    bright, attack = rng.uniform(1200, 6000), rng.uniform(0.003, 0.02)

    def tone(hz: float, seconds: float) -> tuple[FloatArray, FloatArray]:
        time = _time(seconds)
        wave = sum(_saw(hz * 2 ** (c / 1200), time, rng.random()) for c in cents)
        assert not isinstance(wave, int)
        level = np.minimum(1, time / np.float32(attack)) * (0.6 + 0.4 * np.exp(-time / 0.3))
        wave = wave * level.astype(np.float32) / np.float32(3)
        return _low_pass(wave, bright + hz), _low_pass(wave, 0.4 * bright + hz)

    return tone


# families of General MIDI programs (program // 8) that each may stand in for
OWN_INSTRUMENTS = {
    "electric piano": (electric_piano, (0, 1)),
    "organ": (organ, (2,)),
    "plucked string": (plucked_string, (3,)),
    "synth bass": (synth_bass, (4,)),
    "synth lead": (synth_lead, (10, 11)),
}
