"""`lausch.analyze`: what a caller of the face sees."""

import subprocess
import sys
from pathlib import Path

import mir_eval
import numpy as np
import pytest

import lausch
from lausch import formats
from lausch.annotation.analysis import ModelRef
from lausch.errors import AudioError, OptionError
from lausch.frames import Clock, Frames
from lausch.tasks import BeatTracking

RATE = 22050
CASES = Path(__file__).parent / "cases"


def test_beats_go_straight_into_mir_eval(energy_model, clicks):
    truth = np.arange(0.5, 9.98, 0.5)
    analysis = lausch.analyze((clicks(120, 10), RATE), model=energy_model)
    assert mir_eval.beat.f_measure(truth, analysis.beats.times, 0.02) == 1
    assert mir_eval.beat.f_measure(truth[::4], analysis.downbeats, 0.02) == 1
    assert analysis.tempo.bpm[0] == pytest.approx(120, abs=0.5)
    assert sum(analysis.tempo.weights) == pytest.approx(1)


def test_the_tempo_is_finer_than_the_grid_of_frames():
    """Half a minute of drums at exactly 128 bpm, whose beats lie between frames of 20 ms."""
    analysis = lausch.analyze(CASES / "rock128.flac")
    assert analysis.tempo.bpm[0] == pytest.approx(128, rel=0.005)
    truth = np.arange(0.5, 30, 60 / 128)
    assert mir_eval.beat.f_measure(truth, analysis.beats.times, 0.04) > 0.95


def test_an_analysis_says_what_made_it(energy_model, clicks):
    analysis = lausch.analyze((clicks(100, 6), RATE), model=energy_model, meters=[3])
    layers = ("beats", "downbeats", "tempo")
    assert analysis.makers == (ModelRef("energy", "0" * 64, layers),)
    assert analysis.version == lausch.__version__
    assert analysis.options == (("meters", (3,)),)
    assert analysis.duration == 6.0
    assert len(analysis.provenance.sha256_pcm) == 64
    assert analysis.beats.beats_per_bar == 3
    assert analysis.activations.columns == ("beat",)


@pytest.mark.parametrize(
    ("only", "layers"),
    [
        (None, ("beats", "downbeats", "tempo")),
        ("tempo", ("tempo",)),
        (["beats"], ("beats",)),
        (("tempo", "beats"), ("beats", "tempo")),
        (["downbeats"], ("beats", "downbeats")),
    ],
)
def test_only(only, layers, energy_model, clicks):
    analysis = lausch.analyze((clicks(120, 8), RATE), only=only, model=energy_model)
    assert analysis.layers == layers
    if only == ["downbeats"]:
        assert (analysis.beats.positions == 1).all()
        np.testing.assert_array_equal(analysis.beats.times, analysis.downbeats)


@pytest.mark.parametrize("seconds", [1 / RATE, 0.01, 0.3, 5])
def test_silence_of_any_length_has_no_beats(seconds, energy_model):
    samples = np.zeros(round(seconds * RATE), dtype=np.float32)
    analysis = lausch.analyze((samples, RATE), model=energy_model)
    assert len(analysis.beats) == len(analysis.tempo) == len(analysis.downbeats) == 0
    assert "silent: every sample is 0" in analysis.provenance.notes


@pytest.mark.parametrize(
    ("options", "clue"),
    [
        ({"only": ["lyrics"]}, "not 'lyrics'"),
        ({"only": []}, "choose from"),
        ({"min_bpm": 0}, "not 0"),
        ({"max_bpm": float("nan")}, "not nan"),
        ({"min_bpm": 200, "max_bpm": 100}, "less than"),
        ({"meters": [1]}, "2 to 7"),
        ({"meters": []}, "2 to 7"),
        ({"meters": [3.5]}, "2 to 7"),
        ({"decoder": "viterbi"}, "dbn, peaks, autocorrelation, tracker, not 'viterbi'"),
    ],
)
def test_options_outside_their_rules_are_refused_before_decoding(options, clue, energy_model):
    with pytest.raises(OptionError, match=clue):
        lausch.analyze("no such file", model=energy_model, **options)


def test_a_model_without_downbeats_says_so(energy_model, clicks):
    energy_model.decode = lambda activations, **_: lausch.annotation.Beats([0.5, 1.0])
    sound = (clicks(120, 4), RATE)
    assert lausch.analyze(sound, model=energy_model).layers == ("beats", "tempo")
    with pytest.raises(OptionError, match="no downbeats"):
        lausch.analyze(sound, model=energy_model, only=["downbeats"])


def test_a_decoder_without_bars_finds_beats_and_their_tempo(energy_model, clicks):
    task = BeatTracking()
    energy_model.decode = lambda activations, **options: task.decode(activations, **options)
    sound = (clicks(120, 8), RATE)
    analysis = lausch.analyze(sound, model=energy_model, decoder="peaks")
    assert analysis.layers == ("beats", "tempo")
    assert analysis.tempo.bpm[0] == pytest.approx(120, abs=1)
    assert ("decoder", "peaks") in analysis.options
    written = formats.encode(analysis, "json")
    assert formats.FORMATS["json"].decode(written, "x").options == analysis.options
    with pytest.raises(OptionError, match="the decoder peaks finds no downbeats"):
        lausch.analyze(sound, model=energy_model, decoder="peaks", only="downbeats")


class TempoModel:
    """Finds nothing but a tempo, always the same."""

    name, digest, rate, layers = "tempo-alone", "8" * 64, RATE, ("tempo",)

    def activations(self, recording):
        count = sum(1 for _ in recording.blocks(RATE))
        return Frames(np.ones((count, 1), np.float32), Clock(RATE, RATE), ("beat",))

    def decode(self, activations, **_):
        return lausch.annotation.Tempo([77.0], [1.0])


def test_a_model_of_tempo_stands_beside_one_of_beats(energy_model, clicks):
    sound = (clicks(120, 8), RATE)
    alone = lausch.analyze(sound, model=TempoModel())
    assert alone.layers == ("tempo",)
    both = lausch.analyze(sound, model=[energy_model, TempoModel()], only="beats,tempo")
    assert both.tempo.bpm == alone.tempo.bpm == (77.0,)
    assert len(both.beats) > 10
    assert [maker.layers for maker in both.makers] == [("beats",), ("tempo",)]


def test_an_unreadable_recording_is_an_audio_error(energy_model):
    with pytest.raises(AudioError):
        lausch.analyze(b"not sound", model=energy_model)


LIGHT = """
import sys, lausch
assert lausch.__version__ and "analyze" in dir(lausch)
heavy = {"numpy", "scipy", "soundfile", "soxr", "onnxruntime", "torch"} & set(sys.modules)
assert not heavy, heavy
"""


def test_the_face_is_light_until_it_is_used():
    subprocess.run([sys.executable, "-c", LIGHT], check=True)


def test_the_face_knows_what_it_does_not_have():
    with pytest.raises(AttributeError, match="no attribute 'chords'"):
        _ = lausch.chords
