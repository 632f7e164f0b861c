import numpy as np
import pytest
import soundfile

from lausch.corpora.track import Track
from lausch.representations import LogLogS, Stack, represent
from lausch.training.cache import Cache, open_spectra, representation_key


def stack(factor=1.0):
    return Stack((LogLogS(22050, 441, 1024, low_hz=60.0, high_hz=9000.0, factor=factor),))


@pytest.fixture
def track(tmp_path):
    path = tmp_path / "noise.wav"
    soundfile.write(path, np.random.default_rng(0).normal(scale=0.1, size=22050), 22050)
    return Track("noise", path, 1.0, "noise")


def test_what_is_cached_is_the_representation(track, tmp_path):
    (path,) = Cache(tmp_path / "cache", stack()).fill([track], jobs=1)
    sound = track.load(rate=22050)
    whole = represent(stack(), sound.samples).values
    np.testing.assert_allclose(open_spectra(path).astype(np.float32), whole, atol=2e-3)


def test_a_second_fill_computes_nothing(track, tmp_path):
    cache = Cache(tmp_path / "cache", stack())
    (first,) = cache.fill([track], jobs=1)
    written = first.stat().st_mtime_ns
    (second,) = cache.fill([track], jobs=1)
    assert (second, second.stat().st_mtime_ns) == (first, written)


def test_another_field_is_another_key():
    assert representation_key(stack()) == representation_key(stack())
    assert representation_key(stack()) != representation_key(stack(factor=2.0))


def test_other_sound_under_the_same_name_is_computed_anew(track, tmp_path):
    cache = Cache(tmp_path / "cache", stack())
    (before,) = cache.fill([track], jobs=1)
    soundfile.write(track.audio, np.zeros(22050), 22050)
    (after,) = cache.fill([track], jobs=1)
    assert after != before
