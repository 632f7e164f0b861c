"""Components are learnt before the network; the card holds them, and the file its embedding."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import soundfile

import lausch
from lausch.annotation.tags import known
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import ModelError, OptionError
from lausch.networks.fnn import Perceptron, Scales
from lausch.representations import MelS, Moments, Stack, Whitened
from lausch.systems import system
from lausch.tasks.tags import Tagging
from lausch.training.run import run

RATE, SECONDS = 8000, 12.0
TAGS = ("voice", "drums")
STACK = Stack((Moments(Whitened(MelS(RATE, 256, 512, bands=24, high_hz=4000.0), 8), 32, 16),))


def track(folder, number, split):
    """A tone, called a voice, or noise, called drums."""
    random = np.random.default_rng(number)
    moment = np.arange(int(SECONDS * RATE)) / RATE
    sung = number % 2 == 0
    tone = 0.3 * np.sin(2 * np.pi * (300 + 50 * number) * moment)
    samples = tone if sung else 0.1 * random.standard_normal(len(moment))
    path = folder / f"{split}{number}.wav"
    soundfile.write(path, samples, RATE)
    truth = known({"voice": sung, "drums": not sung})
    return Track(path.stem, path, SECONDS, path.stem, split=split, truth={"tags": lambda: truth})


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tones")
    tracks = [track(folder, number, "train") for number in range(6)]
    tracks += [track(folder, number, "validation") for number in range(6, 10)]
    found = replace(
        system("hamel2011"),
        representation=STACK,
        task=Tagging(tags=TAGS),
        network=lambda dropout: Perceptron(len(STACK.columns), 2, units=5, dropout=dropout),
        recipe=replace(
            system("hamel2011").recipe,
            excerpts_per_epoch=512,
            batch=8,
            epochs=4,
            learning_rate=0.01,
            dropout=0.0,
            average=0.9,
        ),
        int4=False,
    )
    corpus = Corpus("tones", "MIT", "this test", "ship", tuple(tracks))
    out = folder / "small.onnx"
    run(found, [corpus], cache=folder / "cache", folder=folder / "runs", out=out, jobs=1)
    return out


def test_the_card_has_what_was_learnt_and_tags_are_found(weights):
    model = lausch.load_model(weights)
    (part,) = model.representation.parts
    assert part.unlearnt is None
    assert len(model.task.slopes) == 2
    moment = np.arange(6 * RATE) / RATE
    for samples, tag in (
        (0.3 * np.sin(2 * np.pi * 500 * moment), "voice"),
        (0.1 * np.random.default_rng(9).standard_normal(len(moment)), "drums"),
    ):
        tags = lausch.analyze((samples.astype(np.float32), RATE), model=model).read("tags")
        assert max(tags.pairs, key=tags.pairs.get) == tag


def test_features_are_the_hidden_layer_the_input_or_the_output_on_a_clock(weights):
    sound = (0.1 * np.random.default_rng(1).standard_normal(5 * RATE).astype(np.float32), RATE)
    embedding = lausch.features(sound, weights)
    assert embedding.values.shape == (10, 5)
    assert embedding.columns[:2] == ("unit 1", "unit 2")
    assert (embedding.clock.rate, embedding.clock.hop) == (RATE, 16 * 256)
    assert (embedding.values >= 0).all()
    seen = lausch.features(sound, weights, what="input")
    assert seen.columns == STACK.columns
    assert lausch.features(sound, lausch.load_model(weights), what="activations").columns == TAGS
    with pytest.raises(OptionError, match="embedding, input, activations"):
        lausch.features(sound, weights, what="colour")


def test_a_model_without_an_embedding_says_so():
    with pytest.raises(ModelError, match="no embedding"):
        lausch.features((np.zeros(22050, np.float32), 22050), "lausch2026")
    with pytest.raises(ModelError, match="a frame of krebs2016 is a beat"):
        lausch.features((np.zeros(22050, np.float32), 22050), "krebs2016")


def test_networks_of_several_scales_see_a_block_each():
    import torch

    network = Scales((2, 2, 3), 2, units=4).eval()
    values = torch.randn(1, 5, 7)
    hidden = network.hidden_values(values)
    assert hidden.shape == (1, 5, 12)
    alone = network.member(1).hidden_values(values[..., 2:4])
    torch.testing.assert_close(hidden[..., 4:8], alone)
    torch.testing.assert_close(network(values), network.scale_logits(hidden).mean(0))
