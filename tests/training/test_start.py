"""Training that goes on from a file begins where the file's network stood."""

from dataclasses import replace
from hashlib import sha256
from importlib.resources import files

import numpy as np
import pytest
import torch
from test_export import card_of, exported

from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import ModelError
from lausch.models.model import Model
from lausch.models.probe import probe_samples
from lausch.networks.tcn import TCN
from lausch.systems import system
from lausch.tasks import SoloTracking
from lausch.training.export import export, probe_activations, with_head
from lausch.training.loop import build
from lausch.training.record import runs_before
from lausch.training.run import run
from lausch.training.start import take_over


def test_the_network_computes_what_the_file_computes(tmp_path):
    found, trained = exported("lausch2026", tmp_path / "it.onnx")
    torch.manual_seed(1)
    fresh = build(found)
    before = probe_activations(with_head(fresh, found), found)
    take_over(fresh, (tmp_path / "it.onnx").read_bytes())
    expected = probe_activations(with_head(trained, found), found)
    np.testing.assert_allclose(probe_activations(with_head(fresh, found), found), expected)
    assert np.abs(before - expected).max() > 1e-3


def test_weights_without_an_output_of_voicing_serve_as_a_start(tmp_path):
    found = system("solo2026")
    torch.manual_seed(0)
    old, new = build(found), build(found)
    del old[1].voicing
    old[1].voicing = None
    plain = replace(found, task=SoloTracking(low_midi=36, semitones=60, bins_per_semitone=3))
    export(old, plain, card_of(plain, old), tmp_path / "old.onnx")
    take_over(new, (tmp_path / "old.onnx").read_bytes())
    before = probe_activations(with_head(old, plain), plain)
    after = probe_activations(with_head(new, found), found)
    np.testing.assert_allclose(after[:, :-1], before)
    np.testing.assert_allclose(after[:, -1], before.max(axis=1))


def test_another_size_is_refused_with_both_shapes(tmp_path):
    found, _ = exported("lausch2026", tmp_path / "it.onnx")
    wide = replace(found, network=lambda dropout: TCN(81, 53, 2, channels=16, blocks=8))
    with pytest.raises(ModelError, match=r"32.* in the model and .*16"):
        take_over(build(wide), (tmp_path / "it.onnx").read_bytes())


def test_weights_of_lstm_layers_are_found_in_the_file():
    data = files("lausch.models.weights").joinpath("boeck2011.onnx").read_bytes()
    fresh = build(system("boeck2011"))
    take_over(fresh, data)
    own = probe_activations(with_head(fresh, system("boeck2011")), system("boeck2011"))
    np.testing.assert_allclose(own, Model(data).run([probe_samples(44100)]).values, atol=1e-5)


def test_a_network_without_lstm_layers_refuses_weights_that_have_some():
    data = files("lausch.models.weights").joinpath("boeck2011.onnx").read_bytes()
    with pytest.raises(ModelError, match="3 LSTM layers and this network 0"):
        take_over(build(system("lausch2026")), data)


def test_a_card_remembers_the_runs_before():
    data = files("lausch.models.weights").joinpath("lausch2026.onnx").read_bytes()
    runs = runs_before(data)
    assert runs[-1]["sha256"] == sha256(data).hexdigest()
    assert runs[-1]["command"].startswith("lausch train lausch2026")
    assert runs[-1]["hours"] > 1


def test_weights_that_do_not_fit_are_refused_before_any_sound_is_read(tmp_path):
    missing = tuple(
        Track(split, tmp_path / "none.flac", 9.0, split, split=split, truth={"beats": Beats})
        for split in ("train", "validation")
    )
    with pytest.raises(ModelError, match="LSTM layers"):
        run(
            system("lausch2026"),
            [Corpus("none", "MIT", "", "ship", missing)],
            cache=tmp_path,
            folder=tmp_path,
            out=tmp_path / "never.onnx",
            start=files("lausch.models.weights").joinpath("boeck2011.onnx").read_bytes(),
        )
