"""A network learns from corrected beats, stays near its weights before, and its card says so."""

import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
import soundfile
import torch
from click.testing import CliRunner

from lausch import systems
from lausch.annotation import Beats
from lausch.cli import cli
from lausch.errors import AnnotationError, ModelError
from lausch.models.chain import chain
from lausch.models.model import load_model
from lausch.models.probe import probe_difference
from lausch.systems import system
from lausch.training import adapt
from lausch.training.corrected import Corrected
from lausch.training.loop import build
from lausch.training.start import take_over

RATE = 44100
TIMES = np.arange(0.5, 9.5, 0.6)
WEIGHTS = files("lausch.models.weights").joinpath("lausch2026.onnx").read_bytes()


def ticks(times, seconds=12.0):
    """Short noises at times, and louder ones where the network should not look for a beat."""
    random = np.random.default_rng(0)
    sound = np.zeros(round(seconds * RATE), dtype=np.float32)
    for time in times:
        first = round(time * RATE)
        sound[first : first + 2000] += random.normal(0, 0.1, 2000).astype(np.float32)
    return sound


SOUND = ticks(TIMES)
BEATS = Beats(TIMES + 0.3, np.arange(len(TIMES)) % 3 + 1)  # between the noises: on no onset


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    path = tmp_path_factory.mktemp("adapt") / "mine.onnx"
    part = Corrected("song.wav", SOUND, BEATS)
    done = []
    result = adapt.adapt(WEIGHTS, [part], path, steps=8, step=lambda *each: done.append(each))
    assert done == [(n, 8) for n in range(1, 9)]
    return path, result


def test_beats_are_likelier_where_they_were_corrected(learnt):
    path, result = learnt
    assert result.after < result.before
    frames = load_model("lausch2026").representation.clock.frames(BEATS.times)
    before, after = (load_model(each).run([SOUND]).values for each in ("lausch2026", path))
    assert after[frames, 0].mean() > before[frames, 0].mean()


def test_only_the_last_layers_move_and_not_far(learnt):
    path, result = learnt
    first, second = (build(system("lausch2026")) for _ in range(2))
    take_over(first, WEIGHTS)
    take_over(second, path.read_bytes())
    moved = {
        name: float((one - other).detach().abs().max())
        for (name, one), other in zip(first.named_parameters(), second.parameters(), strict=True)
    }
    changed = {name for name, distance in moved.items() if distance > 0}
    assert changed
    assert all(name.startswith(("1.blocks.6", "1.blocks.7", "1.output")) for name in changed)
    assert max(moved.values()) <= 8 * adapt.RATE * 1.01
    whole = sum(each.numel() for each in first.parameters())
    assert 0.2 * whole <= result.weights <= 0.25 * whole


def test_the_pull_keeps_weights_where_they_were(monkeypatch, tmp_path):
    part = Corrected("song.wav", SOUND, BEATS)
    found = {}
    for pull in (0.0, 1e4):
        monkeypatch.setattr(adapt, "PULL", pull)
        found[pull] = adapt.adapt(WEIGHTS, [part], tmp_path / "it.onnx", steps=4).after
    assert found[0.0] < found[1e4]


def test_the_card_says_what_was_learnt_from(learnt):
    path, _ = learnt
    model = load_model(path)
    card = model.card
    assert card.name == "lausch2026-adapted"
    assert "adapted to song.wav" in card.title
    assert [entry["name"] for entry in card.data][-1] == "song.wav"
    assert "not measured on any other" in card.deviations[-1]
    assert card.training["adapted"]["steps"] == card.training["epochs"] == 8
    assert card.training["tracks"] == 1
    assert card.training["hours"] == card.data[-1]["hours"]
    assert card.training["before"][-1]["hours"] == load_model("lausch2026").card.training["hours"]
    assert card.training["before"][-1]["sha256"] == load_model("lausch2026").digest
    assert card.licence == "not stated"
    assert chain(card) == []
    assert probe_difference(card.probe, model.probe) < 1e-4
    shown = CliRunner().invoke(cli, ["models", str(path)])
    assert shown.exit_code == 0
    assert "adapted to song.wav" in shown.stdout


def test_it_learns_again_from_what_it_wrote(learnt, tmp_path):
    again = tmp_path / "again.onnx"
    part = Corrected("other.wav", SOUND, BEATS)
    adapt.adapt(learnt[0].read_bytes(), [part], again, steps=1)
    card = load_model(again).card
    assert card.name == "lausch2026-adapted"
    assert card.title.endswith("; adapted to other.wav")
    assert [entry["name"] for entry in card.data][-2:] == ["song.wav", "other.wav"]
    assert len([each for each in card.deviations if each.startswith("Adapted")]) == 1


@pytest.mark.parametrize("name", ["boeck2011", "boeck2016", "holzapfel2016"])
def test_other_networks_of_beats_learn_too(name, tmp_path):
    data = files("lausch.models.weights").joinpath(f"{name}.onnx").read_bytes()
    part = Corrected("a.wav", SOUND, BEATS)
    result = adapt.adapt(data, [part, part], tmp_path / "it.onnx", steps=2)
    assert result.after < result.before
    assert load_model(tmp_path / "it.onnx").name == f"{name}-adapted"


