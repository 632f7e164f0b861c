import numpy as np
import pytest
import torch
from torch import nn

from lausch.annotation import Beats
from lausch.systems import system
from lausch.training.calibrate import calibrate
from lausch.training.excerpts import Example


class Undecided(nn.Module):
    """Sure of every beat at 100 bpm, and one part in four sure of two triplets between."""

    def forward(self, features):
        frames = features.shape[1]
        activations = torch.full((1, frames, 2), 0.01)
        activations[0, 30::30, 0] = 0.9
        activations[0, 10::30, 0] = 0.25
        activations[0, 20::30, 0] = 0.25
        activations[0, 30::120, 1] = 0.9
        return activations


@pytest.fixture
def tracks(tmp_path):
    found = system("lausch2026")
    width = sum(spectrum.width for spectrum in found.representation.spectra)
    path = tmp_path / "silence.npy"
    np.save(path, np.zeros((1500, width), dtype=np.float16))
    times = np.arange(30, 1500, 30) / 50
    return found, [Example(path, Beats(times, np.arange(len(times)) % 4 + 1))] * 2


def test_off_beats_are_no_beats_once_the_decoder_knows_the_network(tracks):
    found, validation = tracks
    task, table = calibrate(Undecided().eval(), found, validation)
    assert task.decoder.break_even > 0.1
    best = max(row["beat F"] for row in table)
    assert best > 0.95
    assert table[0]["break_even"] == 1 / 16
    assert table[0]["beat F"] < 0.8


def test_only_so_many_tracks_are_heard(tracks, monkeypatch):
    found, validation = tracks
    lengths = []

    class Counting(Undecided):
        def forward(self, features):
            lengths.append(len(features))
            return super().forward(features)

    monkeypatch.setattr(type(found.task), "calibration_tracks", 4)
    calibrate(Counting().eval(), found, validation * 10)
    assert len(lengths) == 4
