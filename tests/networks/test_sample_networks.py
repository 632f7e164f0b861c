"""Networks that see samples have the shapes and the numbers of parameters of their papers."""

from itertools import pairwise

import pytest
import torch

from lausch.networks.endtoend import EndToEnd
from lausch.networks.samples import Compressed, Mel, Strided, joined
from lausch.networks.verydeep import DEPTHS, Unit, VeryDeep
from lausch.representations.filterbank import mel_filterbank

RATE, FRAME = 16000, 16384
STRIDES = ((1024, 1024), (1024, 512), (512, 512), (512, 256), (256, 256))
PUBLISHED = {"M3": 0.2, "M5": 0.5, "M11": 1.8, "M18": 3.7, "M34-res": 4.0}
"""Millions of parameters (Dai et al. 2017, table 1)."""


def bank(points=2048, bands=40):
    return torch.from_numpy(mel_filterbank(RATE, points, bands, 0.0, RATE / 2).copy())


def size(network):
    return sum(each.numel() for each in network.parameters())


@pytest.mark.parametrize("name", DEPTHS)
def test_each_depth_has_its_layers_and_its_parameters(name):
    assert DEPTHS[name].layers == int(name[1:].split("-")[0])
    millions = size(VeryDeep(DEPTHS[name], 10, frame=8192)) / 1e6
    # The paper cuts 0.558 to .5; the others are rounded.
    assert millions == pytest.approx(PUBLISHED[name], abs=0.06)


@pytest.mark.parametrize("name", DEPTHS)
def test_four_seconds_leave_as_many_steps_as_in_the_paper(name):
    network = VeryDeep(DEPTHS[name].divided(8), 10, frame=8192)
    maps = network.maps(torch.zeros(1, 1, 4 * 8192))
    # 32,000 samples end as 500 steps of M3, and 31 of the others; four frames are 2.4 % longer.
    assert maps.shape[2] == (512 if name == "M3" else 32)


def test_widths_are_divided_alike():
    assert DEPTHS["M34-res"].divided(2).stages == ((24, 3), (48, 4), (96, 6), (192, 3))
    assert DEPTHS["M3"].divided(2).last_pool


@pytest.mark.parametrize(("window", "hop"), STRIDES)
def test_learnt_filters_and_bands_have_the_same_frames(window, hop):
    signal = torch.randn(2, 1, 2 * FRAME)
    fronts = (Strided(40, window, hop), Compressed(40, window, hop), Mel(bank(), window, hop))
    assert {front(signal).shape for front in fronts} == {(2, 40, 2 * FRAME // hop)}


def test_the_network_of_2014_has_its_sizes():
    network = EndToEnd(Strided(128, 256, 256), 128, 256, 50, frame=FRAME)
    first, second = 128 * 256 + 128, 128 * 8 * 32 + 32
    third, dense, last = 32 * 8 * 32 + 32, 12 * 32 * 100 + 100, 100 * 50 + 50
    assert size(network) == first + second + third + dense + last


def test_bands_follow_a_tone():
    network = Mel(bank(), 512, 256).eval()
    centres = [int((each * torch.arange(len(each))).argmax()) for each in bank().T]
    for hz in (250.0, 1000.0, 3000.0):
        tone = torch.sin(2 * torch.pi * hz * torch.arange(FRAME) / RATE)[None, None]
        highest = int(network(tone)[0, :, 20].argmax())
        assert abs(centres[highest] * RATE / 2048 - hz) < 120


def test_bands_of_a_tone_are_those_of_its_magnitude():
    """A sine of amplitude 1 has a magnitude of 1/2 in its bin when the window sums to 1."""
    network = Mel(torch.eye(257), 512, 256, compressed=False).eval()
    tone = torch.sin(2 * torch.pi * 1000.0 * torch.arange(FRAME) / RATE)[None, None]
    # Normalisation divides by the root of 1 + 1e-5 before anything is learnt.
    assert float(network(tone)[0, 32, 20]) == pytest.approx(0.5, abs=1e-3)


def test_a_compressed_front_end_takes_no_sign():
    torch.manual_seed(0)
    front = Compressed(8, 256, 256)
    torch.nn.init.zeros_(front.filters.bias)
    signal = torch.randn(1, 1, FRAME)
    torch.testing.assert_close(front(signal), front(-signal))


def test_a_residual_unit_begins_with_its_input():
    unit = Unit(3, 5).eval()
    for parameter in unit.second.parameters():
        torch.nn.init.zeros_(parameter)
    maps = torch.rand(2, 3, 9)
    out = unit(maps)
    torch.testing.assert_close(out[:, :3], maps)
    assert not out[:, 3:].any()


NETWORKS = [
    (EndToEnd(Strided(8, 256, 256), 8, 256, 5, frame=4096), 4096),
    (EndToEnd(Strided(8, 512, 256), 8, 256, 5, frame=8192, frames=4), 8192),
    *((VeryDeep(depth.divided(16), 5, frame=2048), 2048) for depth in DEPTHS.values()),
]


@pytest.mark.parametrize(("network", "frame"), NETWORKS)
def test_an_output_depends_on_its_reach_and_no_more(network, frame):
    torch.manual_seed(0)
    network.eval()
    frames = 6 * network.reach + 1
    middle = frames // 2
    values = torch.randn(1, frames, frame, requires_grad=True)
    out = network(values)
    assert out.shape == (1, frames, 5)
    out[0, middle].sum().backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert middle - network.reach <= int(touched.min()) < middle
    assert middle < int(touched.max()) <= middle + network.reach


@pytest.mark.parametrize(("network", "frame"), NETWORKS)
def test_a_window_has_the_beginning_of_its_frame_in_the_middle(network, frame):
    """A click at the beginning of frame 8 changes those within half a window, none far away."""
    network.eval()
    silent, clicked = torch.zeros(1, 17, frame), torch.zeros(1, 17, frame)
    clicked[0, 8, 0] = 100.0
    change = (network(clicked) - network(silent)).abs().sum(2)[0]
    near = change[7:10]
    assert (near > 0).all()
    assert change[:4].max() < 1e-3 * near.max()
    assert change[13:].max() < 1e-3 * near.max()


def test_frames_of_other_sizes_are_refused():
    with pytest.raises(ValueError, match="multiple of 4096"):
        EndToEnd(Strided(8, 256, 256), 8, 256, 5, frame=5000)
    with pytest.raises(ValueError, match="multiple of 1024"):
        VeryDeep(DEPTHS["M18"], 5, frame=1000)


def test_frames_of_samples_are_one_signal():
    values = torch.arange(12.0).reshape(1, 3, 4)
    assert joined(values)[0, 0].tolist() == list(range(12))


def test_steps_of_front_ends_are_powers_of_two():
    """So that a frame of 16,384 samples holds whole steps of all of them."""
    assert all(FRAME % (16 * hop) == 0 for _, hop in STRIDES)
    assert [a[0] >= b[0] for a, b in pairwise(STRIDES)] == [True] * 4
