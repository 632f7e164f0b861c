import csv
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn
from truths import TRUTHS, recording_of

from lausch.errors import ModelError
from lausch.networks.ends import Standardize
from lausch.representations import Raw, Stack
from lausch.system import Augment
from lausch.systems import NAMES, system
from lausch.training.excerpts import Example
from lausch.training.loop import LOG, build, standardize, train
from lausch.training.precision import in_half


def tiny(name, **changes):
    found = system(name)
    small = {
        "excerpt_seconds": 3.0,
        "batch": 2,
        "excerpts_per_epoch": 8,
        "epochs": 3,
        "patience": 3,
        "precision": "float32",
    }
    recipe = replace(found.recipe, **{**small, **changes})
    return replace(found, recipe=recipe)


@pytest.fixture
def examples(tmp_path):
    def make(found):
        samples = recording_of(found.task.kind, found.representation.rate)
        path = tmp_path / "sound.npy"
        np.save(path, found.representation.measure(samples).astype(np.float16))
        return [Example(path, TRUTHS[found.task.kind])]

    return make


@pytest.mark.parametrize("name", NAMES)
def test_a_network_learns_what_it_hears(name, examples, tmp_path):
    found = tiny(name)
    rows = []
    steps = []
    train(
        found,
        examples(found),
        examples(found),
        tmp_path / "run",
        report=rows.append,
        step=lambda *step: steps.append(step),
    )
    assert steps == [(done, 12) for done in range(1, 13)]
    with (tmp_path / "run" / LOG).open(newline="") as file:
        log = list(csv.DictReader(file))
    assert [float(row["training_loss"]) for row in log] == [row["training_loss"] for row in rows]
    assert len(rows) == 3
    assert rows[-1]["training_loss"] < rows[0]["training_loss"]


def test_a_killed_run_resumes_to_the_same_weights(examples, tmp_path):
    found = tiny("lausch2026")
    tracks = examples(found)
    whole, _ = train(found, tracks, tracks, tmp_path / "whole", seed=3)

    class KilledError(Exception):
        pass

    def kill(row):
        if row["epoch"] == 2:
            raise KilledError

    with pytest.raises(KilledError):
        train(found, tracks, tracks, tmp_path / "cut", seed=3, report=kill)
    resumed, progress = train(found, tracks, tracks, tmp_path / "cut", seed=3, resume=True)
    assert progress.epoch == 3
    for a, b in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(a, b)


def test_a_run_of_another_seed_is_not_resumed(examples, tmp_path):
    found = tiny("boeck2011")
    tracks = examples(found)
    train(found, tracks, tracks, tmp_path, seed=1)
    with pytest.raises(ModelError, match="its seed is 1"):
        train(found, tracks, tracks, tmp_path, seed=2, resume=True)


def test_a_run_of_another_recipe_is_not_resumed_and_the_error_names_the_fields(examples, tmp_path):
    found = tiny("boeck2011")
    tracks = examples(found)
    train(found, tracks, tracks, tmp_path)
    augment = replace(found.recipe.augment, gain_db=1.5)
    other = replace(found, recipe=replace(found.recipe, epochs=5, augment=augment))
    with pytest.raises(
        ModelError, match=r"its epochs is 3, not 5, its augment\.gain_db is .*, not 1\.5;"
    ):
        train(other, tracks, tracks, tmp_path, resume=True)


@pytest.mark.parametrize(
    "name", ["ullrich2014", "boeck2011", "lausch2026", "balke2017", "solo2026", "durand2017"]
)
def test_training_in_half_precision_goes_the_same_way(name, examples, tmp_path):
    """As on a graphics card, where every network is trained in it."""
    losses = {}
    for precision in ("float32", "bfloat16"):
        found = tiny(name, precision=precision, epochs=2, excerpts_per_epoch=4)
        tracks = examples(found)
        network, progress = train(found, tracks, tracks, tmp_path / precision)
        assert {each.dtype for each in network.parameters()} == {torch.float32}
        losses[precision] = [row["training_loss"] for row in progress.history]
    assert (losses["float32"] != losses["bfloat16"]) == in_half("bfloat16", "cpu")
    np.testing.assert_allclose(losses["bfloat16"], losses["float32"], rtol=0.1)


def test_training_stops_when_patience_ends(examples, tmp_path):
    found = tiny("boeck2011", learning_rate=0.0, patience=1)
    tracks = examples(found)
    _, progress = train(found, tracks, tracks, tmp_path)
    assert progress.epoch == 2


@pytest.mark.parametrize("kind", ["normal", "xavier", "default"])
@pytest.mark.parametrize("optimizer", ["adam", "radam", "sgd"])
@pytest.mark.parametrize("schedule", ["constant", "plateau", "cosine"])
def test_every_choice_of_a_recipe_trains(kind, optimizer, schedule, examples, tmp_path):
    found = tiny("boeck2011", initialisation=kind, optimizer=optimizer, schedule=schedule)
    found = replace(found, recipe=replace(found.recipe, epochs=1, excerpts_per_epoch=2))
    tracks = examples(found)
    _, progress = train(found, tracks, tracks, tmp_path)
    assert np.isfinite(progress.best_loss)


def test_the_same_seed_builds_the_same_network():
    def first():
        torch.manual_seed(0)
        return build(system("boeck2016"))

    for a, b in zip(first().parameters(), first().parameters(), strict=True):
        assert torch.equal(a, b)


def test_samples_have_one_mean_and_deviation(tmp_path):
    found = tiny("lausch2026", augment=Augment())
    found = replace(found, representation=Stack((Raw(8000, 80),)))
    path = tmp_path / "samples.npy"
    random = np.random.default_rng(0)
    np.save(path, random.normal(0.25, 0.5, (400, 80)).astype(np.float16))
    network = nn.Sequential(Standardize(80))
    standardize(network, found, [Example(path, TRUTHS[found.task.kind])], 0)
    assert len(network[0].mean.unique()) == len(network[0].deviation.unique()) == 1
    assert float(network[0].mean[0]) == pytest.approx(0.25, abs=0.05)
    assert float(network[0].deviation[0]) == pytest.approx(0.5, abs=0.05)
