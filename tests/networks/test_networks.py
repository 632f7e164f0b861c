import pytest
import torch

from lausch.networks.branches import Branches
from lausch.networks.ends import BeatClasses, Classes, Shares, Sigmoids, Standardize
from lausch.networks.fnn import FNN
from lausch.networks.harmonics import HarmonicStack
from lausch.networks.recurrent import BGRU, BLSTM, BRNN
from lausch.networks.spectral import SpectralCNN
from lausch.networks.strokes import Strokes
from lausch.networks.tatums import TatumCNN
from lausch.networks.tcn import TCN


@pytest.mark.parametrize(
    "network",
    [TCN(50, 31, 2, blocks=3), BLSTM(81, 2), BRNN(81, 2), SpectralCNN(81, 2)],
    ids=lambda n: type(n).__name__,
)
@pytest.mark.parametrize("frames", [1, 7, 200])
def test_one_row_of_logits_for_every_frame(network, frames):
    assert network(torch.zeros(3, frames, 81)).shape == (3, frames, 2)


def test_the_blstm_of_2016_has_its_size():
    # The paper's 99,003 have peepholes (3 x 25 per direction and layer) and one bias vector a
    # gate; torch has no peepholes and two bias vectors.
    count = sum(parameter.numel() for parameter in BLSTM(314, 3).parameters())
    peepholes, second_biases = 3 * 2 * 3 * 25, 3 * 2 * 4 * 25
    assert count == 99_003 - peepholes + second_biases


def test_the_bgru_of_2016_has_its_size():
    # The released networks have 42,451 and 19,051 parameters with one bias vector a gate for two.
    for columns, count in ((180, 42_451), (24, 19_051)):
        ours = sum(parameter.numel() for parameter in BGRU(columns, 1, layers=2).parameters())
        assert ours == count + 2 * 2 * 25 * 2


def test_the_plain_network_of_2013_has_its_size():
    # The released network has 22,251 parameters with one bias vector a unit for two.
    ours = sum(parameter.numel() for parameter in BRNN(266, 1).parameters())
    assert ours == 22_251 + 3 * 2 * 25


def test_branches_see_their_own_columns_alone():
    torch.manual_seed(0)
    both = Branches([8, 4], [BLSTM(8, 1), BGRU(4, 2)]).eval()
    values = torch.randn(2, 9, 12)
    other = values.clone()
    other[..., 8:] += 1
    first, second = both(values), both(other)
    assert first.shape == (2, 9, 3)
    torch.testing.assert_close(first[..., :1], second[..., :1])
    assert not torch.isclose(first[..., 1:], second[..., 1:]).any()


def test_a_beat_depends_on_the_beats_around_and_one_more():
    torch.manual_seed(0)
    network = TatumCNN(12, 1, divisions=4, beats_around=3).eval()
    values = torch.randn(1, 21, 12, requires_grad=True)
    network(values)[0, 10, 0].backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert (int(touched.min()), int(touched.max())) == (6, 14)


def test_a_tcn_frame_depends_on_its_reach_and_no_more():
    torch.manual_seed(0)
    network = TCN(50, 31, 1, blocks=3).eval()
    frames = 4 * network.reach + 1
    middle = frames // 2
    values = torch.randn(1, frames, 81, requires_grad=True)
    network(values)[0, middle, 0].backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert int(touched.min()) == middle - network.reach
    assert int(touched.max()) == middle + network.reach


def test_a_stroke_is_found_by_its_reach_and_no_more():
    torch.manual_seed(0)
    network = Strokes(2, 24, 3, maps=(4, 4, 4), channels=8, blocks=2).eval()
    frames = 4 * network.reach + 1
    middle = frames // 2
    values = torch.randn(1, frames, 48, requires_grad=True)
    network(values)[0, middle].sum().backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert (int(touched.min()), int(touched.max())) == (
        middle - network.reach,
        middle + network.reach,
    )
    assert network(values).shape == (1, frames, 3)


