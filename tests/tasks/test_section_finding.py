"""Sections: targets and back, weights, two scales, and excerpts."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import Form, Sections
from lausch.errors import OptionError
from lausch.frames import Clock, Frames
from lausch.metrics.sections import BOUNDARY_MEASURES
from lausch.tasks import SectionFinding, task_from_card, to_card

CLOCK = Clock(44100, 6144)


@st.composite
def forms(draw):
    gaps = draw(st.lists(st.floats(8.0, 40.0), min_size=1, max_size=10))
    return Form(Sections(np.concatenate([[0.0], np.cumsum(gaps)])))


@settings(deadline=None)
@given(forms())
def test_what_is_encoded_is_decoded_within_half_a_frame(form):
    task = SectionFinding()
    end = form.coarse.boundaries[-1]
    count = int(np.ceil(end * CLOCK.fps))
    found = task.decode(task.encode(form, CLOCK, count)).coarse
    np.testing.assert_allclose(found.inner, form.coarse.inner, atol=0.5001 / CLOCK.fps)
    assert found.boundaries[-1] == pytest.approx(end, abs=1 / CLOCK.fps)
    assert min(task.judge(form, Form(found)).values()) == 1.0


def test_both_scales_and_the_fine_holds_the_coarse():
    form = Form(Sections([0, 20, 40, 60]), Sections([0, 10, 20, 30, 40, 50, 60]))
    task = SectionFinding(two_scales=True)
    targets = task.encode(form, CLOCK, int(60 * CLOCK.fps))
    assert targets.columns == ("coarse", "fine")
    found = task.decode(targets)
    np.testing.assert_allclose(found.coarse.inner, [20, 40], atol=0.1)
    assert found.fine is not None
    np.testing.assert_allclose(found.fine.inner, [10, 20, 30, 40, 50], atol=0.1)
    assert set(found.coarse.inner) <= set(found.fine.inner)
    assert task.score(form, found) == dict.fromkeys(
        (f"{scale} {name}" for scale in ("coarse", "fine") for name in BOUNDARY_MEASURES), 1
    )
    assert task.judge(form, found) == {"coarse F 0.5 s": 1, "fine F 0.5 s": 1}


def test_targets_and_weights_are_a_box_and_a_bell():
    form = Form(Sections([0, 10, 20]))
    task = SectionFinding(width_seconds=1.5)
    targets = task.encode(form, CLOCK, 143).values[:, 0]
    weights = task.weights(form, CLOCK, 143)[:, 0]
    middle = round(10 * CLOCK.fps)
    assert targets[middle - 5 : middle + 6].all()
    assert targets.sum() == 11
    assert weights[middle] == 1
    assert weights[middle + 5] == pytest.approx(np.exp(-2 * (5 / (0.75 * CLOCK.fps)) ** 2))
    assert (weights[targets == 0] == 1).all()
    assert (SectionFinding(weighted=False).weights(form, CLOCK, 143) == 1).all()


def test_an_excerpt_has_its_own_time():
    form = Form(Sections([0, 10, 30, 60]), Sections([0, 10, 20, 30, 60]))
    moved = SectionFinding().moved(form, start=8.0, rate=2.0, seconds=8.0, semitones=3)
    np.testing.assert_allclose(moved.coarse.boundaries, [0, 1, 8])
    assert moved.fine is not None
    np.testing.assert_allclose(moved.fine.boundaries, [0, 1, 6, 8])


@pytest.mark.parametrize("frames", [0, 1, 7])
def test_next_to_nothing_is_one_section_or_none(frames):
    silent = Frames(np.zeros((frames, 1), np.float32), CLOCK, ("boundary",))
    assert len(SectionFinding().decode(silent).coarse) == min(frames, 1)


def test_so_many_sections_as_asked():
    form = Form(Sections([0, 10, 30, 50, 60]))
    frames = SectionFinding().encode(form, CLOCK, 429)
    assert len(SectionFinding().decode(frames, sections=3).coarse) == 3
    assert len(SectionFinding().decode(frames, sections=1).coarse) == 1
    with pytest.raises(OptionError, match="sections is a whole number"):
        SectionFinding().decode(frames, sections=0)


def test_cards_come_back():
    task = SectionFinding(two_scales=True, width_seconds=6.0, weighted=False)
    assert task_from_card(json.loads(json.dumps(to_card(task)))) == task
