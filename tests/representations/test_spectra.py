import librosa
import numpy as np
import pytest

from lausch.errors import ModelError, OptionError
from lausch.representations import (
    Deriv,
    LinS,
    LogLogS,
    LogMelS,
    LogS,
    MelS,
    Raw,
    Stack,
    from_card,
    represent,
    to_card,
)
from lausch.representations.filterbank import hz_to_mel, log_filterbank, mel_filterbank, mel_to_hz
from lausch.representations.spectra import compress, expand

RATE, HOP, WINDOW = 44100, 441, 2048
SPECTRA = (
    LinS(RATE, HOP, WINDOW),
    LogS(RATE, HOP, WINDOW),
    LogLogS(RATE, HOP, WINDOW),
    MelS(RATE, HOP, WINDOW),
    LogMelS(RATE, HOP, WINDOW),
)


def noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(1).normal(scale=0.1, size=int(seconds * RATE)).astype(np.float32)


def naive(samples: np.ndarray, window: np.ndarray) -> np.ndarray:
    """The discrete Fourier transform by its formula, one frame after the other."""
    half = len(window) // 2
    padded = np.concatenate([np.zeros(half), samples, np.zeros(len(window))])
    basis = np.exp(
        -2j * np.pi * np.outer(np.arange(half + 1), np.arange(len(window))) / len(window)
    )
    starts = range(0, len(samples), HOP)
    return np.array([np.abs(basis @ (padded[s : s + len(window)] * window)) for s in starts])


def test_linear_spectrum_is_the_formula():
    samples = noise(0.1)
    found = LinS(RATE, HOP, 512).measure(samples)
    np.testing.assert_allclose(found, naive(samples, np.hanning(512)), atol=1e-4)


def test_linear_spectrum_agrees_with_librosa():
    samples = noise(1)
    expected = np.abs(
        librosa.stft(
            samples, n_fft=WINDOW, hop_length=HOP, window=np.hamming(WINDOW), pad_mode="constant"
        )
    ).T
    found = LinS(RATE, HOP, WINDOW, window="hamming").measure(samples)
    np.testing.assert_allclose(found, expected[: len(found)], atol=1e-4)


def test_mel_filters_have_librosas_shape():
    expected = librosa.filters.mel(
        sr=RATE, n_fft=WINDOW, n_mels=40, fmin=80, fmax=16000, htk=True, norm=None
    )
    expected /= expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(
        mel_filterbank(RATE, WINDOW, 40, 80.0, 16000.0), expected.T, atol=1e-4
    )


def test_mel_and_hz_are_inverses():
    hz = np.linspace(0, 20000, 50)
    np.testing.assert_allclose(mel_to_hz(hz_to_mel(hz)), hz, atol=1e-6)


@pytest.mark.parametrize(
    ("window", "bands_per_octave", "bands"),
    [(1024, 3, 21), (1024, 6, 39), (2048, 6, 45), (2048, 12, 81), (4096, 6, 49), (4096, 12, 91)],
)
def test_log_filterbanks_have_the_published_number_of_bands(window, bands_per_octave, bands):
    bank = log_filterbank(RATE, window, bands_per_octave, 30.0, 17000.0)
    assert bank.shape == (window // 2 + 1, bands)
    np.testing.assert_allclose(bank.sum(axis=0), 1, atol=1e-6)


@pytest.mark.parametrize("spectrum", SPECTRA, ids=lambda s: type(s).__name__)
def test_a_tone_is_loudest_in_its_own_column(spectrum):
    hz = 1760.0
    tone = np.sin(2 * np.pi * hz * np.arange(RATE) / RATE).astype(np.float32)
    found = spectrum.measure(tone)
    loudest = spectrum.columns[int(found[50].argmax())]
    assert float(loudest.split()[0]) == pytest.approx(hz, rel=0.07)
    assert found.shape == (spectrum.clock.count(RATE), len(spectrum.columns))
    assert found.dtype == np.float32


@pytest.mark.parametrize("spectrum", SPECTRA, ids=lambda s: type(s).__name__)
@pytest.mark.parametrize("length", [0, 1, 440, 441, 442, 5000])
def test_every_length_has_a_frame_at_every_hop(spectrum, length):
    found = spectrum.measure(np.zeros(length, dtype=np.float32))
    assert found.shape == (-(-length // HOP), spectrum.width)
    assert (found == 0).all()


def test_raw_is_the_samples_in_rows():
    samples = noise(0.05)
    rows = Raw(RATE, HOP).measure(samples)
    assert rows.shape == (5, HOP)
    np.testing.assert_array_equal(rows.ravel()[: len(samples)], samples)


def test_expand_undoes_compress():
    magnitudes = np.linspace(0, 300, 100, dtype=np.float32)
    np.testing.assert_allclose(
        expand(compress(magnitudes, 4.0), 4.0), magnitudes, rtol=1e-4, atol=1e-5
    )


def test_a_click_is_seen_by_the_frame_at_its_time():
    samples = np.zeros(RATE, dtype=np.float32)
    samples[RATE // 2] = 1
    stack = Stack((Deriv(LogLogS(RATE, HOP, 1024), 1),))
    rise = represent(stack, samples).values[:, stack.spectra[0].width :].sum(axis=1)
    assert abs(int(rise.argmax()) - 50) <= 1


def test_an_unknown_window_is_refused():
    with pytest.raises(OptionError, match="'hann' or 'hamming'"):
        LinS(RATE, HOP, WINDOW, window="kaiser")


def test_an_unknown_kind_in_a_card_is_refused():
    with pytest.raises(ModelError, match="newer lausch"):
        from_card({"kind": "Wavelets"})


@pytest.mark.parametrize(
    "representation",
    [*SPECTRA, Raw(RATE, HOP), Stack((Deriv(LogS(RATE, HOP, 1024), 2), MelS(RATE, HOP, 2048)))],
    ids=lambda s: type(s).__name__,
)
def test_a_card_brings_the_representation_back(representation):
    assert from_card(to_card(representation)) == representation


def test_a_setting_that_a_card_does_not_name_is_no_default():
    stack = to_card(Stack((LogMelS(22050, 441, 1024, low_hz=30.0, high_hz=9000.0, bands=40),)))
    (part,) = stack["parts"]
    for name in part:
        less = {key: value for key, value in part.items() if key != name}
        with pytest.raises(ModelError, match=name if name != "kind" else "representation None"):
            from_card(stack | {"parts": [less]})
    with pytest.raises(ModelError, match="LogMelS has 'volume'"):
        from_card(stack | {"parts": [part | {"volume": 11}]})
