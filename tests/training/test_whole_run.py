"""One system goes the whole way: sound, spectra, training, weights with a card, beats of a file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import soundfile

from lausch import analyze, load_model
from lausch.annotation import Beats
from lausch.corpora.corpus import Corpus
from lausch.corpora.track import Track
from lausch.errors import CorpusError
from lausch.models.probe import probe_difference
from lausch.networks.tcn import TCN
from lausch.systems import system
from lausch.training.run import run

RATE = 44100
SECONDS = 20.0


def bars(bpm, meter):
    """Beats of a steady tempo from 0.3 s on, and their numbers."""
    times = np.arange(0.3, SECONDS - 0.1, 60 / bpm)
    return Beats(times, np.arange(len(times)) % meter + 1)


def record(path, beats):
    """Clicks, the first of each bar higher, over a little noise; 16-bit FLAC."""
    random = np.random.default_rng(0)
    samples = 0.003 * random.standard_normal(round(SECONDS * RATE))
    decay = np.exp(-np.arange(2000) / 300)
    for time, number in zip(beats.times, beats.positions, strict=True):
        start = round(time * RATE)
        tone = np.sin(2 * np.pi * (2000 if number == 1 else 500) * np.arange(2000) / RATE)
        samples[start : start + 2000] += 0.5 * tone * decay
    soundfile.write(path, samples, RATE)


def track(folder, bpm, meter, split):
    name = f"{split}-{bpm}-{meter}"
    beats = bars(bpm, meter)
    record(folder / f"{name}.flac", beats)
    return Track(
        name, folder / f"{name}.flac", SECONDS, name, split=split, truth={"beats": lambda: beats}
    )


def corpus(folder, use="ship"):
    folder.mkdir(exist_ok=True)
    training = [track(folder, bpm, meter, "train") for bpm in (80, 110, 150) for meter in (3, 4)]
    held_out = [track(folder, 97, 4, "validation"), track(folder, 130, 3, "validation")]
    return Corpus("clicks", "MIT", "this test", use, (*training, *held_out))


def tiny():
    """The default system with a small network that a minute can train."""
    found = system("lausch2026")

    def network(dropout):
        rhythm, harmony = (spectrum.width for spectrum in found.representation.spectra)
        return TCN(rhythm, harmony, 2, channels=16, blocks=6, dropout=dropout)

    recipe = replace(
        found.recipe,
        excerpt_seconds=8.0,
        batch=4,
        excerpts_per_epoch=80,
        epochs=5,
        dropout=0.0,
        learning_rate=1e-2,
        average=0.9,
    )
    return replace(found, network=network, recipe=recipe)


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    out = folder / "tiny.onnx"
    progress = run(
        tiny(),
        [corpus(folder / "sound")],
        cache=folder / "cache",
        folder=folder / "run",
        out=out,
        seed=1,
        jobs=1,
        command="this test",
    )
    return out, progress


def test_the_trained_file_finds_beats_and_downbeats_of_an_unheard_recording(weights, tmp_path):
    out, _ = weights
    for bpm, meter in ((120, 4), (100, 3)):
        expected = bars(bpm, meter)
        record(tmp_path / "unheard.flac", expected)
        found = analyze(tmp_path / "unheard.flac", model=out)
        assert len(found.beats) == pytest.approx(len(expected), abs=1)
        for time in expected.times:
            assert np.abs(found.beats.times - time).min() < 0.03
        assert found.beats.beats_per_bar == meter
        for time in expected.downbeats:
            assert np.abs(found.downbeats - time).min() < 0.03
        assert found.tempo.bpm[0] == pytest.approx(bpm, rel=0.02)


def test_the_card_tells_the_whole_story(weights):
    out, progress = weights
    model = load_model(out)
    card = model.card
    assert card.licence == "MIT"
    assert card.training["seed"] == 1
    assert card.training["tracks"] == 6
    assert card.training["best_epoch"] == progress.best_epoch
    assert len(card.training["history"]) == progress.epoch
    assert [entry["name"] for entry in card.data] == ["clicks"]
    assert card.recipe["excerpt_seconds"] == 8.0
    assert probe_difference(card.probe, model.probe) < 1e-3


def test_a_chunked_recording_gives_what_a_whole_one_gives(weights):
    out, _ = weights
    model = load_model(out)
    samples = np.random.default_rng(3).normal(scale=0.1, size=12 * RATE).astype(np.float32)
    whole = model.run([samples]).values
    pieces = model.run(np.array_split(samples, 17)).values
    np.testing.assert_allclose(pieces, whole, atol=1e-4)


def test_what_may_not_ship_is_not_trained_on(tmp_path):
    with pytest.raises(CorpusError, match="evaluation only"):
        run(
            tiny(),
            [corpus(tmp_path / "sound", use="eval")],
            cache=tmp_path / "cache",
            folder=tmp_path / "run",
            out=tmp_path / "never.onnx",
        )
    assert not (tmp_path / "never.onnx").exists()
