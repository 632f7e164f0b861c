"""Bags, and weights of 4 bits: what is stored is what was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from lausch.models.card import Card
from lausch.models.model import Model
from lausch.models.probe import probe_record
from lausch.networks.boundaries import Boundaries
from lausch.networks.ends import Bag
from lausch.networks.patch import PatchShape
from lausch.representations import to_card
from lausch.systems import system
from lausch.tasks import to_card as task_to_card
from lausch.training.export import export, probe_activations, with_head
from lausch.training.int4 import quantized, round_weights
from lausch.training.loop import build
from lausch.training.run import joined


@pytest.mark.parametrize("shape", [(7, 5, 31), (6, 20, 3), (5, 320)])
def test_rounding_twice_is_rounding_once(shape):
    weights = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    whole, scale = quantized(weights)
    size = whole.shape[-1] // scale.shape[-1]
    rounded = (whole * np.repeat(scale, size, axis=-1)).reshape(shape)
    steps = np.repeat(scale, size, axis=-1).reshape(shape)
    assert (np.abs(rounded - weights) <= steps / 2 + 1e-7).all()
    again, _ = quantized(rounded.astype(np.float32))
    np.testing.assert_array_equal(again, whole)


def test_short_kernels_share_their_scales():
    weights = np.zeros((6, 20, 3), np.float32)
    whole, scale = quantized(weights)
    assert whole.shape == (6, 60)
    assert scale.shape == (6, 2)
    assert quantized(np.zeros((6, 20, 31), np.float32))[1].shape == (6, 20, 1)


def test_small_layers_are_left_alone():
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(8, 8), nn.Linear(200, 100))
    before = [parameter.clone() for parameter in network.parameters()]
    round_weights(network)
    assert torch.equal(network[0].weight, before[0])
    assert not torch.equal(network[1].weight, before[2])


def test_a_bag_is_the_mean_of_its_members():
    members = [nn.Linear(3, 2), nn.Linear(3, 2)]
    values = torch.rand(4, 3)
    expected = (members[0](values) + members[1](values)) / 2
    torch.testing.assert_close(Bag(members)(values), expected)


def test_a_bag_of_small_weights_is_exported_as_it_is(tmp_path):
    shape = PatchShape(maps=4, later_maps=4)
    found = replace(
        system("ullrich2014"), network=lambda dropout: Boundaries(shape, dropout), int4=True
    )
    torch.manual_seed(0)
    networks = [build(found) for _ in range(3)]
    network = joined(networks, found)
    whole = with_head(network, found)
    card = Card(
        found.name, found.title, "", to_card(found.representation), task_to_card(found.task),
        found.chunk_frames, found.context_frames, 1, {}, {}, [], "MIT",
        probe_record(probe_activations(whole, found)),
    )  # fmt: skip
    path = tmp_path / "bag.onnx"
    export(network, found, card, path)  # compares with torch
    assert path.stat().st_size < 3 * 0.85 * sum(p.numel() for p in networks[0].parameters())
    noise = np.random.default_rng(0).normal(0, 0.1, 44100).astype(np.float32)
    assert Model(path.read_bytes()).run([noise]).values.shape == (8, 1)
