"""Machines small enough that all their states can be counted, and the network of several."""

from __future__ import annotations

from itertools import product

import pytest
import torch

from lausch.networks.dbn import DBN, RBM

STATES = torch.tensor(list(product((0.0, 1.0), repeat=4)))
GIVEN = torch.tensor([[0.5, 1.0, 0.0]])


def machine(seed: int = 0, visible: int = 4, hidden: int = 3, given: int = 3) -> RBM:
    torch.manual_seed(seed)
    small = RBM(visible, hidden, given)
    for parameter in small.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    return small


def test_the_free_energy_is_the_sum_over_hidden_states():
    small = machine()
    with torch.no_grad():
        hidden = torch.tensor(list(product((0.0, 1.0), repeat=3)))
        visible_bias = small.visible_bias + GIVEN @ small.to_visible
        hidden_bias = small.hidden_bias + GIVEN @ small.to_hidden
        energy = -(
            STATES @ small.weight @ hidden.T + STATES @ visible_bias.T + (hidden @ hidden_bias.T).T
        )
        torch.testing.assert_close(
            small.free_energy(STATES, GIVEN), -torch.logsumexp(-energy, dim=1)
        )


def test_chances_are_those_of_the_joint_distribution():
    small = machine()
    with torch.no_grad():
        for unit in range(4):
            on, off = STATES[1].clone(), STATES[1].clone()
            on[unit], off[unit] = 1.0, 0.0
            hidden = torch.tensor([1.0, 0.0, 1.0])
            energies = [
                -(
                    v @ small.weight @ hidden
                    + v @ (small.visible_bias + GIVEN[0] @ small.to_visible)
                )
                for v in (on, off)
            ]
            expected = torch.sigmoid(energies[1] - energies[0])
            torch.testing.assert_close(small.visible(hidden, GIVEN[0])[unit], expected)


def exact_gradient(small: RBM, data: torch.Tensor) -> list[torch.Tensor]:
    """Of the mean negative log-likelihood, with the partition function of all states."""
    every = small.free_energy(STATES, GIVEN)
    loss = small.free_energy(data, GIVEN).mean() + torch.logsumexp(-every, dim=0)
    return list(torch.autograd.grad(loss, list(small.parameters())))


def test_long_chains_have_the_exact_gradient():
    small = machine(1)
    data = STATES[[3, 5, 5, 9]].repeat(4000, 1)
    torch.manual_seed(2)
    found = torch.autograd.grad(small.contrast(data, GIVEN, steps=60), list(small.parameters()))
    for ours, exact in zip(found, exact_gradient(small, data), strict=True):
        torch.testing.assert_close(ours, exact, atol=0.02, rtol=0)


def test_dreams_do_not_move_the_rows_they_begin_with():
    small = machine()
    data = STATES.clone()
    dream = small.dreamt(data, GIVEN, steps=3)
    assert set(dream.unique().tolist()) <= {0.0, 1.0}
    assert torch.equal(data, STATES)
    assert not dream.requires_grad


@pytest.mark.parametrize("steps", [1, 3])
def test_contrastive_divergence_learns_what_there_is(steps):
    small = machine(3, hidden=8, given=0)
    data = STATES[[3, 12]].repeat(16, 1)
    optimizer = torch.optim.SGD(small.parameters(), 0.1)

    def likelihood() -> float:
        with torch.no_grad():
            every = torch.log_softmax(-small.free_energy(STATES), dim=0)
        return float(every[[3, 12]].mean())

    before, error = likelihood(), float(small.error(data).detach())
    for _ in range(300):
        optimizer.zero_grad()
        small.contrast(data, steps=steps).backward()
        optimizer.step()
    assert float(small.error(data).detach()) < 0.2 * error
    assert likelihood() > before + 0.5


