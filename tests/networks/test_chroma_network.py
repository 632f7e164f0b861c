import pytest
import torch

from lausch.networks.chordlstm import ChordBLSTM
from lausch.networks.chroma import DeepChroma
from lausch.networks.ends import ChromaChords
from lausch.training.losses import chroma_chords


def test_the_extractor_has_the_layers_of_the_paper():
    network = DeepChroma(178, 25)
    sizes = [p.numel() for name, p in network.named_parameters() if name.endswith("weight")]
    assert sizes == [15 * 178 * 512, 512 * 512, 512 * 512, 512 * 12, 12 * 25]
    assert network(torch.zeros(2, 20, 178)).shape == (2, 6, 37)


def test_a_frame_sees_seven_frames_on_either_side():
    torch.manual_seed(0)
    network = DeepChroma(6, 25, units=16).eval()
    values = torch.randn(1, 41, 6, requires_grad=True)
    network(values)[0, 10, :12].sum().backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert (int(touched.min()), int(touched.max())) == (10, 24)


def test_chords_follow_from_the_chroma_alone_and_teach_it_nothing():
    torch.manual_seed(0)
    network = DeepChroma(6, 25, units=16)
    network(torch.randn(1, 15, 6))[..., 12:].sum().backward()
    assert network.chords.weight.grad is not None
    assert not any(each.grad.any() for each in network.hidden.parameters() if each.grad is not None)


def test_the_head_gives_independent_classes_and_exclusive_chords():
    activations = ChromaChords()(torch.randn(2, 5, 37))
    assert activations.shape == (2, 5, 37)
    torch.testing.assert_close(activations[..., 12:].sum(-1), torch.ones(2, 5))
    assert not torch.isclose(activations[..., :12].sum(-1), torch.ones(2, 5)).any()


@pytest.mark.parametrize("size", [12, 37])
def test_the_loss_ignores_frames_without_weight_and_chords_without_class(size):
    torch.manual_seed(0)
    logits = torch.randn(1, 4, size)
    targets = torch.zeros(1, 4, size)
    targets[0, :, :3] = 1
    targets[0, 0, 12:13] = 1  # further frames have no chord in the vocabulary
    weights = torch.tensor([1.0, 1.0, 0.0, 0.0]).reshape(1, 4, 1)
    loss = chroma_chords(logits, targets, weights)
    other = logits.clone()
    other[0, 2:] += 3
    other[0, 1, 12:] -= 2 * torch.rand(size - 12)
    torch.testing.assert_close(chroma_chords(other, targets, weights), loss)
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        logits[0, :2, :12], targets[0, :2, :12]
    )
    expected = each if size == 12 else each - torch.log_softmax(logits[0, 0, 12:], -1)[0]
    torch.testing.assert_close(loss, expected)


def test_the_recurrent_network_has_a_row_for_every_frame_and_sees_all():
    torch.manual_seed(0)
    network = ChordBLSTM(6, 20, front=8, units=4).eval()
    values = torch.randn(2, 30, 6, requires_grad=True)
    logits = network(values)
    assert logits.shape == (2, 30, 20)
    logits[0, 15].sum().backward()
    assert values.grad is not None
    assert values.grad[0].abs().sum(1).all()
    assert not values.grad[1].any()
