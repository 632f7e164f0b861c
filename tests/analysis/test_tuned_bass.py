"""A bass off A4 = 440 Hz has its own frequencies in all that is in Hz, and keys elsewhere."""

import json

import numpy as np
import pytest

import lausch
from lausch import formats
from lausch.annotation import Beats
from lausch.annotation.melody import hertz
from lausch.sonify.tones import VOICES

RATE = 22050
CENTS = 33
KEYS = np.repeat([28, 33, 35, 40, 38, 33], 2)


@pytest.fixture(scope="module")
def line():
    seconds = np.arange(RATE // 2) / RATE
    fade = np.minimum(1, np.minimum(seconds, seconds[::-1]) / 0.01) * np.exp(-2 * seconds)
    tones = [
        fade * sum(np.sin(2 * np.pi * n * hz * seconds) / n for n in range(1, 9))
        for hz in hertz(KEYS + CENTS / 100)
    ]
    samples = 0.2 * np.concatenate(tones)
    return lausch.analyze((samples, RATE), only="bass", beats=Beats(0.5 * np.arange(len(KEYS))))


def off(hz):
    """Cents above the nearest key."""
    semitones = 69 + 12 * np.log2(np.asarray(hz) / 440)
    return 100 * (semitones - np.round(semitones))


def test_keys_are_whole(line):
    np.testing.assert_array_equal(line.bass.beats.pitches, KEYS)
    assert set(line.bass.notes.pitches) == set(KEYS)


def test_frequencies_are_those_that_sound(line):
    contour = line.bass.contour
    assert contour.voiced.mean() > 0.5
    np.testing.assert_allclose(off(contour.hz), CENTS, atol=5)


def test_every_format_in_hz_has_them(line):
    rows = formats.encode(line, "bassf0").split()
    np.testing.assert_allclose(off([abs(float(row.split(",")[1])) for row in rows]), CENTS, atol=5)
    jams = json.loads(formats.encode(line, "jams"))["annotations"]
    values = [each["data"]["value"] for each in jams if each["namespace"] == "pitch_contour"]
    hz = [point["frequency"] for point in values[0] if point["voiced"]]
    np.testing.assert_allclose(off(hz), CENTS, atol=5)
    again = formats.FORMATS["json"].decode(formats.encode(line, "json"), "x")
    np.testing.assert_array_equal(again.bass.contour.hz, line.bass.contour.hz)
    assert again.bass.activations.tuning == line.bass.activations.tuning


def test_it_is_played_as_it_sounds(line):
    voice, _ = VOICES["bass"](line)
    np.testing.assert_allclose(off(voice.hz), CENTS, atol=5)
