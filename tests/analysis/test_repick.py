"""Sections of a recording, and others from the same novelty without listening again."""

from dataclasses import replace

import numpy as np
import pytest
from novelties import RATE, LoudnessModel, loudness

import lausch
from lausch import formats
from lausch.annotation import Beats, Form, Sections
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.errors import ModelError, OptionError

LEVELS = (0.1, 0.9, 0.3, 0.4)  # boundaries at 8, 16 and 24 s: very clear, clear, faint


@pytest.fixture(scope="module")
def found():
    return lausch.analyze((loudness(LEVELS), RATE), only="sections", model=LoudnessModel())


def test_an_analysis_has_boundaries_on_two_scales(found):
    assert found.layers == ("sections",)
    assert found.makers == (ModelRef("loudness", "7" * 64, ("sections",)),)
    np.testing.assert_allclose(found.sections.coarse.boundaries, [0, 8, 16, 32], atol=0.06)
    np.testing.assert_allclose(found.sections.coarse.confidence, [1, 0.8, 0.6, 1], atol=0.02)
    assert found.novelty.columns == ("coarse", "fine")
    assert found.options == ()


def test_a_model_of_one_scale_has_no_phrases():
    model = LoudnessModel(two_scales=False)
    assert lausch.analyze((loudness(LEVELS), RATE), model=model).sections.fine is None


@pytest.mark.parametrize(
    ("told", "inner"),
    [
        ({}, [8, 16]),
        ({"sections": 1}, []),
        ({"sections": 2}, [8]),
        ({"sections": 4}, [8, 16, 24]),
        ({"sections": 99}, [8, 16, 24]),
        ({"sensitivity": 0.9}, [8, 16, 24]),
        ({"sensitivity": -0.6}, [8]),
        ({"sensitivity": -1}, []),
    ],
)
def test_picking_again_is_as_if_it_had_been_asked_at_first(told, inner, found, tmp_path):
    model = LoudnessModel()
    fresh = lausch.analyze((loudness(LEVELS), RATE), only="sections", model=model, **told)
    formats.write(found, tmp_path / "a.json")
    again = lausch.repick(formats.read(tmp_path / "a.json"), model=model, **told)
    assert model.runs == 1
    for each in (fresh, again):
        np.testing.assert_allclose(each.sections.coarse.inner, inner, atol=0.06)
        assert len(each.sections.coarse.labels[0]) == 1
        assert dict(each.options) == told
    for scale, other in zip(
        again.sections.scales.values(), fresh.sections.scales.values(), strict=True
    ):
        np.testing.assert_array_equal(scale.boundaries, other.boundaries)
        assert scale.labels == other.labels


