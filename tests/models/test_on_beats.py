"""A network that sees beats: they are found in the same pass, and its outputs stand at them."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.errors import ModelError
from lausch.frames import FloatArray
from lausch.models import beatwise
from lausch.models.beatwise import Network, activations_on_beats, frames_of, outputs_on_beats
from lausch.models.model import load_model
from lausch.representations import Beatwise, LogLogS, Rise, Stack
from lausch.systems import system
from lausch.tasks import BarTracking

RATE = 44100
FINDER = load_model("lausch2026").network
LOUD = LogLogS(RATE, 882, 2048, low_hz=500.0, high_hz=8000.0, bands_per_octave=3)
REPRESENTATION = Stack((Beatwise(Rise(LOUD), 2),))


def accents(rows: FloatArray) -> FloatArray:
    """A network that is sure of a downbeat where a beat is louder than most."""
    level = rows.sum(axis=1, keepdims=True)
    return (0.1 + 0.8 * (level > np.median(level) + 0.2)).astype(np.float32)


NETWORK = Network(REPRESENTATION, BarTracking(("accent",)), accents)


def waltz() -> FloatArray:
    """Twenty seconds of bursts at 100 bpm, every third one ten times as loud."""
    samples = np.zeros(20 * RATE, dtype=np.float32)
    burst = np.random.default_rng(0).normal(size=2000) * np.exp(-np.arange(2000) / 300)
    for beat in range(32):
        at = int((0.4 + 0.6 * beat) * RATE)
        samples[at : at + 2000] += (0.5 if beat % 3 == 1 else 0.05) * burst
    return samples


def test_downbeats_are_the_beats_that_the_network_chooses():
    samples = waltz()
    frames = activations_on_beats(NETWORK, FINDER, [samples])
    assert frames.columns == ("beat", "downbeat")
    assert len(frames) == 1000
    beats = NETWORK.task.decode(frames)
    downbeats = beats.downbeats[1:-1]
    expected = 0.4 + 0.6 * np.arange(1, 32, 3)
    assert len(downbeats) >= 8
    assert all(np.abs(expected - each).min() < 0.05 for each in downbeats)


def test_the_length_of_blocks_does_not_matter():
    samples = waltz()
    whole = activations_on_beats(NETWORK, FINDER, [samples])
    pieces = activations_on_beats(NETWORK, FINDER, np.array_split(samples, 7))
    np.testing.assert_allclose(pieces.values, whole.values, atol=1e-5)


def test_no_sound_has_no_downbeat():
    frames = activations_on_beats(NETWORK, FINDER, [np.zeros(0, np.float32)])
    assert len(frames) == 0
    assert len(NETWORK.task.decode(frames)) == 0


def test_known_beats_have_their_rows():
    other = Stack((Beatwise(LOUD, 1), *REPRESENTATION.parts))
    beats, both = 0.4 + 0.6 * np.arange(30), [REPRESENTATION, other]
    rows, more = (
        each.on_beats(frames, beats)
        for each, frames in zip(both, frames_of(both, waltz()), strict=True)
    )
    np.testing.assert_array_equal(more[:, len(LOUD.columns) :], rows)
    assert rows.shape == (30, len(REPRESENTATION.columns))
    assert (accents(rows)[:, 0] > 0.5).tolist() == [beat % 3 == 1 for beat in range(30)]


def test_frames_at_other_times_than_the_beats_are_refused():
    slow = LogLogS(RATE, 441, 2048)
    network = Network(Stack((Beatwise(slow, 1),)), BarTracking(("x",)), accents)
    with pytest.raises(ModelError, match="not at the times"):
        activations_on_beats(network, FINDER, [waltz()])
    with pytest.raises(ModelError, match="not at the times"):
        activations_on_beats(FINDER, FINDER, [waltz()])


def test_other_tasks_have_no_beats_to_begin_with():
    task = system("boeck2016").task
    assert not task.beats_by_model
    frames = activations_on_beats(NETWORK, FINDER, [waltz()])
    with pytest.raises(TypeError, match="no beats"):
        task.beats_in(frames)
    with pytest.raises(TypeError, match="no beats"):
        task.placed(frames.values, np.zeros(1), frames)


@pytest.mark.parametrize(("name", "near"), [("downbeats2026", 1e-6), ("krebs2016", 0.02)])
def test_many_beats_are_seen_an_hour_at_a_time(name, near, monkeypatch):
    """Convolutions see all that they need; what recurrent units remember longer is not seen."""
    network = load_model(name).network
    frames = np.random.default_rng(1).random((30000, len(network.representation.framewise.columns)))
    times = np.arange(0.3, 590, 0.5)
    whole = outputs_on_beats(network, frames.astype(np.float32), times)
    monkeypatch.setattr(beatwise, "CHUNK_BEATS", 300)
    monkeypatch.setattr(beatwise, "CONTEXT_BEATS", 512)
    parts = outputs_on_beats(network, frames.astype(np.float32), times)
    assert parts.shape == whole.shape == (1180, len(network.task.outputs))
    np.testing.assert_allclose(parts, whole, atol=near)
