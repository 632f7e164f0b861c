"""The beginning of bars moves as the user says, and nothing else does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lausch
from lausch.analysis.known_beats import renumbered
from lausch.annotation import Beats
from lausch.annotation.analysis import Analysis, ModelRef
from lausch.decoding.anchors import Anchors
from lausch.errors import OptionError
from lausch.tasks.options import BeatOptions

WALTZ = Beats(np.arange(10) / 2, np.arange(10) % 3 + 1, np.full(10, 0.5), np.full(4, 0.9), 0.8)


@pytest.mark.parametrize(
    ("seconds", "first"), [(0, 0), (0.5, 1), (1.1, 2), (1.4, 0), (4.45, 0), (2.0, 1)]
)
def test_a_downbeat_moves_all_bars(seconds, first):
    moved = renumbered(WALTZ, BeatOptions(anchors=Anchors(downbeats=seconds)))
    np.testing.assert_array_equal(np.flatnonzero(moved.positions == 1) % 3, first)
    np.testing.assert_array_equal(moved.times, WALTZ.times)
    np.testing.assert_array_equal(moved.confidence, WALTZ.confidence)
    assert moved.metre_confidence == 0.8


@given(st.integers(2, 6), st.integers(0, 5), st.integers(-6, 6), st.integers(2, 30))
def test_a_rotation_can_be_undone(metre, first, shift, count):
    beats = Beats(np.arange(count), (np.arange(count) + first) % metre + 1)
    if not len(beats.downbeats) or beats.beats_per_bar is None:
        return
    moved = renumbered(beats, BeatOptions(rotate_bars=shift))
    expected = (np.arange(count) + first - shift) % metre + 1
    np.testing.assert_array_equal(moved.positions, expected)


def test_what_cannot_be_moved_is_said():
    with pytest.raises(OptionError, match="no bars are known"):
        renumbered(Beats([1, 2]), BeatOptions(rotate_bars=1))
    with pytest.raises(OptionError, match=r"nearest is at 4\.50 s"):
        renumbered(WALTZ, BeatOptions(anchors=Anchors(downbeats=60)))
    with pytest.raises(OptionError, match="not to that at 1 s"):
        renumbered(WALTZ, BeatOptions(anchors=Anchors(downbeats=[0.0, 1.0])))
    with pytest.raises(OptionError, match="one of them"):
        BeatOptions(anchors=Anchors(downbeats=1.0), rotate_bars=1)
    assert len(renumbered(Beats(), BeatOptions(rotate_bars=1))) == 0


def test_both_found_and_known_beats_are_moved(energy_model, clicks):
    sound = (clicks(120, 6), 22050)
    plain = lausch.analyze(sound, model=energy_model)
    moved = lausch.analyze(sound, model=energy_model, downbeat=float(plain.beats.times[1]))
    assert moved.downbeats[0] == plain.beats.times[1]
    assert ("downbeat", (plain.beats.times[1],)) in moved.options
    known = lausch.analyze(sound, beats=plain.beats, rotate_bars=-1)
    assert known.beats.positions[0] == 2


def test_layers_are_named_with_commas_or_all_at_once(energy_model, clicks):
    sound = (clicks(120, 4), 22050)
    assert lausch.analyze(sound, model=energy_model, only="beats, tempo").layers == (
        "beats",
        "tempo",
    )
    with pytest.raises(OptionError, match="or all"):
        lausch.analyze(sound, only="")


def test_an_analysis_is_shown_in_a_line():
    analysis = Analysis(beats=WALTZ, duration=5.0, makers=(ModelRef("lausch2026"),))
    assert repr(analysis) == "<Analysis, 5.00 s: beats, downbeats, by lausch2026>"
