"""Targets of what plays when, weights of what is known, and probabilities that fit."""

import numpy as np
import pytest

from lausch.annotation import Tags
from lausch.annotation.tags import known
from lausch.decoding.tags import TagPooler, calibrated, fitted, thinned
from lausch.frames import Clock, Frames
from lausch.tasks.tags import Tagging

TASK = Tagging(tags=("voice", "drums", "bebop", "slow tempo"), reach_seconds=0.5)
PLAYING = Frames(
    np.repeat([[1, 0], [0, 1]], [8, 32], axis=0).astype(np.float32), Clock(4, 1), ("voice", "drums")
)
TRUTH = known({"voice": True, "drums": True, "slow tempo": True}, PLAYING)


def test_instruments_are_targets_near_which_they_sound_and_unknown_tags_weigh_nothing():
    targets = TASK.encode(TRUTH, Clock(1, 1), 10)
    np.testing.assert_array_equal(targets.column("voice"), [1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
    np.testing.assert_array_equal(targets.column("drums"), [0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
    np.testing.assert_array_equal(targets.column("slow tempo"), np.ones(10))
    weights = TASK.weights(TRUTH, Clock(1, 1), 10)
    np.testing.assert_array_equal(weights, np.tile([1, 1, 0, 1], (10, 1)))


def test_an_excerpt_has_its_part_of_the_curve_and_at_another_tempo_no_known_one():
    part = TASK.moved(TRUTH, start=1.0, rate=1.0, seconds=2.0, semitones=0)
    np.testing.assert_array_equal(part.curve.column("voice"), [1, 1, 1, 1, 0, 0, 0, 0])
    assert "slow tempo" in part.names
    fast = TASK.moved(TRUTH, start=0.0, rate=2.0, seconds=2.0, semitones=0)
    np.testing.assert_array_equal(fast.curve.column("voice"), [1, 1, 1, 1, 0, 0, 0, 0])
    assert "slow tempo" not in fast.names
    early = TASK.moved(TRUTH, start=-1.0, rate=1.0, seconds=2.0, semitones=0)
    np.testing.assert_array_equal(early.curve.column("voice"), [0, 0, 0, 0, 1, 1, 1, 1])
    assert TASK.moved(known({"voice": True}), start=0, rate=1, seconds=1, semitones=0).curve is None


def test_an_instrument_of_few_frames_counts_and_a_manner_is_that_of_all():
    values = np.full((100, 4), 0.1, np.float32)
    values[:10] = 0.9
    tags = Tagging(tags=TASK.tags, decoder=TagPooler(share=0.1)).decode(
        Frames(values, Clock(1, 1), TASK.tags)
    )
    assert tags.pairs["voice"] == pytest.approx(0.9)
    assert tags.pairs["bebop"] == pytest.approx(0.18, abs=1e-5)
    assert tags.curve.columns == ("voice", "drums")


def test_probabilities_are_fitted_to_how_often_they_are_right():
    random = np.random.default_rng(0)
    true_odds = random.normal(size=4000)
    truth = random.random(4000) < 1 / (1 + np.exp(-true_odds))
    shown = 1 / (1 + np.exp(-(2 * true_odds + 1)))  # too sure, and too high
    slope, offset = fitted(shown, truth)
    assert slope == pytest.approx(0.5, abs=0.05)
    assert offset == pytest.approx(-0.5, abs=0.1)
    better = calibrated(shown, np.array(slope), np.array(offset))
    assert np.mean((better - truth) ** 2) < np.mean((shown - truth) ** 2)
    assert fitted(shown[:5], np.ones(5, bool)) == (1.0, 0.0)


def test_a_task_fits_every_tag_and_stays_as_it_is_where_nothing_is_known():
    clock = Clock(1, 1)
    tracks = [
        (
            Frames(np.full((3, 4), 0.8 if n % 2 else 0.6, np.float32), clock, TASK.tags),
            known({"voice": bool(n % 2)}),
        )
        for n in range(40)
    ]
    task = TASK.fitted(tracks)
    assert len(task.slopes) == len(task.offsets) == 4
    assert task.slopes[1:] == (1.0, 1.0, 1.0)
    first, second = (task.decode(frames).pairs["voice"] for frames, _ in tracks[:2])
    assert first < 0.5 < second


def test_the_share_of_frames_that_count_is_the_one_that_ranks_recordings():
    clock, random = Clock(1, 1), np.random.default_rng(0)
    tracks = []
    for n in range(40):
        values = random.uniform(0.3, 0.7, (50, 4)).astype(np.float32)
        if n % 2:  # it sounds in three frames alone, and in the others less than elsewhere
            values[:, 0] -= 0.2
            values[:3, 0] = 0.9
        tracks.append((Frames(values, clock, TASK.tags), known({"voice": bool(n % 2)})))
    assert TASK.fitted(tracks).decoder.share <= 0.1


def test_a_curve_has_at_most_two_frames_a_second():
    values = np.repeat([[0.0], [1.0]], 40, axis=0).astype(np.float32)
    means, clock = thinned(values, Clock(40, 1))
    assert clock == Clock(40, 20)
    np.testing.assert_allclose(means[:, 0], [0, 0, 0.5, 1])
    assert thinned(values, Clock(1, 1))[1] == Clock(1, 1)


def test_facts_are_what_is_known_and_what_is_estimated():
    facts = TASK.facts(known({"voice": True}), Tags(["voice", "drums"], [0.25, 0.5]))
    assert facts == {"voice: true": 1.0, "voice: estimate": 0.25}
