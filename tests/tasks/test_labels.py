"""Letters of music whose repetition is known."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Form, Sections
from lausch.decoding.labelling import Labeller
from lausch.frames import Clock, Frames
from lausch.representations.structure import STRUCTURE
from lausch.tasks.labels import labelled, letter

CLOCK = Clock(22050, 2205)


def features(plan: list[tuple[int, int, int]]) -> Frames:
    """Frames of sections, each as (melody, timbre, frames): a melody is a walk over chords."""
    parts = []
    for melody, timbre, frames in plan:
        walk = np.random.default_rng(melody).integers(0, 12, 200).repeat(10)[:frames]
        noise = np.random.default_rng(frames)
        chroma = 0.3 * np.eye(12)[walk] + 0.02 * noise.random((frames, 12))
        sound = np.random.default_rng(100 + timbre).normal(size=20)
        cepstra = sound + 0.3 * noise.normal(size=(frames, 20))
        parts.append(np.concatenate([chroma, cepstra], axis=1))
    return Frames(np.concatenate(parts).astype(np.float32), CLOCK, STRUCTURE.columns)


def form(plan: list[tuple[int, int, int]]) -> Sections:
    return Sections(CLOCK.seconds(np.cumsum([0, *(frames for _, _, frames in plan)])))


@pytest.mark.parametrize("letters", ["ABAB", "AABA", "ABCABD", "ABACA", "ABCD", "AA", "AB"])
def test_what_comes_again_has_the_same_letter(letters):
    plan = [(ord(each), ord(each) % 2, 120 + 10 * (ord(each) % 3)) for each in letters]
    found = labelled(Form(form(plan)), features(plan))
    assert "".join(found.coarse.labels) == letters


def test_another_timbre_over_other_chords_is_another_section():
    plan = [(1, 1, 150), (2, 2, 150), (1, 1, 150), (3, 3, 150)]
    assert labelled(Form(form(plan)), features(plan)).coarse.labels == ("A", "B", "A", "C")


def test_both_scales_are_named_and_nothing_else_changes():
    phrases = [(1, 1, 80), (2, 1, 80), (3, 2, 80), (3, 2, 80), (1, 1, 80), (2, 1, 80)]
    fine = form(phrases)
    coarse = Sections(fine.boundaries[::2], confidence=[1, 0.5, 0.25, 1])
    found = labelled(Form(coarse, fine), features(phrases))
    assert found.coarse.labels == ("A", "B", "A")
    assert found.fine.labels == ("a", "b", "c", "c", "a", "b")
    np.testing.assert_array_equal(found.coarse.boundaries, coarse.boundaries)
    np.testing.assert_array_equal(found.coarse.confidence, coarse.confidence)


def test_a_beginning_within_a_little_is_the_same():
    plan = [(1, 1, 150), (2, 2, 150), (1, 1, 150), (2, 2, 150)]
    late = form(plan).boundaries + np.array([0, 0.4, -0.3, 0.5, 0])
    assert labelled(Form(Sections(late)), features(plan)).coarse.labels == ("A", "B", "A", "B")


@pytest.mark.parametrize("frames", [0, 1, 5])
def test_little_or_nothing_is_named_too(frames):
    short = Frames(np.ones((frames, 32), np.float32), CLOCK, STRUCTURE.columns)
    assert labelled(Form(Sections()), short).coarse.labels == ()
    assert labelled(Form(Sections([0, 0.4])), short).coarse.labels == ("A",)
    many = labelled(Form(Sections([0, 0.1, 0.2, 9.0])), short).coarse
    assert many.labels == ("A", "A", "A")


def test_what_does_not_sound_is_silence():
    values = np.ones((80, 32), np.float32)
    values[30:] = 0
    form = Form(Sections([0, 3, 8]), Sections([0, 3, 5, 8]))
    found = labelled(form, Frames(values, CLOCK, STRUCTURE.columns))
    assert found.coarse.labels == ("A", "silence")
    assert found.fine.labels == ("a", "silence", "silence")


def test_three_hours_in_a_thousand_sections():
    values = np.random.default_rng(0).normal(size=(108000, 32)).astype(np.float32)
    scale = Sections(np.linspace(0, 10800, 1001))
    found = labelled(Form(scale), Frames(np.abs(values), CLOCK, STRUCTURE.columns))
    assert len(found.coarse.labels) == 1000


def test_letters_go_on_after_z():
    assert [letter(n) for n in (0, 25, 26, 27, 52, 701, 702)] == [
        "A", "Z", "AA", "AB", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_settings_decide():
    plan = [(1, 1, 150), (2, 2, 150), (1, 1, 150)]
    assert labelled(Form(form(plan)), features(plan), Labeller(threshold=0.0)).coarse.labels == (
        "A", "B", "C",
    )  # fmt: skip


def test_a_section_of_which_a_twentieth_sounds_is_no_silence():
    plan = [(1, 1, 20), (2, 2, 21), (3, 3, 20)]
    whole = features(plan)
    values = np.zeros_like(whole.values)
    values[[0, 25, 50]] = whole.values[[0, 25, 50]]
    found = labelled(Form(form(plan)), Frames(values, CLOCK, whole.columns))
    assert [label == "silence" for label in found.coarse.labels] == [False, True, False]
