"""Tasks about beats: targets and back, cards and back, scores of known estimates."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lausch.annotation import Beats
from lausch.decoding.bar_pointer import BarPointer
from lausch.errors import AnnotationError, ModelError, OptionError
from lausch.frames import Clock, Frames
from lausch.tasks import TASKS, BeatTracking, DownbeatTracking, task_from_card, to_card

CLOCKS = [Clock(44100, 441), Clock(22050, 441), Clock(22050, 256)]


@pytest.fixture(params=["beats", "downbeats"])
def task(request):
    return TASKS[request.param]()


def steady(bpm=110.0, meter=4, start=0.5, seconds=20.0, first=1):
    times = np.arange(start, seconds, 60 / bpm)
    return Beats(times, (np.arange(len(times)) + first - 1) % meter + 1)


def activated(targets):
    """Targets as a network gives them back: never quite sure, and sure for more than a frame.

    A beat of one frame between zeros contradicts the model, whose beats last 1/16 of a period.
    """
    bell = np.array([0.3, 0.6, 0.9, 0.6, 0.3])
    columns = [np.convolve(column, bell, mode="same") for column in targets.values.T]
    values = np.maximum(np.stack(columns, axis=1), 0.04).astype(np.float32)
    return Frames(values, targets.clock, targets.columns)


@settings(deadline=None, max_examples=30)
@given(
    bpm=st.floats(55, 320),
    meter=st.integers(3, 4),
    first=st.integers(1, 3),
    start=st.floats(0, 2),
    clock=st.sampled_from(CLOCKS),
)
def test_what_is_encoded_is_decoded(bpm, meter, first, start, clock):
    beats = steady(bpm, meter, start, first=first)
    count = clock.count(round(20.5 * clock.rate))
    for task in (BeatTracking(), DownbeatTracking()):
        found = task.decode(activated(task.encode(beats, clock, count)))
        np.testing.assert_allclose(found.times, beats.times, atol=1.6 * clock.hop / clock.rate)
        if task.kind == "downbeats":
            np.testing.assert_array_equal(found.positions, beats.positions)


def test_targets_stand_at_the_beats():
    clock = Clock(44100, 441)
    frames = DownbeatTracking().encode(Beats([0.1, 0.2, 0.3, 9.0], [2, 1, 2, 1]), clock, 40)
    assert np.flatnonzero(frames.column("beat")).tolist() == [10, 20, 30]
    assert np.flatnonzero(frames.column("downbeat")).tolist() == [20]


def test_downbeats_need_positions():
    with pytest.raises(AnnotationError, match="numbers in the bar"):
        DownbeatTracking().encode(Beats([0.1, 0.2]), Clock(44100, 441), 40)


def test_options_overrule_the_card(task):
    clock = Clock(44100, 441)
    activations = task.encode(steady(200.0, seconds=30.0), clock, 3100)
    assert task.decode(activations).tempo_bpm == pytest.approx(200, rel=0.01)
    assert task.decode(activations, max_bpm=120).tempo_bpm == pytest.approx(100, rel=0.01)
    with pytest.raises(OptionError, match="swapped"):
        task.decode(activations, min_bpm=200, max_bpm=100)


def test_metres_can_be_chosen():
    clock = Clock(44100, 441)
    task = DownbeatTracking()
    activations = task.encode(steady(150.0, meter=5), clock, 2050)
    assert task.decode(activations, meters=(3, 4, 5)).beats_per_bar == 5
    assert task.decode(activations, meters=(4,)).beats_per_bar == 4


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_silence_is_an_empty_annotation(task, count):
    zeros = np.zeros((count, len(task.outputs)), dtype=np.float32)
    found = task.decode(Frames(zeros, CLOCKS[0], task.outputs))
    assert len(found) == 0
    assert (found.positions is None) == (task.kind == "beats")


def test_cards_come_back():
    for task in (
        BeatTracking(BarPointer(min_bpm=50, tempo_weight=0.5)),
        DownbeatTracking(meters=(2, 5), decoder=BarPointer(tempi=33)),
    ):
        assert task_from_card(json.loads(json.dumps(to_card(task)))) == task


@pytest.mark.parametrize("card", [{}, {"kind": "chords"}, {"kind": "beats"}])
def test_other_cards_are_refused(card):
    with pytest.raises(ModelError, match="card"):
        task_from_card(card)


@pytest.mark.parametrize("kind", TASKS)
def test_a_setting_that_a_card_does_not_name_is_no_default(kind):
    card = to_card(TASKS[kind]())
    for name in [name for name in card if name != "kind"]:
        with pytest.raises(ModelError, match=f"lacks '{name}'"):
            task_from_card({key: value for key, value in card.items() if key != name})
        if isinstance(card[name], dict):
            for inner in card[name]:
                less = {key: value for key, value in card[name].items() if key != inner}
                with pytest.raises(ModelError, match=f"{name} lacks '{inner}'"):
                    task_from_card(card | {name: less})
    with pytest.raises(ModelError, match=r"has 'volume'.*newer"):
        task_from_card(card | {"volume": 11})
    with pytest.raises(ModelError, match="decoder has 'volume'"):
        task_from_card(card | {"decoder": card["decoder"] | {"volume": 11}})
    with pytest.raises(ModelError, match="settings by name"):
        task_from_card(card | {"decoder": 3})


def test_only_a_task_that_says_how_writes_labels(task):
    with pytest.raises(ModelError, match="labels"):
        task.labels(Frames(np.zeros((0, 0), np.float32), CLOCKS[0], ()), confidence=0.5)


def test_scores_of_the_truth(task):
    beats = steady()
    assert set(task.score(beats, beats).values()) == {1.0}


def test_scores_of_half_the_truth(task):
    beats = steady(meter=4)
    scores = task.score(beats, Beats(beats.times[::2], beats.positions[::2]))
    assert scores["beat F"] == pytest.approx(2 / 3, abs=0.02)
    assert scores["CMLt"] == 0
    assert scores["AMLt"] > 0.9
    assert scores.get("downbeat F", 1.0) == 1.0


def test_scores_of_nothing(task):
    nothing = Beats([], [])
    assert task.score(nothing, nothing)["beat F"] == 1
    assert set(task.score(steady(), nothing).values()) == {0.0}
    assert set(task.score(steady(), Beats([1.0], [1])).values()) >= {0.0}


def test_other_decoders_find_the_beats_without_bars(task):
    truth = steady()
    activations = activated(task.encode(truth, Clock(44100, 441), 2000))
    for decoder in ("peaks", "autocorrelation", "tracker"):
        estimate = task.decode(activations, decoder=decoder)
        assert estimate.positions is None
        assert len(estimate.confidence) == len(estimate)
        np.testing.assert_allclose(estimate.times, truth.times, atol=0.025)
    assert len(task.decode(activations, decoder="dbn")) == len(truth)
