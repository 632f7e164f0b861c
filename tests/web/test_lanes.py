"""Lanes and voices: every layer is drawn, also one of tomorrow, and sounds as in `sonify`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from pages import analysis

from lausch.annotation.layers import LAYERS, layer_named
from lausch.sonify.tones import Tone
from lausch.web.lanes import LANES, lanes_of
from lausch.web.lanes.plain import plain_lane
from lausch.web.voices import needed, voices_of


@dataclass
class Stretches:
    intervals: np.ndarray
    labels: tuple[str, ...]


@dataclass
class Melodic:
    onsets: np.ndarray
    offsets: np.ndarray
    pitches: np.ndarray


@dataclass
class Curve:
    times: np.ndarray
    values: np.ndarray


@dataclass
class Moments:
    times: np.ndarray


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (Stretches(np.array([[0.0, 1.0]]), ("a",)), "spans"),
        (Melodic(np.array([0.0]), np.array([1.0]), np.array([60.0])), "notes"),
        (Curve(np.array([0.0, 1.0]), np.array([3.0, 4.0])), "line"),
        (Moments(np.array([0.5])), "marks"),
    ],
)
def test_a_layer_without_an_entry_is_drawn_by_its_fields(annotation, kind):
    lane = plain_lane("tomorrow", annotation)
    assert [shape["kind"] for shape in lane.shapes] == [kind]
    assert (lane.title, lane.head) == ("Tomorrow", str(len(next(iter(vars(annotation).values())))))


def test_every_layer_has_a_lane():
    assert set(LANES) == {layer.name for layer in LAYERS}
    assert {layer_named(lane.layer).name for lane in lanes_of(analysis())} == {
        "beats", "tempo", "sections", "solo", "bass",
    }  # fmt: skip


def test_voices_are_those_of_sonify():
    voices = {voice["layer"]: voice for voice in voices_of(analysis())}
    clicks, accents = voices["beats"]["bursts"]
    assert accents["times"] == analysis().beats.downbeats.tolist()
    assert accents["hz"] > clicks["hz"]
    (line,) = voices["solo"]["lines"]
    tone = Tone(analysis().solo, 44100)
    drawn = np.interp(tone.times, line["times"], line["level"])
    np.testing.assert_allclose(drawn, tone.level, atol=1e-3)


def test_points_on_a_straight_line_are_left_out():
    times = np.arange(6.0)
    kept = needed(times, np.array([0, 1, 2, 3, 3, 3.0]), np.zeros(6))
    assert np.flatnonzero(kept).tolist() == [0, 3, 5]
