"""A model of manners has no curve of who plays, and its tags are in an analysis all the same."""

from __future__ import annotations

import numpy as np

import lausch

RATE = 44100


def test_tags_of_a_model_on_beats_are_found_and_silence_has_none():
    samples = np.zeros(8 * RATE, dtype=np.float32)
    burst = np.random.default_rng(0).normal(size=3000) * np.exp(-np.arange(3000) / 400)
    for at in np.arange(0.5, 7.5, 0.5):
        samples[int(at * RATE) : int(at * RATE) + 3000] += 0.3 * burst
    tags = lausch.analyze((samples, RATE), model="schmidt2013").others["tags"]
    assert "swing feel" in tags.names
    assert tags.curve is None
    silent = lausch.analyze((np.zeros_like(samples), RATE), model="schmidt2013").others["tags"]
    assert silent.names == ()
