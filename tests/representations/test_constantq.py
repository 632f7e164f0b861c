"""Tones with known answers in the constant-Q transform, and the published network on it."""

from __future__ import annotations

import os
from pathlib import Path

import librosa
import numpy as np
import pytest

from lausch.annotation import hertz
from lausch.audio import load_audio
from lausch.decoding.bass import BassDecoder
from lausch.errors import OptionError
from lausch.frames import Frames
from lausch.representations import Around, ConstantQ, Stack, from_card, represent, stream, to_card
from lausch.representations.constantq import QUALITY

BASS = ConstantQ(22050, 1024, 9472)
WHOLE = Stack((Around(BASS),))
GOLDEN = Path(os.environ.get("LAUSCH_DATA", "")) / "real" / "walking_bass"
EXCERPT = GOLDEN / "ArtPepper_Anthropology_Excerpt.wav"


def tone(pitch: float, amplitude: float = 0.5, seconds: float = 2.0) -> np.ndarray:
    moment = np.arange(round(seconds * 22050)) / 22050
    return (amplitude * np.sin(2 * np.pi * float(hertz(pitch)) * moment)).astype(np.float32)


@pytest.mark.parametrize("pitch", range(28, 68))
def test_a_tone_stands_at_its_semitone_and_as_strongly_as_librosa_says(pitch):
    frame = BASS.measure(tone(pitch))[20]
    assert BASS.columns[frame.argmax()] == f"midi {pitch}"
    length = QUALITY * 22050 / float(hertz(pitch))
    assert frame.max() == pytest.approx(0.5 * np.sqrt(length) / 2, rel=0.01)


@pytest.mark.parametrize("pitch", [30, 40, 55])
def test_three_semitones_away_little_is_heard(pitch):
    frame = BASS.measure(tone(pitch))[20]
    assert frame[pitch - 28 + 3] < 0.03 * frame.max()


@pytest.mark.parametrize("hz", [2364.0, 2800.0, 5512.0, 9000.0])
def test_high_tones_do_not_fold_into_the_bass(hz):
    high = np.sin(2 * np.pi * hz * np.arange(44100) / 22050).astype(np.float32)
    assert BASS.measure(high)[5:-5].max() < 1e-3


def test_it_is_librosas_transform():
    random = np.random.default_rng(0)
    samples = sum(tone(p, 0.2, 3.0) for p in (31, 43.3, 50, 62)) + random.normal(0, 0.02, 66150)
    samples = samples.astype(np.float32)
    theirs = np.abs(
        librosa.cqt(samples, sr=22050, hop_length=1024, fmin=float(hertz(28)), n_bins=40)
    )
    ours = BASS.measure(samples)
    assert np.corrcoef(theirs.T[: len(ours)].ravel(), ours.ravel())[0, 1] > 0.999


def test_frames_show_their_neighbours_oldest_first():
    values = np.arange(1.0, 6.0, dtype=np.float32)[:, None] * np.ones((1, 40), np.float32)
    found = Around(BASS).finish(values)
    assert found.shape == (5, 200)
    np.testing.assert_allclose((found**2).sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(found[2, ::40] / found[2, 0], [1, 2, 3, 4, 5], rtol=1e-5)
    np.testing.assert_allclose(found[0, ::40] / found[0, 0], [1, 1, 1, 2, 3], rtol=1e-5)


def test_silence_is_an_even_vector_and_nothing_has_no_frames():
    np.testing.assert_allclose(
        represent(WHOLE, np.zeros(4096, np.float32)).values, 200**-0.5, rtol=1e-5
    )
    assert represent(WHOLE, np.zeros(0, np.float32)).values.shape == (0, 200)


def test_chunked_equals_whole():
    samples = np.random.default_rng(1).normal(0, 0.1, 22050 * 9).astype(np.float32)
    whole = represent(WHOLE, samples).values
    blocks = [samples[:5000], samples[5000:70000], samples[70000:]]
    parts = [values[new] for values, new in stream(WHOLE, blocks, frames=50, context=4)]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-5)


def test_a_card_holds_it():
    assert from_card(to_card(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"window_samples": 4096}, "longer window"),
        ({"window_samples": 9470}, "thinning"),
        ({"semitones": 60}, "thinning by less"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, word):
    with pytest.raises(OptionError, match=word):
        ConstantQ(22050, 1024, **{"window_samples": 9472} | settings)


if EXCERPT.is_file():

    def published_salience() -> Frames:
        """The published network, by hand, on our features."""
        import h5py

        frames = represent(WHOLE, load_audio(EXCERPT, rate=22050).samples)
        values = frames.values
        with h5py.File(GOLDEN / "weights.h5") as file:
            for layer in (7, 8, 9, 10):
                group = file[f"dense_{layer}"]
                values = values @ group[f"dense_{layer}_W"][()] + group[f"dense_{layer}_b"][()]
                values = np.maximum(values, 0) if layer < 10 else 1 / (1 + np.exp(-values))
        return Frames(values.astype(np.float32), frames.clock, BASS.columns)

    def table(ending: str) -> np.ndarray:
        return np.loadtxt(
            EXCERPT.with_name(EXCERPT.stem + ending), delimiter=",", dtype=str, ndmin=2
        )

    def test_our_features_give_the_published_salience():
        theirs = table("_bass_pitch_saliency.csv").astype(float)
        ours = published_salience().values
        assert ours.shape == theirs.shape
        assert np.corrcoef(ours[2:-2].ravel(), theirs[2:-2].ravel())[0, 1] > 0.998

    def test_our_decoder_gives_the_published_line():
        beats = table("_beat_times.csv")[:, 0].astype(float)
        line = table("_bass_line.csv").astype(float)
        salience = published_salience()
        pitches, _ = BassDecoder(share=0.0, late_frames=0.5).pitches(
            salience.values, salience.clock, beats, low_midi=28
        )
        nearest = np.abs(beats[:, None] - line[:, 0]).argmin(axis=0)
        assert len(line) == 27
        assert (pitches[nearest] == line[:, 2]).sum() >= 26
