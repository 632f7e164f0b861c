import torch

from lausch.networks.overtime import OverTime


def test_an_output_depends_on_reach_frames_on_either_side():
    torch.manual_seed(0)
    network = OverTime(3, 2, units=8, kernels=(5, 3, 1), dilations=(1, 4, 1)).eval()
    assert network.reach == 6
    values = torch.randn(1, 41, 3, requires_grad=True)
    logits = network(values)
    assert logits.shape == (1, 41, 2)
    logits[0, 20].sum().backward()
    depends = values.grad[0].abs().sum(1).nonzero().flatten()
    assert (int(depends.min()), int(depends.max())) == (14, 26)


def test_without_layers_it_is_one_linear_map():
    network = OverTime(3, 1, units=8, kernels=(), dilations=())
    assert sum(each.numel() for each in network.parameters()) == 4
    assert network.reach == 0
