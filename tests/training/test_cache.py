import numpy as np
import pytest
import soundfile

from lausch.annotation import Beats
from lausch.corpora.track import Track
from lausch.representations import Beatwise, LogLogS, Stack, represent
from lausch.training.cache import Cache, jittered, open_spectra, representation_key


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


def test_rows_of_beats_are_those_of_the_annotated_beats_a_little_moved(track, tmp_path):
    times = np.array([0.1, 0.32, 0.5, 0.8])
    known = Track(track.name, track.audio, 1.0, "noise", truth={"beats": lambda: Beats(times)})
    moved = jittered(known)
    assert (np.diff(moved) > 0).all()
    assert (moved != times).all()
    np.testing.assert_allclose(moved, times, atol=0.05)
    np.testing.assert_array_equal(jittered(known), moved)
    rows = Stack(tuple(Beatwise(part, 2) for part in stack().parts))
    (path,) = Cache(tmp_path / "cache", rows).fill([known], jobs=1)
    frames = represent(stack(), known.load(rate=22050).samples).values
    cached = open_spectra(path).astype(np.float32)
    np.testing.assert_allclose(cached, rows.on_beats(frames, moved), atol=2e-3)