def test_the_last_section_ends_with_the_recording():
    sound = loudness(LEVELS)[: -RATE // 33]
    found = lausch.analyze((sound, RATE), model=LoudnessModel())
    assert found.sections.coarse.boundaries[-1] == found.duration == len(sound) / RATE


def test_what_comes_again_has_its_letter_again():
    low, high = (
        np.sin(2 * np.pi * hz * np.arange(10 * RATE) / RATE, dtype=np.float32)
        for hz in (220.0, 1245.0)
    )
    sound = np.concatenate([0.2 * low, 0.9 * high, 0.2 * low])
    found = lausch.analyze((sound, RATE), model=LoudnessModel())
    assert found.sections.coarse.labels == ("A", "B", "A")
    assert found.sections.fine.labels == ("a", "b", "a")
    assert found.structure.clock.fps == 2
    silent = replace(found, structure=None)
    assert lausch.repick(silent, model=LoudnessModel()).sections.coarse.labels == ("", "", "")


def test_letters_of_the_model_stay():
    model = LoudnessModel(two_scales=False)
    model.decode = lambda *_, **__: Form(Sections([0, 8, 40], ["intro", "rest"]))
    found = lausch.analyze((loudness(LEVELS), RATE), model=model)
    assert found.sections.coarse.labels == ("intro", "rest")
    assert found.sections.coarse.boundaries.tolist() == [0, 8, 32]


@pytest.mark.parametrize("samples", [1, 200, RATE])
def test_silence_is_one_section(samples):
    found = lausch.analyze((np.zeros(samples, np.float32), RATE), model=LoudnessModel())
    assert found.sections.coarse.boundaries.tolist() == [0, samples / RATE]
    again = lausch.repick(found, sections=5, model=LoudnessModel())
    assert len(again.sections.coarse) == 1


def test_snapping_listens_to_beats_and_keeps_them_to_itself(energy_model, clicks):
    sound = loudness(LEVELS) + np.roll(clicks(60, 32), RATE // 4)  # beats at .75, 1.75 ...
    models = [LoudnessModel(), energy_model]
    plain = lausch.analyze((sound, RATE), only=["sections"], model=models[:1], sections=3)
    energy_model.decode = lambda _, **__: Beats(np.arange(1, 31, 1.0) - 0.3, np.arange(30) % 4 + 1)
    moved = lausch.analyze((sound, RATE), only=["sections"], model=models, sections=3, snap=True)
    assert moved.layers == ("sections",)
    assert moved.beats is None
    assert [maker.name for maker in moved.makers] == ["energy", "loudness"]
    assert moved.options == (("sections", 3), ("snap", 1))
    assert set(moved.sections.coarse.inner.round(3)) <= set((np.arange(0.7, 31, 4)).round(3))
    assert np.abs(moved.sections.coarse.inner - plain.sections.coarse.inner).max() <= 2
    both = lausch.analyze(
        (sound, RATE), only=["downbeats", "sections"], model=models, sections=3, snap=True
    )
    assert len(both.downbeats)
    again = lausch.repick(both, snap=True, sections=3, model=LoudnessModel())
    np.testing.assert_array_equal(again.sections.coarse.inner, moved.sections.coarse.inner)


BAR_STARTS = np.arange(0.5, 31, 4)


@pytest.fixture
def models(energy_model):
    """A model of sections, with boundaries at 8 and 16 s, and one of beats with numbers."""
    energy_model.decode = lambda _, **__: Beats(np.arange(1, 31, 1.0) - 0.5, np.arange(30) % 4 + 1)
    return [LoudnessModel(), energy_model]


@pytest.mark.parametrize(
    ("only", "told", "moves"),
    [
        (["downbeats", "sections"], {}, True),
        (["beats", "downbeats", "sections"], {}, True),
        (["downbeats", "sections"], {"snap": False}, False),
        (["beats", "sections"], {}, False),
        (["tempo", "sections"], {}, False),
        (["sections"], {}, False),
    ],
)
def test_boundaries_move_where_the_analysis_has_downbeats(only, told, moves, models):
    models = models[: len(only)]
    found = lausch.analyze((loudness(LEVELS), RATE), only=only, model=models, **told)
    inner = found.sections.coarse.inner
    assert np.abs(inner - [8, 16]).max() <= 2
    assert (np.abs(inner[:, None] - BAR_STARTS).min(axis=1) < 1e-6).all() == moves
    assert dict(found.options) == told
    again = lausch.repick(found, model=models[0], **told)
    np.testing.assert_array_equal(
        again.sections.coarse.boundaries, found.sections.coarse.boundaries
    )


@pytest.mark.parametrize("numbers", [None, np.arange(30) % 4 + 1])
def test_boundaries_move_to_known_downbeats(numbers):
    beats = Beats(np.arange(1, 31, 1.0) - 0.5, numbers)
    sound = (loudness(LEVELS), RATE)
    found = lausch.analyze(sound, only="sections", model=LoudnessModel(), beats=beats)
    moved = (np.abs(found.sections.coarse.inner[:, None] - BAR_STARTS).min(axis=1) < 1e-6).all()
    assert moved == (numbers is not None)


def test_downbeats_far_away_move_boundaries_if_that_is_asked_for():
    beats = Beats(np.arange(1, 31, 1.0) + 0.2, np.arange(30) % 4 + 1)  # 9.2 and 17.2 are downbeats
    sound = (loudness(LEVELS), RATE)
    known = {"only": "sections", "model": LoudnessModel(), "beats": beats}
    inner = lausch.analyze(sound, **known).sections.coarse.inner
    np.testing.assert_allclose(inner, [8, 16], atol=0.06)
    inner = lausch.analyze(sound, snap=True, **known).sections.coarse.inner
    np.testing.assert_allclose(inner, [9.2, 17.2])


def test_downbeats_that_are_not_wanted_can_be_left_alone(models):
    both = lausch.analyze((loudness(LEVELS), RATE), only="downbeats,sections", model=models)
    plain = lausch.repick(both, snap=False, model=models[0])
    np.testing.assert_allclose(plain.sections.coarse.inner, [8, 16], atol=0.06)
    assert plain.options == (("snap", 0),)


@pytest.mark.parametrize(
    ("told", "clue"),
    [
        ({"sections": 0}, "whole number of 1 to 1000, not 0"),
        ({"sections": 2.5}, "not 2.5"),
        ({"sensitivity": 1.1}, "not at 1.1"),
        ({"sensitivity": float("nan")}, "not at nan"),
    ],
)
def test_options_outside_their_rules(told, clue, found):
    with pytest.raises(OptionError, match=clue):
        lausch.analyze("no such file", only="sections", model=LoudnessModel(), **told)
    with pytest.raises(OptionError, match=clue):
        lausch.repick(found, model=LoudnessModel(), **told)


def test_options_of_sections_need_sections(energy_model):
    for told in ({"sections": 3}, {"sensitivity": 0.5}, {"snap": True}):
        with pytest.raises(OptionError, match="not looked for"):
            lausch.analyze("no such file", model=energy_model, **told)


def test_what_cannot_be_picked_from_says_so(found):
    with pytest.raises(OptionError, match=r"no novelty.*JSON"):
        lausch.repick(Analysis())
    with pytest.raises(OptionError, match=r"no downbeats.*--only downbeats,sections"):
        lausch.repick(found, snap=True)
    with pytest.raises(ModelError, match="loudness, the model of the novelty, is not shipped"):
        lausch.repick(found)
    other = LoudnessModel()
    other.digest = "8" * 64
    with pytest.raises(ModelError, match=r"loudness \(777777777777\).*888888888888"):
        lausch.repick(found, model=other)
    with pytest.raises(ModelError, match=r"foote .* has other thresholds .* leave --model out"):
        lausch.repick(found, model="foote")
    with pytest.raises(ModelError, match="does not say"):
        lausch.repick(Analysis(novelty=found.novelty))
    with pytest.raises(OptionError, match="boeck2011 finds beats"):
        lausch.repick(found, model="boeck2011")
