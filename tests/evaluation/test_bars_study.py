"""The study of bars: chances at known beats, their mean in log-odds, and the table of both."""

from __future__ import annotations

import numpy as np
import pytest
from house import study

from lausch.annotation import Beats
from lausch.evaluation.evidence import Evidence
from lausch.evaluation.result import Result
from lausch.frames import Clock, Frames

BARS = study("bars")


def test_frames_say_at_a_beat_what_share_of_it_is_a_downbeat():
    values = np.zeros((100, 2), dtype=np.float32)
    values[20] = [0.8, 0.6]
    values[61] = [0.5, 0.05]
    frames = Frames(values, Clock(50, 1), ("beat", "downbeat"))
    share = BARS.at_beats(frames, np.array([0.4, 1.2, 1.8, 9.0]))
    np.testing.assert_allclose(share, [0.75, 0.1, 0, 0], atol=1e-6)


def test_networks_agree_in_log_odds():
    mixed = BARS.together([np.array([0.9, 0.5, 1.0]), np.array([0.1, 0.5, 1.0])])
    np.testing.assert_allclose(mixed, [0.5, 0.5, 0.999], atol=1e-6)


@pytest.mark.parametrize(("shift", "score"), [(0, 1.0), (1, 0.0)])
def test_downbeats_are_counted_in_bars(shift, score):
    truth = Beats(6.0 + 0.5 * np.arange(24), np.arange(24) % 4 + 1)
    chance = np.where((np.arange(24) + shift) % 4 == 0, 0.8, 0.2)
    assert BARS.downbeat_f(truth, chance) == score


def test_the_table_has_networks_and_features_on_known_beats_by_corpus():
    rows = tuple(
        Result(
            f"{name} on known beats",
            corpus,
            "a",
            "a",
            9.0,
            {BARS.MEASURES[2]: value},
            0.0,
            {"other": 1},
        )
        for name, corpus, value in (
            ("krebs2016", "mdb_drums", 0.5),
            ("krebs2016", "jazz", 0.75),
            ("krebs2016, harmonic alone", "mdb_drums", 0.25),
        )
    )
    text = BARS.known(Evidence(BARS.STUDY, (), (), {}, (), "lausch report", others=rows))
    assert "| krebs2016 | .500 |" in text
    assert ".750" in text
    assert "| krebs2016, harmonic alone | .250 |" in text
