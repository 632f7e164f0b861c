"""Each layer is found by a model that can find it, and by one alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

import lausch
from lausch.analysis.choice import choose
from lausch.annotation import Contour, Melody, Notes
from lausch.errors import ModelError, OptionError
from lausch.frames import Clock, Frames
from lausch.models.model import DEFAULT

RATE = 22050
SEMITONES = tuple(f"midi {pitch}" for pitch in range(4, 124))


@dataclass
class SoloStub:
    """Finds one long A4 in everything."""

    name: str = "a4"
    digest: str = "4" * 64
    rate: int = 16000
    layers: tuple[str, ...] = ("solo",)
    told: list[dict[str, object]] = field(default_factory=list)

    def activations(self, recording):
        seconds = sum(map(len, recording.blocks())) / recording.rate
        values = np.zeros((int(10 * seconds), 120), np.float32)
        values[:, 65] = 1
        return Frames(values, Clock(22050, 2205), SEMITONES)

    def decode(self, activations, **options):
        self.told.append(options)
        times = activations.times
        contour = Contour(times, np.full(len(times), 440.0))
        return Melody(contour, Notes([0.0], [max(len(times), 1) / 10], [69]), activations)


def test_two_models_hear_one_recording(energy_model, clicks):
    solo = SoloStub()
    analysis = lausch.analyze(
        (clicks(120, 6), RATE), only=["beats", "solo"], model=[solo, energy_model], meters=[3]
    )
    assert analysis.layers == ("beats", "solo")
    assert [(each.name, each.layers) for each in analysis.makers] == [
        ("energy", ("beats",)),
        ("a4", ("solo",)),
    ]
    assert analysis.model == "energy, a4"
    assert solo.told == [{}]  # the tempo's limits are not the solo's business
    assert analysis.solo.pitches.tolist() == [69]
    assert analysis.contour.hz[0] == 440
    assert analysis.solo_activations.columns == SEMITONES
    assert len(analysis.beats) == 11


def test_a_stream_is_read_once_for_all_models(energy_model, clicks, tmp_path):
    import soundfile

    soundfile.write(tmp_path / "a.wav", clicks(120, 6), RATE)
    with (tmp_path / "a.wav").open("rb") as file:
        analysis = lausch.analyze(file, only=["beats", "solo"], model=[SoloStub(), energy_model])
    assert len(analysis.beats) == 11
    assert len(analysis.contour) == 60


def test_a_model_that_is_named_says_which_layers_there_are(energy_model):
    assert list(choose(None, SoloStub()).layers) == ["solo"]
    assert list(choose(None, [SoloStub(), energy_model]).layers) == [
        "beats",
        "downbeats",
        "tempo",
        "solo",
    ]
    assert list(choose(None, None).layers) == ["beats", "downbeats", "tempo"]


def test_what_nobody_was_named_for_is_heard_by_the_best_shipped_model():
    chosen = choose(["tempo", "beats", "solo"], SoloStub()).layers
    assert [(layer, each.name) for layer, each in chosen.items()] == [
        ("beats", DEFAULT),
        ("tempo", DEFAULT),
        ("solo", "a4"),
    ]
    assert chosen["beats"] is chosen["tempo"]


def test_a_model_for_nothing_that_is_asked_is_refused(energy_model):
    with pytest.raises(OptionError, match="a4 finds solo, but what is asked for is beats"):
        choose("beats", SoloStub())
    with pytest.raises(OptionError, match="both find solo"):
        choose("solo", [SoloStub(), SoloStub(name="other")])
    with pytest.raises(OptionError, match="boeck2011 finds no downbeats"):
        choose(["beats", "downbeats"], "boeck2011")


def test_a_layer_without_a_shipped_model_says_what_to_do(monkeypatch):
    monkeypatch.setattr("lausch.models.model.shipped", lambda: ())
    with pytest.raises(ModelError, match=r"no weights that find the beats.*--model"):
        choose("beats", None)


def test_without_weights_a_formula_finds_the_solo(monkeypatch):
    monkeypatch.setattr("lausch.models.model.shipped", lambda: ())
    assert choose("solo", None).layers["solo"].name == "salience"
