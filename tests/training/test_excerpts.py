from dataclasses import replace

import numpy as np
import pytest
from truths import TRUTHS, recording_of

from lausch.annotation import Beats
from lausch.representations import represent
from lausch.system import Augment
from lausch.systems import NAMES, system
from lausch.training.augment import resample_frames, vary
from lausch.training.excerpts import Example, excerpt, widen


def example(found, tmp_path, truth=None):
    kind = found.task.kind
    samples = recording_of(kind, found.representation.rate)
    path = tmp_path / "sound.npy"
    np.save(path, found.representation.measure(samples).astype(np.float16))
    return Example(path, TRUTHS[kind] if truth is None else truth), samples


@pytest.mark.parametrize(
    "name", [name for name in NAMES if system(name).task.kind in ("beats", "downbeats")]
)
def test_targets_stay_on_the_clicks_when_tempo_changes(name, tmp_path):
    found = system(name)
    recipe = replace(found.recipe, excerpt_seconds=8.0, widen_frames=0)
    found = replace(found, recipe=recipe)
    made, _ = example(found, tmp_path)
    random = np.random.default_rng(5)
    for _ in range(6):
        made_of = excerpt(found, made, Augment(tempo=0.3), random)
        features, targets = made_of.features, made_of.targets
        assert made_of.mask.all()
        energy = features[:, : found.representation.spectra[0].width].sum(axis=1)
        for frame in np.flatnonzero(targets[:, 0]):
            if 8 < frame < len(energy) - 8:
                around = energy[frame - 5 : frame + 6]
                assert abs(int(around.argmax()) - 5) <= 2


@pytest.mark.parametrize("name", [name for name in NAMES if "solo" in system(name).task.layers])
def test_targets_stay_on_the_tone_when_pitch_and_tempo_change(name, tmp_path):
    found = system(name)
    found = replace(found, recipe=replace(found.recipe, excerpt_seconds=8.0))
    made, _ = example(found, tmp_path)
    pitches = found.representation.spectra[0].pitches
    count = len(found.task.pitches)
    outputs = found.task.low_midi + np.arange(count) / found.task.bins_per_semitone
    random = np.random.default_rng(5)
    for _ in range(6):
        varied = excerpt(found, made, Augment(tempo=0.2, transpose_semitones=5), random)
        features, targets = varied.features, varied.targets[:, :count]
        # Where neighbouring frames agree, a note is held, and its fundamental is the loudest.
        steady = (targets[2:-2].max(axis=1) > 0.9) & (
            targets[:-4].argmax(axis=1) == targets[4:].argmax(axis=1)
        )
        assert steady.mean() > 0.2
        loudest = pitches[features[2:-2, : len(pitches)].argmax(axis=1)]
        taught = outputs[targets[2:-2].argmax(axis=1)]
        assert np.abs(loudest - taught)[steady].max() <= 0.5


@pytest.mark.parametrize("name", NAMES)
def test_without_variation_an_excerpt_is_the_representation(name, tmp_path):
    found = system(name)
    recipe = replace(found.recipe, excerpt_seconds=4.0, validation_seconds=0.0)
    found = replace(found, recipe=recipe)
    made, samples = example(found, tmp_path)
    whole = represent(found.representation, samples).values
    features = excerpt(found, made, None, None).features
    margin = found.margin_frames
    features = features[margin : len(features) - margin]
    lead = found.representation.reach_frames
    room = len(whole) - (len(features) + lead + 1)
    start = room // 3 + lead
    # The last frames of an excerpt lack later ones, which some steps look at.
    inside = len(features) - lead
    np.testing.assert_allclose(features[:inside], whole[start : start + inside], 1e-3, 0.02)


def test_short_recordings_are_masked(tmp_path):
    found = replace(system("lausch2026"))
    samples = recording_of("beats", found.representation.rate)[: 2 * found.representation.rate]
    path = tmp_path / "short.npy"
    np.save(path, found.representation.measure(samples).astype(np.float16))
    made = excerpt(found, Example(path, Beats([0.5, 1.0], [1, 2])), None, None)
    features, targets, mask = made.features, made.targets, made.mask
    known = found.representation.clock.count(len(samples))
    assert len(features) == len(targets) == len(mask) == 1500
    assert mask.sum() == pytest.approx(known, abs=1)
    assert (features[known:] == 0).all()


def test_smear_falls_off_linearly():
    targets = np.zeros((7, 1), dtype=np.float32)
    targets[3] = 1
    np.testing.assert_allclose(
        widen(targets, 2).ravel(), [0, 1 / 3, 2 / 3, 1, 2 / 3, 1 / 3, 0], atol=1e-6
    )


def test_resampling_a_line_is_a_line():
    line = np.arange(100, dtype=np.float32)[:, None]
    np.testing.assert_allclose(resample_frames(line, 1.5, 60).ravel(), np.arange(60) * 1.5)


@pytest.mark.parametrize("name", NAMES)
def test_variation_keeps_shape_and_stays_finite(name):
    found = system(name)
    width = sum(spectrum.width for spectrum in found.representation.spectra)
    values = np.random.default_rng(0).random((50, width)).astype(np.float32)
    random = np.random.default_rng(1)
    for _ in range(20):
        varied = vary(values, found.representation, found.recipe.augment, random)
        assert varied.shape == values.shape
        assert varied.dtype == np.float32
        assert np.isfinite(varied).all()


def test_gain_is_gain():
    found = system("lausch2026").representation
    spectrum = found.spectra[0]
    tone = np.sin(np.arange(44100) * 0.3).astype(np.float32) * 0.1
    augment = Augment(gain_db=6.0)

    class Loudest(np.random.Generator):
        def uniform(self, low=0.0, high=1.0, size=None):
            return high if size is None else np.zeros(size)

    varied = vary(spectrum.measure(tone), found, augment, Loudest(np.random.PCG64(0)))
    expected = spectrum.measure(tone * np.float32(10 ** (6 / 20)))
    np.testing.assert_allclose(varied, expected, atol=1e-3)


def test_beginnings_are_drawn_as_often_as_the_recipe_says(tmp_path):
    found = system("lausch2026")
    recipe = replace(found.recipe, excerpt_seconds=4.0, widen_frames=0, augment=Augment())
    made, samples = example(found, tmp_path)
    whole = represent(found.representation, samples).values[: int(4.0 * 50)]

    def beginning(share):
        varied = replace(found, recipe=replace(recipe, beginnings=share))
        return [
            np.allclose(
                excerpt(varied, made, Augment(), np.random.default_rng(seed)).features,
                whole,
                atol=0.02,
            )
            for seed in range(20)
        ]

    assert all(beginning(1.0))
    assert sum(beginning(0.0)) <= 2
