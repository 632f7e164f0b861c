"""Lanes and voices: every layer is drawn, also one of tomorrow, and sounds as in `sonify`."""

from __future__ import annotations

import zlib
from base64 import b64decode
from dataclasses import dataclass

import numpy as np
import pytest
from pages import analysis
from truths import TRUTHS

from lausch.annotation.analysis import Analysis
from lausch.annotation.key import KEY_NAMES
from lausch.annotation.layers import LAYERS, layer_named
from lausch.frames import Clock, Frames
from lausch.sonify.tones import Tone
from lausch.tasks import TASKS
from lausch.web.lanes import LANES, lanes_of
from lausch.web.lanes.plain import plain_lane
from lausch.web.lanes.why import why_of
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


CLOCK = Clock(100, 1)


def layered(**frames):
    """An analysis with drums, chords, a key and onsets, and activations of some of them."""
    known = ("onsets", "drums", "chords", "key")
    others = {layer: TRUTHS[layer] for layer in known}
    return Analysis(others=others, duration=8.0, layer_activations=frames)


def values_of(shape):
    data = np.frombuffer(zlib.decompress(b64decode(shape["data"])), np.uint8)
    return data.reshape(shape["count"], len(shape["columns"])) / 255


def why(**frames):
    return {lane.layer: lane.why for lane in lanes_of(layered(**frames))}


def test_lanes_of_layers_without_activations_have_none_below():
    assert set(why()) == {"onsets", "drums", "chords", "key"}
    assert not any(why().values())


def test_onsets_have_a_curve_and_drums_one_for_each_instrument():
    task = TASKS["drums"]()
    values = np.zeros((50, len(task.outputs)), np.float32)
    values[7, task.outputs.index("snare")] = 0.6
    values[7, task.outputs.index("snare velocity")] = 0.9
    onset = Frames(np.full((50, 1), 0.2, np.float32), CLOCK, ("onset",))
    lanes = why(drums=Frames(values, CLOCK, task.outputs), onsets=onset)
    (drums,), (onsets,) = lanes["drums"], lanes["onsets"]
    assert (drums["kind"], onsets["kind"]) == ("curves", "curves")
    assert drums["columns"] == ["cymbal", "tom", "hi-hat", "snare", "kick"]
    np.testing.assert_allclose(values_of(drums)[7], [0, 0, 0, 0.6, 0], atol=0.002)
    np.testing.assert_allclose(values_of(onsets), 0.2, atol=0.002)
    assert not lanes["key"]


def test_chords_have_a_picture_of_pitch_classes_and_the_key_one_of_keys():
    tones, keys = TASKS["deep_chroma"]().outputs, KEY_NAMES
    chroma = np.zeros((20, len(tones)), np.float32)
    chroma[:, tones.index("Eb")] = 0.8
    shares = np.eye(24, dtype=np.float32)
    lanes = why(chords=Frames(chroma, CLOCK, tones), key=Frames(shares, CLOCK, keys))
    (chords,), (key,) = lanes["chords"], lanes["key"]
    assert (chords["kind"], key["kind"]) == ("heat", "heat")
    assert chords["columns"] == ["C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"]
    np.testing.assert_allclose(values_of(chords).mean(axis=0)[[2, 3]], [0, 0.8], atol=0.002)
    assert (len(key["columns"]), key["columns"][0], key["columns"][21]) == (
        24,
        "C major",
        "A minor",
    )


def test_activations_of_a_layer_of_tomorrow_are_curves_and_many_of_them_a_picture():
    for count, kind in ((3, "curves"), (40, "heat")):
        names = tuple(f"output {number}" for number in range(count))
        frames = Frames(np.zeros((9, count), np.float32), CLOCK, names)
        assert why_of("tomorrow", frames)["kind"] == kind
        assert why(chords=frames)["chords"][0]["columns"] == list(names)


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
