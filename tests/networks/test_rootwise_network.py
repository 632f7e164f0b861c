"""What the network of roots does to a chord it does to all its transpositions."""

from __future__ import annotations

import torch

from lausch.networks.rootwise import COLUMNS, TONES, RootwiseChords

QUALITIES, BANDS = 3, 60


def network() -> RootwiseChords:
    torch.manual_seed(0)
    return RootwiseChords(2, BANDS, 23.5, QUALITIES, wide=8, frames=3, dilations=(1, 2)).eval()


def test_there_are_tones_chords_and_none():
    assert network()(torch.zeros(2, 9, 2 * BANDS)).shape == (2, 9, TONES + TONES * QUALITIES + 1)


def test_a_chord_a_semitone_higher_is_the_next_root():
    values = torch.zeros(1, 9, 2, BANDS)
    values[..., 4:-4] = torch.randn(1, 9, 2, BANDS - 8)
    higher = values.roll(2, dims=-1)
    with torch.inference_mode():
        before, after = (network()(each.flatten(2)) for each in (values, higher))
    for first in range(0, TONES * (QUALITIES + 1), TONES):  # the last root has an octave more above
        torch.testing.assert_close(after[..., first + 1 : first + TONES],
                                   before[..., first : first + TONES - 1])  # fmt: skip
    assert not torch.allclose(before[..., :TONES], after[..., :TONES])


def test_the_first_root_is_c_wherever_the_bands_begin():
    network = RootwiseChords(1, BANDS, 69.5, QUALITIES)  # from the quarter tone over A4
    assert (69.5 - network.below / 2) % TONES == 11.5
    assert (network.below + BANDS + network.above - 2 * (TONES - 1)) % COLUMNS == 0


def test_a_frame_sees_those_within_reach():
    own = network()
    values = torch.randn(1, 31, 2 * BANDS, requires_grad=True)
    own(values)[0, 15].sum().backward()
    assert values.grad is not None
    touched = values.grad[0].abs().sum(1).nonzero().ravel()
    assert (int(touched.min()), int(touched.max())) == (15 - own.reach, 15 + own.reach)
    assert own.reach == 3
