"""How much a teacher labels, and that a task must say how."""

from __future__ import annotations

from lausch.corpora.track import Track
from lausch.training.teacher import within


def test_hours_are_a_limit_but_one_track_is_kept(tmp_path):
    tracks = [Track(f"t{n}", tmp_path, 1800.0, f"song {n}") for n in range(4)]
    assert len(within(tracks, 1.1)) == 2
    assert len(within(tracks, 0.1)) == 1
