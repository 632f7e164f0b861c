"""Tags of manner by beats: they need beats, know no instruments, and hold from beat to beat."""

from __future__ import annotations

import numpy as np

from lausch.annotation import Beats, Tags
from lausch.annotation.tags import known
from lausch.frames import Clock, Frames
from lausch.tasks.tags import BeatTagging

TASK = BeatTagging(tags=("swing feel", "bebop"))
CURVE = Frames(np.ones((8, 1), np.float32), Clock(4, 1), ("drums",))


class Recording:
    """A track with some annotations."""

    def __init__(self, **layers):
        self.layers = layers

    def has(self, name):
        return name in self.layers

    def read(self, name):
        return self.layers[name]


def test_a_track_needs_beats_and_a_tag_of_the_task():
    beats, tags = Beats(np.arange(4), None), known({"drums": True, "bebop": False}, CURVE)
    track = Recording(beats=beats, tags=tags)
    assert TASK.admits(track)
    assert TASK.read(track).pairs == {"bebop": 0.0}
    assert TASK.read(track).curve is None
    assert not TASK.admits(Recording(tags=tags))
    assert not TASK.admits(Recording(beats=beats, tags=known({"drums": True}, CURVE)))


def test_outputs_of_beats_are_frames_of_time_whose_mean_counts():
    beat = Frames(np.zeros((10, 1), np.float32), Clock(10, 1), ("beat",))
    outputs = np.array([[1.0, 0.2], [0.0, 0.2]], np.float32)
    frames = TASK.placed(outputs, np.array([1.0, 6.0]), beat)
    assert len(frames) == 10
    np.testing.assert_array_equal(frames.column("swing feel"), [1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    tags = TASK.decode(frames)
    np.testing.assert_allclose(tags.probabilities, [0.4, 0.2], atol=1e-6)
    assert tags.curve is None


def test_without_beats_there_are_no_tags():
    beat = Frames(np.zeros((10, 1), np.float32), Clock(10, 1), ("beat",))
    assert len(TASK.beats_in(beat)) == 0
    tags = TASK.decode(TASK.placed(np.zeros((0, 2), np.float32), np.zeros(0), beat))
    assert isinstance(tags, Tags)
    assert tags.names == ()