def test_what_is_given_decides_what_is_dreamt():
    small = machine(4, hidden=4, given=2)
    given = torch.eye(2).repeat(16, 1)
    data = torch.stack([STATES[3], STATES[12]]).repeat(16, 1)
    optimizer = torch.optim.SGD(small.parameters(), 0.2)
    for _ in range(400):
        optimizer.zero_grad()
        small.contrast(data, given).backward()
        optimizer.step()
    with torch.no_grad():
        own, other = (small.free_energy(data, each) for each in (given, given.flip(1)))
    assert (own < other - 2).all()


def network() -> DBN:
    torch.manual_seed(0)
    return DBN(6, 4, before=3, units=(5, 4)).eval()


def test_a_row_depends_on_those_before_and_on_no_later_one():
    values = torch.rand(1, 12, 6, requires_grad=True)
    network()(values)[0, 7].sum().backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert touched.tolist() == [4, 5, 6, 7]


def test_the_latest_row_is_given_first_and_nothing_before_the_beginning():
    values = torch.arange(18.0).reshape(1, 3, 6)
    given = network().given(values)
    assert given.shape == (1, 3, 18)
    assert not given[0, 0].any()
    assert given[0, 2].tolist() == [*range(6, 12), *range(6), *[0.0] * 6]
    assert DBN(6, 4, before=0).given(values).shape == (1, 3, 0)


@pytest.mark.parametrize("before", [0, 3])
def test_each_machine_sees_the_one_below(before):
    belief = DBN(6, 4, before=before, units=(5, 4)).eval()
    values = torch.rand(2, 7, 6)
    rows, given = belief.seen(values, 0)
    assert given is not None
    assert torch.equal(rows, values)
    hidden, nothing = belief.seen(values, 1)
    assert nothing is None
    torch.testing.assert_close(hidden, belief.machine(0).hidden(values, given))
    assert belief(values).shape == (2, 7, 4)


def test_rows_are_seen_together_the_latest_first_with_what_is_given_before_them():
    belief = DBN(6, 4, before=1, together=2, units=(5, 4)).eval()
    values = torch.arange(24.0).reshape(1, 4, 6)
    rows, given = belief.seen(values, 0)
    assert given is not None
    assert rows[0, 3].tolist() == [*range(18, 24), *range(12, 18)]
    assert given[0, 3].tolist() == [*range(6, 12)]
    assert rows[0, 0, 6:].tolist() == [0.0] * 6
    assert belief(values).shape == (1, 4, 4)


def test_magnitudes_become_chances_that_are_a_half_at_their_mean():
    belief = DBN(3, 2, before=0, units=(4,), saturating=True)
    assert belief.saturation is not None
    belief.saturation.set(torch.tensor([2.0, 5.0, 0.0]))
    chances, _ = belief.seen(torch.tensor([[[2.0, 0.0, 0.0], [6.0, 1e9, 3.0]]]), 0)
    expected = torch.tensor([[0.5, 0.0, 0.0], [0.75, 1.0, 1.0]])
    torch.testing.assert_close(chances[0], expected, atol=1e-5, rtol=0)


def test_a_levelled_network_has_the_same_chances_however_loud_a_row_is():
    belief = DBN(4, 2, before=0, units=(4,), saturating=True, levelled=True)
    assert belief.saturation is not None
    belief.saturation.set(torch.tensor([2.0, 5.0, 1.0, 4.0]))
    row = torch.tensor([2.0, 3.0, 0.5, 9.0])
    chances, _ = belief.seen(torch.stack([row, 30 * row, row / 30, 0 * row])[None], 0)
    torch.testing.assert_close(chances[0, 1], chances[0, 0])
    torch.testing.assert_close(chances[0, 2], chances[0, 0])
    assert not chances[0, 3].any()
    average, _ = belief.seen(belief.saturation.mean[None, None], 0)
    torch.testing.assert_close(average[0, 0], torch.full((4,), 0.5))


def test_states_are_those_of_every_machine():
    belief = network()
    values = torch.rand(2, 7, 6)
    first, second = belief.states(values)
    torch.testing.assert_close(first, belief.seen(values, 1)[0])
    torch.testing.assert_close(second, belief.seen(values, 2)[0])
    torch.testing.assert_close(belief.output(second), belief(values))
