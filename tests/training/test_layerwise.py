"""A network that grows: what a layer begins as, and that growing survives a kill."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from truths import TRUTHS, recording_of

from lausch.systems import system
from lausch.training import layerwise
from lausch.training.excerpts import Example, training_batches
from lausch.training.loop import build, train


@pytest.fixture
def tracks(tmp_path):
    found = system("balke2017")
    path = tmp_path / "sound.npy"
    samples = recording_of("solo", found.representation.rate)
    np.save(path, found.representation.measure(samples).astype(np.float16))
    return [Example(path, TRUTHS["solo"])]


def tiny(**changes):
    found = system("balke2017")
    recipe = replace(found.recipe, batch=4, excerpts_per_epoch=8, layer_epochs=1, **changes)
    return replace(found, recipe=recipe)


def error(network, found, tracks):
    batch = next(training_batches(found, tracks, np.random.default_rng(9)))
    with torch.inference_mode():
        outputs = network(torch.from_numpy(batch.features))
    return float((outputs - torch.from_numpy(batch.targets)).square().mean())


def test_a_new_layer_knows_at_once_what_least_squares_know(tracks):
    found = tiny(epochs=5, patience=5)
    torch.manual_seed(0)
    network = build(found).eval()
    layerwise.fnn(network).begin()
    before = error(network, found, tracks)
    layerwise.grow(network, found, tracks, seed=0)
    assert int(layerwise.fnn(network).depth) == 2
    assert error(network, found, tracks) < 0.5 * before


def test_it_grows_on_time_and_ends_whole(tracks, tmp_path):
    found = tiny(epochs=5, patience=5)
    network, progress = train(found, tracks, tracks, tmp_path / "run")
    assert int(layerwise.fnn(network).depth) == 5
    assert progress.best_epoch == 5


def test_a_killed_run_grows_to_the_same_weights(tracks, tmp_path):
    found = tiny(epochs=4, patience=4)
    whole, _ = train(found, tracks, tracks, tmp_path / "whole", seed=2)

    class KilledError(Exception):
        pass

    def kill(row):
        if row["epoch"] == 2:
            raise KilledError

    with pytest.raises(KilledError):
        train(found, tracks, tracks, tmp_path / "cut", seed=2, report=kill)
    resumed, _ = train(found, tracks, tracks, tmp_path / "cut", seed=2, resume=True)
    for a, b in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(a, b)


def test_only_what_can_grow_is_grown():
    with pytest.raises(TypeError, match="FNN"):
        layerwise.fnn(build(system("solo2026")))