def test_a_frame_of_convolutions_depends_on_its_reach_and_no_more():
    torch.manual_seed(0)
    network = SpectralCNN(40, 2, channels=8, kernel=5, step=2, layers=3).eval()
    frames = 4 * network.reach + 1
    middle = frames // 2
    values = torch.randn(1, frames, 40, requires_grad=True)
    network(values)[0, middle].sum().backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert int(touched.min()) == middle - network.reach
    assert int(touched.max()) == middle + network.reach


def test_standardize_gives_mean_zero_and_deviation_one():
    values = torch.randn(500, 4) * torch.tensor([1.0, 2.0, 3.0, 0.0]) + 5
    layer = Standardize(4)
    layer.set(values.mean(0), values.std(0))
    found = layer(values)
    assert found.mean(0).abs().max() < 1e-4
    assert torch.allclose(found.std(0)[:3], torch.ones(3), atol=1e-3)
    assert torch.isfinite(found).all()


def test_heads_give_probabilities_with_any_beat_at_least_the_downbeat():
    logits = torch.randn(2, 50, 3) * 4
    activations = BeatClasses()(logits)
    assert activations.shape == (2, 50, 2)
    assert (activations[..., 0] >= activations[..., 1]).all()
    assert (activations <= 1.000001).all()
    assert torch.equal(Sigmoids()(logits), torch.sigmoid(logits))
    torch.testing.assert_close(Classes()(logits).sum(-1), torch.ones(2, 50))


def test_the_network_of_balke_has_its_size():
    assert sum(parameter.numel() for parameter in FNN(120, 120).parameters()) == 87_120


def test_a_harmonic_stack_frame_depends_on_its_reach_and_no_more():
    torch.manual_seed(0)
    network = HarmonicStack(60, 12, 12, octave=12, harmonics=(1, 2, 3), maps=3, blocks=4).eval()
    frames = 4 * network.reach + 2
    middle = frames // 2
    values = torch.randn(1, frames, 60, requires_grad=True)
    network(values)[0, middle].sum().backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert middle - network.reach <= int(touched.min()) < middle
    assert middle < int(touched.max()) <= middle + network.reach


@pytest.mark.parametrize("frames", [1, 2, 7])
def test_a_harmonic_stack_answers_every_frame(frames):
    network = HarmonicStack(60, 3, 12, octave=12, harmonics=(0.5, 1, 2), maps=3, blocks=2)
    assert network(torch.zeros(2, frames, 60)).shape == (2, frames, 12)


def test_voicing_begins_as_the_strongest_pitch_and_learns_from_there():
    torch.manual_seed(0)
    network = HarmonicStack(
        60, 12, 12, octave=12, harmonics=(1, 2, 3), maps=3, blocks=4, voicing=4
    ).eval()
    frames = 4 * network.reach + 2
    values = torch.randn(1, frames, 60, requires_grad=True)
    logits = network(values)
    assert logits.shape == (1, frames, 13)
    torch.testing.assert_close(logits[..., -1], logits[..., :-1].amax(-1))
    torch.nn.init.normal_(network.voicing[-1].weight)
    changed = network(values)
    torch.testing.assert_close(changed[..., :-1], logits[..., :-1])
    assert not torch.allclose(changed[..., -1], logits[..., -1])
    middle = frames // 2
    changed[0, middle, -1].backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert middle - network.reach <= int(touched.min()) < middle
    assert middle < int(touched.max()) <= middle + network.reach


def test_columns_beside_the_pitch_axis_are_heard():
    torch.manual_seed(0)
    network = HarmonicStack(60, 3, 12, octave=12, beside=5, harmonics=(1, 2), maps=3, blocks=2)
    values = torch.randn(1, 8, 65)
    changed = values.clone()
    changed[..., 60:] += 1.0
    assert not torch.equal(network(values), network(changed))


def test_shares_stay_between_none_and_all():
    given = torch.tensor([-1.0, 0.25, 3.0])
    assert Shares()(given).tolist() == [0.0, 0.25, 1.0]
