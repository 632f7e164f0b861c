"""The second network sees the same of a pulse at every tempo, and nothing beyond its reach."""

from __future__ import annotations

import torch

from lausch.networks.cepstroid import NEAR, QUARTERS, Cepstroid
from lausch.networks.ends import Paces, paces
from lausch.training.losses import paced

OCTAVE = 4
LAGS = [8.0 * 2 ** (n / OCTAVE) for n in range(4 * OCTAVE)]


def network(around: tuple[int, int] = (5, 7)) -> Cepstroid:
    torch.manual_seed(0)
    return Cepstroid(LAGS, octave=OCTAVE, groups=2, around=around).eval()


def test_a_pulse_is_sampled_relative_to_its_period():
    made = network()
    seen = []
    for period in (16, 24):
        flux = torch.zeros(1, 400, 2)
        flux[:, ::period] = 1.0
        at = 200 // period * period
        places = made._at_places(flux, torch.full((1, 400), float(period)))
        seen.append(places[0, at].reshape(len(NEAR) + len(QUARTERS), 2)[len(NEAR) :])
    torch.testing.assert_close(seen[0], seen[1])
    assert seen[0].sum() == 2 * 8  # four periods on either side


def test_beyond_the_ends_there_is_no_flux():
    places = network()._at_places(torch.ones(1, 9, 2), torch.full((1, 9), 16.0))
    assert places[0, 0].reshape(-1, 2)[:3].sum() == 0
    assert places[0, 8].reshape(-1, 2)[4:7].sum() == 0


def test_an_output_depends_on_its_reach_and_no_more():
    made = network()
    values = torch.randn(1, 4 * made.reach, 2 + 2 * len(LAGS))
    middle = 2 * made.reach
    other = values.clone()
    other[:, : middle - made.reach] = 0
    other[:, middle + made.reach + 1 :] = 0
    torch.testing.assert_close(made(values)[0, middle], made(other)[0, middle])


def test_means_are_over_the_frames_around_and_fewer_at_the_ends():
    values = torch.randn(2, 100, 3)
    means = network()._mean(values)
    torch.testing.assert_close(means[:, 50], values[:, 33:68].mean(1))
    torch.testing.assert_close(network()._mean(torch.ones(1, 4, 3)), torch.ones(1, 4, 3))


def test_the_head_says_beat_and_speed():
    logits = torch.zeros(1, 3, 1 + 5 * OCTAVE)
    beat, place, lags = paces(logits)
    assert (beat.shape[-1], place.shape[-1], lags.shape[-1]) == (1, 4, 16)
    lags[0, 0, 0], lags[0, 1, 15], lags[0, 2, 7] = 1, 1, 1
    activations = Paces()(logits)
    assert activations[0, :, 0].tolist() == [0.5, 0.5, 0.5]
    torch.testing.assert_close(activations[0, :, 1], torch.tensor([15.5, 0.5, 8.5]) / 16)


def test_the_loss_knows_the_lag_and_its_place_in_the_octave():
    targets = torch.tensor([[[1.0, 8.5 / 16]]])
    right = torch.zeros(1, 1, 1 + 5 * OCTAVE)
    right[..., 0], right[..., 1 + 3], right[..., 1 + OCTAVE + 7] = 20, 20, 20
    assert paced(right, targets, torch.ones(1, 1, 2)) < 1e-4
    wrong = right.roll(1, -1)
    wrong[..., 0] = 20
    assert paced(wrong, targets, torch.ones(1, 1, 2)) > 1
    unknown = torch.tensor([[[1.0, 0.0]]])
    assert paced(wrong, targets, unknown) < 1e-4
