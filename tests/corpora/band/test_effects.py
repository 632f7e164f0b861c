"""Effects do what their name says and move nothing in time."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.corpora.band.sounding.effects import (
    amplifier,
    band_limit,
    compress,
    equalise,
    peak,
    plate,
    reverberate,
    room,
    shelf,
)
from lausch.corpora.band.sounding.mix import (
    KINDS,
    level,
    loudness,
    master,
    noise,
    sum_stems,
    through_codec,
)
from lausch.corpora.band.sounding.sounds import Sounds
from lausch.corpora.band.sounding.synth import RATE
from lausch.frames import FloatArray


def clicks(seconds: float = 4.0) -> FloatArray:
    samples = np.zeros(int(seconds * RATE), dtype=np.float32)
    burst = np.random.default_rng(0).standard_normal(600) * np.exp(-np.arange(600) / 120)
    for start in range(RATE // 4, len(samples) - 600, RATE // 2):
        samples[start : start + 600] = 0.3 * burst
    return samples


def delay_samples(out: FloatArray, given: FloatArray) -> int:
    size = 2 * len(given)
    product = np.fft.irfft(np.fft.rfft(out, size) * np.conj(np.fft.rfft(given, size)))
    at = int(np.argmax(np.abs(product)))
    return at if at < len(given) else at - size


def gain_db(sections: list[list[float]], hz: float) -> float:
    impulse = np.zeros(RATE, dtype=np.float32)
    impulse[0] = 1
    return float(20 * np.log10(np.abs(np.fft.rfft(equalise(impulse, sections)))[round(hz)]))


def test_shelves_and_peaks_reach_their_gain() -> None:
    assert gain_db([shelf(300, 6, high=False)], 20) == pytest.approx(6, abs=0.1)
    assert gain_db([shelf(300, 6, high=False)], 300) == pytest.approx(3, abs=0.1)
    assert gain_db([shelf(300, 6, high=False)], 15000) == pytest.approx(0, abs=0.1)
    assert gain_db([shelf(4000, -6, high=True)], 18000) == pytest.approx(-6, abs=0.1)
    assert gain_db([peak(1000, 5)], 1000) == pytest.approx(5, abs=0.1)


def test_band_limits_cut() -> None:
    noisy = np.random.default_rng(0).standard_normal(RATE).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(band_limit(noisy, 300, 3000)))
    assert spectrum[8000:].mean() < 0.1 * spectrum[500:2500].mean()
    assert spectrum[:60].mean() < 0.1 * spectrum[500:2500].mean()


@pytest.mark.parametrize("codec", ["OGG", "MP3"])
@pytest.mark.parametrize("quality", [0.2, 0.9])
def test_codecs_keep_the_time(codec: str, quality: float) -> None:
    out = through_codec(clicks(), codec, quality)
    assert out.shape == clicks().shape
    assert abs(delay_samples(out, clicks())) <= 0.002 * RATE


def test_amplifier_and_compressor_keep_the_time() -> None:
    amplified = amplifier(clicks(), 30, np.random.default_rng(0))
    assert abs(delay_samples(amplified, clicks())) <= 0.002 * RATE
    squeezed = compress(clicks(), -30, 10)
    assert delay_samples(squeezed, clicks()) == 0
    assert np.abs(squeezed).max() < np.abs(clicks()).max()


def test_rooms_answer_from_the_first_sample_on() -> None:
    response = room(0.5, np.random.default_rng(0))
    assert np.sum(response**2) == pytest.approx(1, abs=1e-3)
    wet = reverberate(clicks(), response)
    assert wet.shape == clicks().shape
    first = np.flatnonzero(np.abs(wet) > 0.02 * np.abs(wet).max())[0]
    assert first == pytest.approx(RATE // 4, abs=0.005 * RATE)


def test_a_plate_loses_its_delay(tmp_path: object) -> None:
    import pathlib

    import soundfile

    path = pathlib.Path(str(tmp_path)) / "plate.wav"
    late = np.concatenate([np.zeros(3000), np.exp(-np.arange(20000) / 4000)])
    soundfile.write(path, late, RATE)
    assert abs(float(plate(path)[0])) > 0.5 * float(np.abs(plate(path)).max())


@pytest.mark.parametrize("kind", list(KINDS))
def test_noise_has_unit_rms(kind: str) -> None:
    made = noise(kind, RATE, np.random.default_rng(0))
    assert np.sqrt(np.mean(made**2)) == pytest.approx(1, abs=0.01)


def test_pink_noise_falls_by_three_db_per_octave() -> None:
    spectrum = np.abs(np.fft.rfft(noise("pink", 8 * RATE, np.random.default_rng(0)))) ** 2
    octaves = [spectrum[8 * low : 16 * low].mean() for low in (200, 400, 800, 1600)]
    steps = 10 * np.diff(np.log10(octaves))
    assert steps.mean() == pytest.approx(-3, abs=0.7)


def test_loudness_ignores_pauses() -> None:
    tone = np.sin(np.arange(RATE) / 10).astype(np.float32)
    sparse = np.concatenate([tone, np.zeros(9 * RATE, dtype=np.float32)])
    assert loudness(sparse) == pytest.approx(loudness(tone), rel=0.1)
    assert loudness(level(sparse, -20)) == pytest.approx(0.1, rel=0.01)
    assert not level(np.zeros(RATE, dtype=np.float32), -20).any()


@pytest.mark.parametrize("seed", range(12))
def test_any_mix_is_in_range_and_in_time(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stems = [("drums", 0.0, level(clicks(), -20)), ("bass", 0.0, level(clicks(), -20))]
    mixed = master(sum_stems(stems, Sounds(), rng)[0], rng)
    assert mixed.dtype == np.float32
    assert np.isfinite(mixed).all()
    assert 0.01 < np.abs(mixed).max() <= 1.1
    rise = np.maximum(0, np.diff(np.abs(mixed)))
    at = [
        int(np.argmax(rise[s - 2000 : s + 2000])) - 2000
        for s in range(RATE // 4, 150000, RATE // 2)
    ]
    assert abs(np.median(at)) < 0.01 * RATE
