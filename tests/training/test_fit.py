"""The part of the conformance suite that needs torch: every system's network fits its system."""

from __future__ import annotations

import pytest
import torch

from lausch.models.probe import probe_samples
from lausch.representations import represent
from lausch.systems import NAMES, system
from lausch.training.export import HEADS, probe_activations, with_head
from lausch.training.loop import build
from lausch.training.losses import LOSSES


@pytest.mark.parametrize("name", NAMES)
class TestNetwork:
    def test_it_takes_the_features_and_gives_the_outputs(self, name):
        found = system(name)
        activations = probe_activations(with_head(build(found), found), found)
        features = represent(found.representation, probe_samples(found.representation.rate))
        assert activations.shape == (len(features), len(found.task.outputs))
        assert ((activations >= 0) & (activations <= 1)).all()

    def test_it_can_take_a_step(self, name):
        found = system(name)
        assert found.head in HEADS
        network = build(found)
        frames = 60 + 2 * found.margin_frames
        features = torch.rand(2, frames, len(found.representation.columns))
        targets = torch.zeros(2, 60, len(found.task.outputs))
        loss = LOSSES[found.recipe.loss](network(features), targets, torch.ones(2, 60, 1))
        loss.backward()
        assert torch.isfinite(loss)
        # What a machine of a belief network sees is learnt before, by contrast alone.
        before = ("visible_bias", "to_visible") if found.recipe.pretraining else ()
        learning = [p for name, p in network.named_parameters() if not name.endswith(before)]
        assert all(p.grad is not None for p in learning if p.numel())

    def test_its_chunks_see_what_the_whole_sees(self, name):
        found = system(name)
        reach = max((getattr(each, "reach", 0) for each in build(found).modules()), default=0)
        assert isinstance(reach, int)
        assert found.context_frames >= reach
