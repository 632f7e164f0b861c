"""A network that sees drum patterns: strokes and beats are found by two others, side by side."""

from __future__ import annotations

import numpy as np
import pytest

from lausch.annotation import Drums
from lausch.errors import ModelError
from lausch.frames import FloatArray
from lausch.models import beatwise
from lausch.models.beatwise import Network, activations_on_drums
from lausch.models.model import load_model
from lausch.representations import LogLogS, LogMelS, Patterns, Rise, Stack
from lausch.tasks import BarPositions, DownbeatTracking, DrumTranscription

RATE = 44100
TASK = BarPositions()
PATTERNS = Stack((Patterns(Rise(LogMelS(RATE, 441, 1024, bands=3)), 4),))


def levels(frames: FloatArray) -> FloatArray:
    """A peak where the sound gets louder."""
    level = frames.mean(axis=1)
    rise = np.maximum(np.diff(level, prepend=0.0), 0)
    peak = (rise > 0.1) & (rise >= np.roll(rise, 1)) & (rise > np.roll(rise, -1))
    return peak.astype(np.float32)


def beats(frames: FloatArray) -> FloatArray:
    return np.stack([0.9 * levels(frames), np.zeros(len(frames))], axis=1).astype(np.float32)


def strokes(frames: FloatArray) -> FloatArray:
    """Loud bursts are kicks, others snares."""
    outputs = np.zeros((len(frames), 10), dtype=np.float32)
    peak = levels(frames)
    loud = frames.mean(axis=1) > 0.6
    outputs[:, 0], outputs[:, 1] = 0.9 * peak * loud, 0.9 * peak * ~loud
    outputs[:, 5:] = 0.8
    return outputs


def kick_is_one(rows: FloatArray) -> FloatArray:
    """A network that knows the downbeat by its kick."""
    one = np.where(rows[:, :1] > 0.5, 0.7, 0.1)
    return np.concatenate([one, np.repeat((1 - one) / 3, 3, axis=1)], axis=1).astype(np.float32)


FINDER = Network(Stack((LogLogS(RATE, 882, 1024),)), DownbeatTracking(), beats)
DRUMMER = Network(Stack((LogLogS(RATE, 441, 1024),)), DrumTranscription(), strokes)
NETWORK = Network(PATTERNS, TASK, kick_is_one)
EXPECTED = 0.4 + 0.6 * np.arange(1, 32, 4)


def bars() -> FloatArray:
    """Twenty seconds of bursts at 100 bpm, every fourth one far louder."""
    samples = np.zeros(20 * RATE, dtype=np.float32)
    burst = np.random.default_rng(0).normal(size=2000) * np.exp(-np.arange(2000) / 300)
    for beat in range(32):
        at = int((0.4 + 0.6 * beat) * RATE)
        samples[at : at + 2000] += (0.7 if beat % 4 == 1 else 0.03) * burst
    return samples


def test_downbeats_follow_from_the_strokes_at_beats():
    frames = activations_on_drums(NETWORK, FINDER, DRUMMER, [bars()])
    assert frames.columns == ("beat", *TASK.outputs)
    decoded = TASK.decode(frames)
    assert len(decoded.downbeats) >= 7
    assert all(np.abs(EXPECTED - each).min() < 0.05 for each in decoded.downbeats)


@pytest.mark.parametrize("seconds", [160.0, 3.0])
def test_blocks_and_chunks_do_not_matter(monkeypatch, seconds):
    whole = activations_on_drums(NETWORK, FINDER, DRUMMER, [bars()])
    monkeypatch.setattr(beatwise, "CHUNK_SECONDS", seconds)
    monkeypatch.setattr(beatwise, "CONTEXT_SECONDS", 1.0)
    parts = activations_on_drums(NETWORK, FINDER, DRUMMER, np.array_split(bars(), 9))
    np.testing.assert_allclose(parts.values, whole.values, atol=1e-5)


def test_no_sound_has_no_bars():
    frames = activations_on_drums(NETWORK, FINDER, DRUMMER, [np.zeros(0, np.float32)])
    assert len(TASK.decode(frames)) == 0


def test_a_model_without_rows_of_beats_counts_no_drums():
    model = load_model("lausch2026")
    with pytest.raises(ModelError, match="no rows of beats"):
        activations_on_drums(model.network, FINDER, DRUMMER, [bars()])
    for name in ("lausch2026", "krebs2016"):
        with pytest.raises(ModelError, match="does not count bars by drums"):
            load_model(name).on_drums(Drums([1.0], ["kick"]), EXPECTED)
