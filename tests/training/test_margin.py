"""Beyond the ends of a recording a network hears silence, or pink noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lausch.frames import Clock
from lausch.systems import system
from lausch.training.excerpts import Example, excerpt
from lausch.training.margin import margin_row, pink


def test_pink_noise_is_at_its_level_and_falls_by_three_decibels_an_octave():
    noise = pink(1 << 16)
    assert 20 * np.log10(noise.std()) == pytest.approx(-70, abs=0.1)
    power = np.abs(np.fft.rfft(noise)) ** 2
    octaves = [power[1 << n : 2 << n].mean() for n in range(6, 15)]
    assert 10 * np.log10(octaves[0] / octaves[-1]) == pytest.approx(3 * 8, abs=2)


def test_rows_are_silence_or_noise():
    found = system("ullrich2014")
    assert not margin_row(found).any()
    row = margin_row(replace(found, margin="noise"))
    assert row.shape == (80,)
    assert (row > 0).all()
    with pytest.raises(ValueError, match="margin"):
        margin_row(replace(found, margin="nothing"))


def test_an_excerpt_at_the_beginning_has_a_margin_before_it(tmp_path):
    found = system("ullrich2014")
    recipe = replace(found.recipe, excerpt_seconds=5.0, beginnings=1.0)
    found = replace(found, recipe=recipe, margin="noise")
    spectra = np.full((400, 80), 7, dtype=np.float16)
    np.save(tmp_path / "x.npy", spectra)
    from truths import TRUTHS

    made = excerpt(
        found, Example(tmp_path / "x.npy", TRUTHS["sections"]), None, np.random.default_rng(0)
    )
    margin = found.margin_frames
    np.testing.assert_allclose(made.features[:margin], np.tile(margin_row(found), (margin, 1)))
    assert (made.features[margin:] == 7).all()
    assert len(made.features) == len(made.targets) + 2 * margin
    assert made.weights.shape == made.targets.shape


def test_events_are_drawn_as_often_as_the_recipe_says(tmp_path):
    found = system("ullrich2014")
    np.save(tmp_path / "x.npy", np.zeros((round(300 * Clock(44100, 6144).fps), 80), np.float16))
    from lausch.annotation import Form, Sections

    truth = Form(Sections([0.0, 150.0, 300.0]))

    def share(near):
        recipe = replace(found.recipe, near_events=near)
        varied = replace(found, recipe=recipe)
        random = np.random.default_rng(0)
        made = [
            excerpt(varied, Example(tmp_path / "x.npy", truth), None, random) for _ in range(50)
        ]
        return np.mean([each.targets.any() for each in made])

    assert share(1.0) == 1.0
    assert share(0.0) < 0.2