def test_numbers_that_are_not_known_teach_nothing():
    lausch2026 = system("lausch2026")
    clock = lausch2026.representation.clock
    excerpt = Corrected("a.wav", SOUND, Beats(TIMES)).excerpt(lausch2026)
    (targets,), (weights,) = excerpt.targets, excerpt.weights
    assert targets[:, 0].sum() > 0
    assert not weights[:, 1].any()
    assert weights[clock.frames(TIMES), 0].all()
    assert not weights[: int(0.19 * clock.fps)].any()
    assert not weights[int((TIMES[-1] + 0.35) * clock.fps) :].any()


def test_a_gap_in_the_corrections_teaches_nothing():
    lausch2026 = system("lausch2026")
    clock = lausch2026.representation.clock
    beats = Beats([1.0, 1.5, 2.0, 2.5, 6.0, 6.5, 7.0, 7.5])
    inside = Corrected("a.wav", SOUND, beats).excerpt(lausch2026).weights[0, :, 0] > 0
    assert inside[clock.frames([1.25, 2.7, 5.8, 7.2])].all()
    assert not inside[clock.frames([0.5, 3.0, 4.5, 5.5, 8.0])].any()


@pytest.mark.parametrize(
    ("times", "clue"),
    [
        (np.arange(5) * 0.5, "5 corrected beats are too few"),
        (np.arange(800) * 0.5, "span 400 s, more than 300"),
    ],
)
def test_too_little_or_too_much_is_refused(times, clue):
    with pytest.raises(AnnotationError, match=clue):
        Corrected("a.wav", SOUND, Beats(times))


def test_what_cannot_be_adapted_says_so(tmp_path):
    part = Corrected("a.wav", SOUND, BEATS)
    others = {
        "solo2026": "it finds solo otherwise than by an activation of beats",
        "krebs2016": "otherwise than by an activation of beats",
        "elowsson2016": "otherwise than by an activation of beats",
        "boeck2015": "it finds tempo otherwise",
        "boeck2014": "otherwise than by an activation of beats",
    }
    for name, clue in others.items():
        data = files("lausch.models.weights").joinpath(f"{name}.onnx").read_bytes()
        with pytest.raises(ModelError, match=clue):
            adapt.adapt(data, [part], tmp_path / "no.onnx")
    data = files("lausch.models.weights").joinpath("boeck2016.onnx").read_bytes()
    with pytest.raises(AnnotationError, match=r"boeck2016 tells downbeats .* need numbers"):
        adapt.adapt(data, [Corrected("a.wav", SOUND, Beats(TIMES))], tmp_path / "no.onnx")
    late = Corrected("a.wav", SOUND, Beats(TIMES + 5))
    with pytest.raises(AnnotationError, match=r"a\.wav ends at 12\.00 s"):
        adapt.adapt(WEIGHTS, [late], tmp_path / "no.onnx")
    assert not (tmp_path / "no.onnx").exists()


@pytest.mark.parametrize("changes", [{"members": 3}, {"representation": None}])
def test_networks_that_cannot_be_built_from_their_file_are_refused(changes, monkeypatch, tmp_path):
    other = replace(system("lausch2026"), **changes)
    monkeypatch.setattr(systems, "system", lambda name: other)
    with pytest.raises(ModelError, match="a bag of networks, or has other features"):
        adapt.adapt(WEIGHTS, [Corrected("a.wav", SOUND, BEATS)], tmp_path / "no.onnx")


def test_a_system_that_is_not_known_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(systems, "NAMES", ())
    with pytest.raises(ModelError, match="no system of this lausch"):
        adapt.adapt(WEIGHTS, [Corrected("a.wav", SOUND, BEATS)], tmp_path / "no.onnx")


def test_as_it_is_typed(tmp_path, monkeypatch):
    monkeypatch.setattr(adapt.adapt, "__kwdefaults__", {**adapt.adapt.__kwdefaults__, "steps": 1})
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)
    soundfile.write(tmp_path / "a.wav", SOUND, RATE)
    rows = zip(BEATS.times, BEATS.positions, strict=True)
    (tmp_path / "a.beats").write_text("".join(f"{time}\t{number}\n" for time, number in rows))
    song, beats = str(tmp_path / "a.wav"), str(tmp_path / "a.beats")
    result = CliRunner().invoke(cli, ["adapt", song, "--beats", beats])
    assert result.exit_code == 0, result.output
    assert "wrote     " in result.stdout
    card = load_model(tmp_path / "a.onnx").card
    assert card.training["command"] == "lausch adapt a.wav --beats a.beats"
    out = tmp_path / "a.json"
    words = ["analyze", song, "--model", str(tmp_path / "a.onnx"), "-o", str(out)]
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert "lausch2026-adapted" in json.dumps(json.loads(out.read_text()))


@pytest.mark.parametrize(
    ("words", "code", "clue"),
    [
        (["a.wav", "b.wav", "--beats", "a.beats"], 2, "2 recordings and 1 files with beats"),
        (["a.wav", "--beats", "a.beats", "--out", "a.bin"], 2, "written as .onnx"),
        (["a.wav", "--beats", "a.beats"], 1, "a.wav"),
        (["a.wav", "--beats", "a.beats", "--model", "none"], 1, "neither a shipped model"),
    ],
)
def test_wrong_usage(words, code, clue, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)
    result = CliRunner().invoke(cli, ["adapt", *words])
    assert result.exit_code == code
    assert clue in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
