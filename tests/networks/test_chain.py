"""A chain of states in torch: its likelihood sums over every sequence, and is the decoder's."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import torch
from torch import nn

from lausch.decoding.bar_field import BarField, steps
from lausch.networks.chain import ChainField
from lausch.networks.ends import States, unchained
from lausch.training.losses import chain

METERS = (2, 3)


def field() -> ChainField:
    torch.manual_seed(0)
    made = ChainField(nn.Linear(4, 2), steps(METERS), features=2).eval()
    nn.init.normal_(made.follow)
    nn.init.normal_(made.slip)
    return made


def test_scores_are_weighted_features_and_steps_are_those_of_the_decoder():
    made = field()
    values = torch.randn(2, 6, 4)
    scores, follow = unchained(made(values))
    torch.testing.assert_close(scores, made.observation(made.network(values)))
    weights = BarField(tuple(made.follow.flatten().tolist()), made.slip.item())
    np.testing.assert_allclose(follow.detach().numpy(), weights.scores(METERS), atol=1e-6)


def test_the_head_gives_shares_of_states():
    made = field()
    logits = made(torch.randn(1, 6, 4))
    torch.testing.assert_close(States()(logits), torch.softmax(logits[..., :5], -1))


def test_the_loss_is_the_likelihood_among_all_sequences():
    made = field()
    logits = made(torch.randn(1, 4, 4)).detach()
    scores, follow = unchained(logits)
    total = {
        path: float(
            sum(scores[0, n, state] for n, state in enumerate(path))
            + sum(follow[a, b] for a, b in pairwise(path))
        )
        for path in product(range(5), repeat=4)
    }
    true = (0, 1, 2, 3)
    targets = torch.eye(5)[list(true)][None]
    weights = torch.ones(1, 4, 1)
    every = np.logaddexp.reduce(list(total.values()))
    expected = (every - total[true]) / 4
    assert abs(float(chain(logits, targets, weights)) - expected) < 1e-4
    # Of a beat without a target any state may be the true one.
    targets[0, 2] = 0
    some = np.logaddexp.reduce([total[0, 1, state, 3] for state in range(5)])
    expected = (every - some) / 4
    assert abs(float(chain(logits, targets, weights)) - expected) < 1e-4


def test_beats_after_the_end_do_not_count():
    made = field()
    values, targets = torch.randn(1, 7, 4), torch.eye(5)[[0, 1, 2, 3, 4, 0, 1]][None]
    weights = torch.ones(1, 7, 1)
    weights[:, 4:] = 0
    whole = chain(made(values), targets, weights)
    cut = chain(made(values[:, :4]), targets[:, :4], weights[:, :4])
    torch.testing.assert_close(whole, cut)


def test_in_training_each_network_learns_states_alone_and_none_from_the_chain():
    made = field().train()
    values, targets = torch.randn(1, 4, 4), torch.eye(5)[[0, 1, 2, 3]][None]
    logits, weights = made(values), torch.ones(1, 4, 1)
    downbeat = torch.tensor([1.0, 0.0, 1.0, 0.0])[None, :, None].expand(1, 4, 2)
    alone = 2 * nn.functional.binary_cross_entropy_with_logits(made.network(values), downbeat)
    both = chain(logits, targets, weights)
    torch.testing.assert_close(both - chain(logits[..., :30], targets, weights), alone)
    both.backward()
    layer = made.network
    assert isinstance(layer, nn.Linear)
    field_alone = field().train()
    chain(field_alone(values)[..., :30], targets, weights).backward()
    untouched = field_alone.network.get_parameter("weight").grad
    assert untouched is None or not untouched.any()
    assert layer.weight.grad is not None
    assert layer.weight.grad.any()
    assert made.observation.weight.grad is not None
