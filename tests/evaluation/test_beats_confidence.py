"""The study of confidence: cases of decoded beats, and probabilities that are true."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from importlib import import_module

import numpy as np
import pytest
from house import STUDIES

from lausch.annotation import Beats
from lausch.frames import Clock
from lausch.models.model import load_model
from lausch.tasks import DownbeatTracking

sys.path.insert(0, str(STUDIES))
study, logistic = import_module("beats_confidence"), import_module("logistic")

TIMES = np.arange(0.5, 39, 0.5)
TRUTH = Beats(TIMES, np.arange(len(TIMES)) % 4 + 1)


@pytest.fixture(scope="module")
def activations():
    frames = DownbeatTracking().encode(TRUTH, Clock(22050, 441), 2000)
    frames.values[:] = np.maximum(frames.values * 0.9, 0.02)
    return frames


@pytest.mark.parametrize(
    ("truth", "right"),
    [
        (TRUTH, {"beat": 1, "tempo": 1, "downbeat": 1, "metre": 1}),
        (Beats(TIMES + 0.2, TRUTH.positions), {"beat": 0, "tempo": 1, "downbeat": 0, "metre": 1}),
        (Beats(TIMES[::2], TRUTH.positions[: len(TIMES[::2])]), {"tempo": 0, "metre": 1}),
    ],
)
def test_cases_say_what_is_right(truth, right, activations):
    found = study.cases(DownbeatTracking(), activations, truth)
    assert set(found) == set(study.NOUNS)
    for noun, value in right.items():
        features, hits = found[noun]
        assert len(features) == len(hits)
        assert hits.mean() == pytest.approx(value, abs=0.1)


def test_excerpts_keep_beats_at_their_frames(activations):
    for part, truth in study.excerpts(activations, TRUTH, np.random.default_rng(0)):
        assert len(part) < len(activations)
        frames = part.clock.frames(truth.times)
        assert (part.column("beat")[frames] > 0.5).mean() > 0.9


def test_true_probabilities_have_no_error():
    dice = np.random.default_rng(0)
    values = np.stack([np.ones(5000), dice.normal(size=5000)], axis=1)
    chance = 1 / (1 + np.exp(-values @ [0.5, 2.0]))
    right = (dice.random(5000) < chance).astype(float)
    assert logistic.regression(values, right) == pytest.approx((0.5, 2.0), abs=0.2)
    assert logistic.calibration_error(chance, right) < 0.03
    assert logistic.calibration_error(np.full(5000, 0.9), np.zeros(5000)) == pytest.approx(0.9)


def test_the_page_has_the_share_that_is_right_and_the_weights(tmp_path):
    chance = np.linspace(0, 1, 50)
    chances = {"rendered": {"beat": (chance, (chance > 0.5).astype(float))}}
    study.draw(chances, tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 1000
    options = Namespace(corpora=["pop"], data=None, model="lausch2026")
    page = study.page(options, chances, "a.png")
    assert "| rendered | beat | 50 |" in page
    assert re.search(r"\| 0\.9\d \| 1\.00 \| \d \|", page)
    assert load_model("lausch2026").digest[:12] in page
    assert "](a.png)" in page
