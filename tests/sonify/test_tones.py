"""The tone has the contour's pitch, sounds where the line does, and goes on without clicks."""

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import Contour, Notes
from lausch.errors import OptionError
from lausch.sonify.tones import MUSIC_LEVEL, TONE_LEVEL, Tone, with_solo, write_solo

RATE = 44100
TIMES = np.arange(100) / 50
A4 = Contour(TIMES, np.full(100, 440.0), (TIMES >= 0.5) & (TIMES < 1.5))


def solo_track(line, seconds, rate=RATE):
    return np.float32(TONE_LEVEL) * Tone(line, rate).take(round(seconds * rate))


def loudest_hz(samples, rate=RATE):
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return spectrum.argmax() * rate / len(samples)


def test_the_tone_is_at_its_pitch_where_the_line_sounds():
    track = solo_track(A4, 2.0)
    assert len(track) == 2 * RATE
    assert loudest_hz(track[round(0.6 * RATE) : round(1.4 * RATE)]) == pytest.approx(440, abs=1.5)
    assert np.abs(track[round(0.52 * RATE) : round(1.45 * RATE)]).max() > 0.1
    for start, stop in ((0, 0.47), (1.53, 2.0)):
        assert np.abs(track[round(start * RATE) : round(stop * RATE)]).max() == 0


def test_a_leap_is_heard_as_two_notes():
    track = solo_track(Notes([0.2, 0.7], [0.7, 1.2], [60, 72]), 1.5)
    for start, hz in ((0.25, 261.63), (0.75, 523.25)):
        piece = track[round(start * RATE) : round((start + 0.4) * RATE)]
        assert loudest_hz(piece) == pytest.approx(hz, abs=2.6)
    assert np.abs(track[: round(0.18 * RATE)]).max() == 0
    assert np.abs(track[round(1.23 * RATE) :]).max() == 0


def test_nothing_clicks():
    sweep = Contour(TIMES, 200 * 2 ** (np.arange(100) / 40), np.arange(100) % 30 > 5)
    steps = np.abs(np.diff(solo_track(sweep, 2.0)))
    steepest = 2 * np.pi * 1200 * 8 / RATE * TONE_LEVEL
    assert steps.max() < steepest


def test_no_partial_folds_back():
    high = Contour([0, 1], [3000, 3000])
    track = solo_track(high, 1.0, rate=16000)[1000:-1000]
    spectrum = np.abs(np.fft.rfft(track * np.hanning(len(track))))
    hz = np.arange(len(spectrum)) * 16000 / len(track)
    assert spectrum[np.abs(hz % 3000 - 1500) < 1000].max() < 1e-4 * spectrum.max()


def test_what_is_less_sure_is_fainter():
    sure, unsure = (Tone(Contour([0, 1], [440, 440], confidence=[c, c]), RATE) for c in (1, 0))
    assert np.abs(sure.take(RATE)).max() > 2.5 * np.abs(unsure.take(RATE)).max() > 0


def test_a_gap_between_points_is_silent():
    voiced_only = Contour([0, 0.02, 0.04, 1.0, 1.02, 1.04], [440] * 6)
    track = solo_track(voiced_only, 1.1)
    assert np.abs(track[round(0.1 * RATE) : round(0.9 * RATE)]).max() == 0
    assert np.abs(track[round(1.0 * RATE) :]).max() > 0.1


@settings(deadline=None, max_examples=30)
@given(size=st.integers(1, 9000))
def test_blocks_do_not_matter(size):
    whole = Tone(A4, RATE).take(50_000)
    tone = Tone(A4, RATE)
    pieces = [tone.take(min(size, 50_000 - start)) for start in range(0, 50_000, size)]
    np.testing.assert_allclose(np.concatenate(pieces), whole, atol=1e-6)


@pytest.mark.parametrize("line", [Contour(), Notes(), Contour([0.5], [0]), Contour([0, 1], [0, 0])])
def test_no_line_is_silence(line):
    assert not solo_track(line, 0.5).any()


@pytest.mark.parametrize("line", [Contour([0.5], [440]), Notes([0.1], [0.2], [69])])
def test_a_single_point_sounds(line):
    assert solo_track(line, 1.0).any()


def test_over_or_beside_the_recording(tmp_path):
    music = (0.5 * np.sin(2 * np.pi * 220 * np.arange(2 * RATE) / RATE)).astype(np.float32)
    (over,) = with_solo([music], A4, RATE)
    np.testing.assert_allclose(over, MUSIC_LEVEL * music + solo_track(A4, 2.0), atol=1e-6)
    write_solo((music, RATE), A4, tmp_path / "a.flac", beside=True)
    samples, rate = soundfile.read(tmp_path / "a.flac")
    assert rate == RATE
    np.testing.assert_allclose(samples[:, 0], music, atol=1e-4)
    np.testing.assert_allclose(samples[:, 1], solo_track(A4, 2.0), atol=1e-4)
    write_solo((music, RATE), A4, tmp_path / "a.ogg")
    assert soundfile.info(tmp_path / "a.ogg").channels == 1


def test_another_suffix_is_refused(tmp_path):
    with pytest.raises(OptionError, match=r"\.flac"):
        write_solo((np.zeros(5), RATE), A4, tmp_path / "a.mid")
    assert list(tmp_path.iterdir()) == []
