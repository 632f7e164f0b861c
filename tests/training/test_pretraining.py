"""Machines of a belief network learn before targets are shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from truths import TRUTHS

from lausch.networks.dbn import DBN
from lausch.system import Pretraining
from lausch.systems import system
from lausch.training.excerpts import Example
from lausch.training.loop import build, train
from lausch.training.pretraining import dbn, pretrain

NAME = "battenberg2012"


@pytest.fixture
def tracks(tmp_path):
    """Bars of four patterns: kick, hi-hat, snare, hi-hat."""
    columns = len(system(NAME).representation.columns)
    rows = np.zeros((42, columns), dtype=np.float16)
    for number, column in enumerate((0, 2, 1, 2)):
        rows[number::4, column] = 0.9
    np.save(tmp_path / "rows.npy", rows)
    return [Example(tmp_path / "rows.npy", TRUTHS["positions"])]


def tiny(**changes):
    found = system(NAME)
    sizes = {"batch": 4, "excerpts_per_epoch": 80, "epochs": 2, "patience": 2, "average": 0.5}
    recipe = replace(found.recipe, **{**sizes, "dropout": 0.0, **changes})
    return replace(found, recipe=recipe)


def weights(network):
    belief = network.get_submodule("1")
    assert isinstance(belief, DBN)
    return [belief.machine(place).weight.detach().clone() for place in (0, 1)]


def test_the_error_of_each_machine_falls(tracks):
    found = tiny(pretraining=Pretraining(epochs=30, batch=16, learning_rate=0.2))
    torch.manual_seed(0)
    network = build(found)
    before = weights(network)
    rows = pretrain(network, found, tracks, seed=0)
    assert [(row["machine"], row["epoch"]) for row in rows] == [
        (machine, epoch) for machine in (1, 2) for epoch in range(1, 31)
    ]
    first = [row["error"] for row in rows if row["machine"] == 1]
    assert first[-1] < 0.7 * first[0]
    assert all(not torch.equal(a, b) for a, b in zip(before, weights(network), strict=True))


def test_without_epochs_nothing_is_learnt(tracks):
    found = tiny(pretraining=Pretraining(epochs=0))
    network = build(found)
    before = weights(network)
    assert pretrain(network, found, tracks, seed=0) == []
    assert all(torch.equal(a, b) for a, b in zip(before, weights(network), strict=True))


def test_only_a_belief_network_is_pretrained(tracks):
    found = replace(system("krebs2016"), recipe=tiny().recipe)
    with pytest.raises(TypeError, match="only a DBN is pre-trained"):
        pretrain(build(found), found, tracks, seed=0)


def test_training_ends_with_the_numbers_of_the_bar(tracks, tmp_path):
    found = tiny(epochs=10, patience=10, learning_rate=0.05)
    network, progress = train(found, tracks, tracks, tmp_path / "run", seed=0)
    assert progress.history[-1]["training_loss"] < 0.5
    values = torch.from_numpy(np.load(tracks[0].spectra).astype(np.float32))[None]
    with torch.inference_mode():
        numbers = network(values)[0].argmax(-1) + 1
    assert (numbers[8:].numpy() == TRUTHS["positions"].positions[8:]).mean() > 0.9


def test_a_share_of_the_rows_is_learnt_from_and_means_are_those_of_all(tmp_path):
    found = system("hamel2010")
    recipe = replace(found.recipe, pretraining=Pretraining(epochs=1, rows=60, batch=1000))
    found = replace(found, recipe=recipe)
    columns = len(found.representation.columns)
    values = np.random.default_rng(0).random((300, columns)).astype(np.float16)
    values[:, 0] = 3
    np.save(tmp_path / "rows.npy", values)
    network = build(found)
    seen = []
    belief = dbn(network)
    contrast = belief.machine(0).contrast

    def counted(rows, given, *, steps):
        seen.append(len(rows))
        return contrast(rows, given, steps=steps)

    belief.machine(0).contrast = counted
    pretrain(network, found, [Example(tmp_path / "rows.npy", TRUTHS["tags"])], seed=0)
    assert 40 < sum(seen) < 80
    assert belief.saturation.mean[0] == pytest.approx(3)
    assert belief.saturation.mean[1:].mean() == pytest.approx(0.5, abs=0.02)
