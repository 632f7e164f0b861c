"""Nothing is found where nothing sounds, in any layer, with the shipped models."""

from pathlib import Path

import numpy as np
import pytest

import lausch
from lausch import formats
from lausch.annotation.layers import layer_names
from lausch.audio import load_audio

CASES = Path(__file__).parent / "cases"
RATE = 22050
SCALE = load_audio(CASES / "bass_scale_E3_E4.flac", rate=RATE).samples
EVERY = layer_names()


def noise(level):
    return level * np.random.default_rng(0).standard_normal(10 * RATE)


@pytest.mark.parametrize(
    "source",
    [CASES / "silence20.flac", (noise(3e-5), RATE)],
    ids=["zeros", "noise of 16 bits"],
)
def test_silence_has_no_events_and_says_so(source):
    found = lausch.analyze(source, only=EVERY)
    assert found.layers == EVERY
    for each in (found.beats, found.tempo, found.read("onsets"), found.solo, found.bass.notes):
        assert len(each) == 0
    assert not found.contour.voiced.any()
    assert not found.bass.contour.voiced.any()
    assert [found.sections.coarse.labels, found.sections.fine.labels] == [("silence",)] * 2
    assert "silent" in " ".join(found.provenance.notes)
    for name in formats.holding(EVERY):
        assert formats.FORMATS[name].decode(formats.encode(found, name), "x").layers


@pytest.mark.parametrize("hz", [50, 440, 3000])
def test_a_tone_has_no_beats(hz):
    samples = 0.5 * np.sin(2 * np.pi * hz * np.arange(20 * RATE) / RATE)
    found = lausch.analyze((samples, RATE))
    assert len(found.beats) == len(found.tempo) == 0


@pytest.mark.parametrize("level", [1e-3, 0.1])
def test_noise_has_no_beats(level):
    assert len(lausch.analyze((noise(level), RATE)).beats) == 0


def test_pauses_have_no_events():
    rest = np.zeros(6 * RATE, np.float32)
    found = lausch.analyze(
        (np.concatenate([rest, SCALE, rest, SCALE, rest]), RATE),
        only=["beats", "onsets", "solo", "bass"],
    )
    seconds = len(SCALE) / RATE
    silent = [(0, 6), (6 + seconds, 12 + seconds), (12 + 2 * seconds, 18 + 2 * seconds)]
    contours = (found.contour, found.bass.contour)
    events = [
        found.beats.times,
        found.read("onsets").times,
        found.solo.onsets,
        found.bass.notes.onsets,
    ]
    for times in (*events, *(each.times[each.voiced] for each in contours)):
        assert len(times) > 10
        for begin, end in silent:
            assert not ((times > begin + 0.2) & (times < end - 0.2)).any()
    for notes in (found.solo, found.bass.notes):
        for begin, end in silent:
            assert not ((notes.onsets < begin) & (notes.offsets > begin + 0.7)).any()
            assert not ((notes.onsets < end - 0.2) & (notes.offsets > end)).any()


@pytest.mark.parametrize("name", ["gap3s.mka", "gap3s.mp4"])
def test_beats_end_before_a_gap_of_three_seconds_and_go_on_after_it(name):
    times = lausch.analyze(CASES.parents[1] / "audio" / "cases" / name).beats.times
    assert not ((times > 6.2) & (times < 8.9)).any()
    for begin, end, count in ((0, 6.2, 12), (8.9, 15, 12)):
        inside = times[(times > begin) & (times < end)]
        assert len(inside) == pytest.approx(count, abs=1)
        np.testing.assert_allclose(np.diff(inside), 0.5, atol=0.03)


@pytest.mark.parametrize("kind", [np.float32, np.int16])
def test_the_level_of_a_recording_does_not_matter(kind):
    usual = lausch.analyze((SCALE, RATE), only=["beats", "solo", "bass"])
    quiet = SCALE * 1e-3
    if kind is np.int16:
        dither = np.random.default_rng(0).uniform(-0.5, 0.5, (2, len(quiet))).sum(axis=0)
        quiet = np.round(quiet * 32768 + dither).astype(np.int16)
    found = lausch.analyze((quiet, RATE), only=["beats", "solo", "bass"])
    if kind is np.float32:
        np.testing.assert_allclose(found.beats.times, usual.beats.times, atol=1e-3)
        np.testing.assert_array_equal(found.bass.beats.pitches, usual.bass.beats.pitches)
        np.testing.assert_array_equal(found.solo.onsets, usual.solo.onsets)
    else:
        away = np.abs(found.beats.times[:, None] - usual.beats.times).min(axis=0)
        assert away.max() < 0.05
        assert set(usual.bass.notes.pitches) <= set(found.bass.notes.pitches)
