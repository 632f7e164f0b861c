"""The WORLD vocoder (Morise, Yokomori and Ozawa, IEICE Trans. E99-D(7), 2016), by pyworld.

Speech becomes a pitch, a smooth spectrum and a share of noise for every 5 ms; from them, with
another pitch, comes a voice again. Spectra are kept as a few coefficients on a mel axis.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from lausch.errors import CorpusError, MissingExtraError
from lausch.frames import FloatArray

Cells = NDArray[np.float64]

SPEECH_RATE = 24000
STEP_SECONDS = 0.005
COEFFICIENTS = 50
LOWEST_HZ, HIGHEST_HZ = 65.0, 500.0
_FFT = 1024


@lru_cache(maxsize=1)
def world() -> Any:
    """The module pyworld; raises MissingExtraError where it cannot be imported."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks setuptools for its version, which warns
            import pyworld
    except ImportError as error:
        raise MissingExtraError(
            f"voices need the vocoder pyworld ({error}): pip install pyworld 'setuptools<81'"
        ) from error
    return pyworld


def analysed(path: Path) -> tuple[Cells, Cells, Cells]:
    """f0, coded spectra with noise, and level of a recording of speech.

    Returns
    -------
    Hz, 0 where there is no voice, shape (frames,); natural logarithms of power, of which the first
    is the mean, and dB of noise, shape (frames, `COEFFICIENTS` + bands of noise); and dB between
    200 and 4000 Hz, shape (frames,). Raises CorpusError for a file that cannot be read.
    """
    try:
        samples, rate = soundfile.read(path, dtype="float64", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise CorpusError(f"{path} is no speech that can be read: {error}") from error
    mono = np.ascontiguousarray(soxr.resample(samples.mean(axis=1), rate, SPEECH_RATE))
    period = 1000 * STEP_SECONDS
    rough, times = world().dio(mono, SPEECH_RATE, LOWEST_HZ, HIGHEST_HZ, frame_period=period)
    hz = world().stonemask(mono, rough, times, SPEECH_RATE)
    spectra = world().cheaptrick(mono, hz, times, SPEECH_RATE, fft_size=_FFT)
    noise = world().d4c(mono, hz, times, SPEECH_RATE, fft_size=_FFT)
    low, high = (round(limit * _FFT / SPEECH_RATE) for limit in (200, 4000))
    loud_db = 10 * np.log10(spectra[:, low:high].sum(axis=1) + 1e-12)
    coded = world().code_spectral_envelope(spectra, SPEECH_RATE, COEFFICIENTS)
    noisy = world().code_aperiodicity(noise, SPEECH_RATE)
    return hz, np.concatenate([coded, noisy], axis=1), loud_db


def spoken(
    hz: Cells, coded: Cells, *, throat: float, tilt_db: Cells, noise_power: float
) -> FloatArray:
    """A voice of that pitch, at `SPEECH_RATE`.

    Parameters
    ----------
    hz : shape (frames,), 0 in what has no voice.
    coded : as of `analysed`.
    throat : what formants are multiplied by.
    tilt_db : dB an octave above 500 Hz for every frame, shape (frames,).
    noise_power : exponent of the share of noise, which is under 1: less than 1 is breathier.
    """
    coefficients = np.ascontiguousarray(coded[:, :COEFFICIENTS])
    spectra = world().decode_spectral_envelope(coefficients, SPEECH_RATE, _FFT)
    bands = np.ascontiguousarray(np.minimum(coded[:, COEFFICIENTS:], 0.0))
    noise = world().decode_aperiodicity(bands, SPEECH_RATE, _FFT)
    count = spectra.shape[1]
    place = np.minimum(np.arange(count) / throat, count - 1.0)
    low = np.minimum(place.astype(np.int64), count - 2)
    share = place - low
    spectra = np.log(spectra)
    spectra = spectra[:, low] * (1 - share) + spectra[:, low + 1] * share
    octaves = np.log2(np.maximum(np.arange(count) * SPEECH_RATE / _FFT, 500.0) / 500.0)
    spectra += tilt_db[:, None] * octaves * (np.log(10) / 10)
    voice = world().synthesize(
        np.ascontiguousarray(hz),
        np.ascontiguousarray(np.exp(spectra)),
        np.ascontiguousarray(np.clip(noise, 1e-6, 1 - 1e-6) ** noise_power),
        SPEECH_RATE,
        1000 * STEP_SECONDS,
    )
    made: FloatArray = voice.astype(np.float32)
    return made
